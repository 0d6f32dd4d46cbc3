"""Brand: how we look and sound (logo, colours, fonts, voice, key messages, words, footer lines).

Nouns: Brand. May import lib.
"""
