"""Audience: people and what they agreed to.

Nouns: Contact, Consent (append-only), Contact list, Lead. May import variants, links and below.
"""
