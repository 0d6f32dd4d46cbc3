"""The asset itself as a PDF, set in its brand's look: what readers get where no file was given."""
