"""Account fields a connector declares; the admin form, the command line and validation are made from them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

KINDS = ("text", "secret", "choice", "url")


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of an account.

    ``kind`` is one of text, secret (encrypted at rest, shown once), choice (one of ``choices``), url (http or https).
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    default: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    #: The whole value must match; the message is shown when it does not.
    pattern: str = ""
    pattern_message: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.name}: unknown field kind {self.kind!r}")


class InvalidSettings(ValueError):
    """Maps field names to what is wrong with them (``errors``)."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))
        self.errors = dict(errors)


def clean(fields: Iterable[Field], values: Mapping[str, str]) -> dict[str, str]:
    """Return the values with defaults filled in and white space trimmed.

    :raises InvalidSettings: unknown, missing or malformed values, all of them at once.
    """
    declared = {field.name: field for field in fields}
    errors = {name: "This channel has no such setting." for name in values if name not in declared}
    cleaned: dict[str, str] = {}
    for field in declared.values():
        value = str(values.get(field.name, "") or "").strip() or field.default
        problem = _problem(field, value)
        if problem:
            errors[field.name] = problem
        else:
            cleaned[field.name] = value
    if errors:
        raise InvalidSettings(errors)
    return cleaned


def _problem(field: Field, value: str) -> str:
    if not value:
        return "Required." if field.required else ""
    if field.kind == "choice" and value not in dict(field.choices):
        return f"Choose one of: {', '.join(name for name, _ in field.choices)}."
    if field.kind == "url" and not _is_address(value):
        return "Give a full address, starting with https:// (or http://)."
    if field.pattern and not re.fullmatch(field.pattern, value):
        return field.pattern_message or f"Must match {field.pattern}."
    return ""


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        # Brackets left open, or a port beyond 65535.
        return False
