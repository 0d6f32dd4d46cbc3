"""Placeholders of a mail, replaced."""

from __future__ import annotations

from urllib.parse import quote


def filled(text: str, values: dict[str, str]) -> str:
    """The text with each placeholder replaced, also where a tool has percent-encoded it inside an address."""
    for placeholder, value in values.items():
        for spelling in _spellings(placeholder):
            text = text.replace(spelling, value)
    return text


def holds(text: str, placeholder: str) -> bool:
    """Whether the text has this placeholder, in either spelling."""
    return any(spelling in text for spelling in _spellings(placeholder))


def _spellings(placeholder: str) -> tuple[str, str]:
    return placeholder, quote(placeholder, safe="")
