"""Secrets encrypted at rest: a small dictionary sealed with a key derived from SECRET_KEY.

Fernet (AES-128-CBC with HMAC-SHA256) under HKDF-SHA256 of SECRET_KEY. What was sealed under a key now listed in
SECRET_KEY_FALLBACKS can still be read; sealing again moves it to the present key.
"""

from __future__ import annotations

import base64
import functools
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

#: Binds the derived key to this use; changing it makes everything sealed so far unreadable.
_PURPOSE = b"contenthub.lib.sealed"


class CannotUnseal(Exception):
    """The text was sealed under another SECRET_KEY, or was changed; the message says what to do."""


def seal(values: Mapping[str, str]) -> str:
    """Return the values encrypted under the present SECRET_KEY; "" for none at all."""
    if not values:
        return ""
    return _box().encrypt(json.dumps(dict(values), sort_keys=True).encode()).decode("ascii")


def unseal(text: str) -> dict[str, str]:
    """Return what ``seal`` was given.

    :raises CannotUnseal: neither SECRET_KEY nor any of SECRET_KEY_FALLBACKS opens it.
    """
    if not text:
        return {}
    try:
        plain = _box().decrypt(text.encode())
    except InvalidToken:
        raise CannotUnseal(
            "The stored secrets cannot be read: SECRET_KEY has changed since. Enter the secrets again, "
            "or add the former key to SECRET_KEY_FALLBACKS."
        ) from None
    return {str(name): str(value) for name, value in json.loads(plain).items()}


def _box() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@functools.lru_cache(maxsize=16)
def _fernet(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
