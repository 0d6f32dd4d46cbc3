"""One kind of variant is one file here: its page model, and ``class Kind`` (see ``contenthub.variants.kind``)."""
