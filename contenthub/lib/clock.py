"""The one place that asks what time it is, and the one way a time is read from text."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def parse_iso(text: str, default_tz: tzinfo = UTC) -> datetime:
    """An ISO 8601 date and time as an aware datetime; one without an offset is taken to be in `default_tz`.

    A date alone means its midnight. Raises ValueError with a sentence that shows what is expected.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except (ValueError, AttributeError):
        message = f"{text!r} is not a date and time; write it like 2026-05-01T09:30 or 2026-05-01T09:30+08:00."
        raise ValueError(message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=default_tz)
