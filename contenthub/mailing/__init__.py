"""Mailing: bulk mail with one ledger row per recipient, each sent once and accounted for.

Nouns: Mailing, Recipient. May import audience and below.
"""
