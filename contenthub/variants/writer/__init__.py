"""An optional writer: a language model behind an OpenAI-compatible endpoint may phrase what was derived.

It gets nothing but a block's own source, what it says goes through the same checks, and its text is marked. Without
one, or when it fails, the words stay the asset's own.
"""
