"""Publishing: what goes out, where, when, and what happened.

Nouns: Account, Delivery, Attempt. May import mailing and below, and the channel registry.
"""
