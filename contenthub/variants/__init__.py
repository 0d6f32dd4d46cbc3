"""Variants: forms derived from an asset; one kind is one file in ``kinds/``, found by its name.

Nouns: Variant, Kind, Source. May import assets and below.
"""
