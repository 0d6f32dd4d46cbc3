"""How an e-mail address is written down, so that one person is one contact."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def normalise(email: str) -> str:
    """The address without surrounding space, in lower case, full-width letters (as typed with a Chinese keyboard) made plain."""
    return unicodedata.normalize("NFKC", email).strip().lower()


def is_address(email: str) -> bool:
    """Whether this is one e-mail address, of at most 254 characters (RFC 5321, 4.5.3.1.3)."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254
