"""Taking secrets out of what is kept: an attempt's record and an error's text."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"

#: A secret shorter than this is not searched for: it would blank out half of every ordinary text.
SHORTEST_SECRET = 4

_NAME = (
    r"[\w-]*(?:authorization|password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|cookie|signature|jwt)"
    r"[\w-]*"
)
_SECRET_NAME = re.compile(_NAME, re.IGNORECASE)
_PATTERNS = (
    (re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{4,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    (re.compile(r"(?<=://)[^\s/@]+(?=@)"), REDACTED),
    (re.compile(rf"(\"{_NAME}\"\s*:\s*)(?:\"(?:[^\"\\]|\\.)*\"|[\w.+-]+)", re.IGNORECASE), rf'\1"{REDACTED}"'),
    (re.compile(rf"(\b{_NAME}=)[^\s&;\"']+", re.IGNORECASE), rf"\1{REDACTED}"),
    (re.compile(rf"^([ \t]*{_NAME}:[ \t]*)\S[^\r\n]*", re.IGNORECASE | re.MULTILINE), rf"\1{REDACTED}"),
)


class Redactor:
    """Blanks out what looks like a secret, and every given secret in the forms it travels in."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST_SECRET for form in _forms(secret)}
        self._secrets = sorted(forms, key=len, reverse=True)

    def text(self, value: str) -> str:
        """Return the text without secrets: the given ones, credentials in headers, addresses and JSON."""
        for secret in self._secrets:
            value = value.replace(secret, REDACTED)
        for pattern, replacement in _PATTERNS:
            value = pattern.sub(replacement, value)
        return value

    def data(self, value: Any) -> Any:
        """Return JSON data without secrets; values whose name says that they are secret go whole."""
        if isinstance(value, Mapping):
            return {
                str(name): REDACTED if _SECRET_NAME.fullmatch(str(name)) else self.data(item)
                for name, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.data(item) for item in value]
        return self.text(value) if isinstance(value, str) else value


def _forms(secret: str) -> set[str]:
    plain = secret.encode("utf-8", "surrogatepass")
    return {
        secret,
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        base64.b64encode(plain).decode(),
    }
