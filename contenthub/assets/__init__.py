"""Assets: the one core piece of content, its blocks and its importers.

Nouns: Library, Asset, Block, Fact. May import campaigns and below.
"""
