"""Settings from the environment; every value also from a file named by ``<NAME>_FILE`` (for secrets)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def given(name: str) -> bool:
    """Whether the variable (or its ``_FILE``) is set at all, to anything but nothing."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def text(name: str, default: str = "") -> str:
    """The variable, or the contents of the file that ``<name>_FILE`` names, or ``default``.

    :raises ImproperlyConfigured: the file cannot be read.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from error
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off.

    :raises ImproperlyConfigured: anything else.
    """
    if not given(name):
        return default
    value = text(name).lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def integer(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number between ``least`` and ``most``.

    :raises ImproperlyConfigured: anything else.
    """
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} must be from {least} to {most}, not {number}.")
    return number


def one_of(name: str, *choices: str) -> str:
    """One of these words; the first is the default.

    :raises ImproperlyConfigured: anything else.
    """
    value = text(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(choices)}, not {value!r}.")
    return value


def words(name: str) -> list[str]:
    """A list separated by commas or spaces."""
    return text(name).replace(",", " ").split()


#: Schemes of a mail server's address: the port when none is given, and whether it is TLS at once or by STARTTLS.
_MAIL = {"smtp": (25, False, False), "smtp+starttls": (587, False, True), "smtps": (465, True, False)}


def mail_server(url: str) -> dict[str, Any]:
    """Django's mail settings from ``EMAIL_URL``: ``smtps://user:password@host``, ``file:///folder`` or ``console:``.

    :raises ImproperlyConfigured: it is none of these.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("EMAIL_URL cannot be read: is its port a number?") from None
    backends = "django.core.mail.backends"
    if not url or parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        folder = unquote(parts.path)
        return {"EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    if parts.scheme not in _MAIL or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://, smtp+starttls:// or smtps:// with user:password@host:port, file:///folder or "
            "console:"
        )
    usual, ssl, starttls = _MAIL[parts.scheme]
    return {
        "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": ssl,
        "EMAIL_USE_TLS": starttls,
    }
