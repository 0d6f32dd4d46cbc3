"""What keeps an animatic from being made."""

from __future__ import annotations


class AnimaticError(Exception):
    """It cannot be made; the message is one sentence that says why and what to do."""


class Cancelled(AnimaticError):
    """Someone called it off."""
