"""Links: UTM tagging, tracked short links and their clicks.

Nouns: Link, Click. May import assets and below.
"""
