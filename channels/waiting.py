"""How long a platform asks us to wait, read from its answer.

Retry-After (RFC 9110, 10.2.3) says it of any answer. What says when a limit begins anew is sent along with answers of
every kind, so it counts only where the answer says that the limit is reached. Moments are taken by the platform's own
clock where it tells it (Date), so that a wrong clock here does not matter.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

#: A wait longer than this is not believed: a wrong clock or a hostile server must not park a delivery for ever.
LONGEST_WAIT = 24 * 3600.0

#: A plain number above these is a moment, in seconds or in milliseconds since 1970; below them a span of seconds.
_EPOCH, _EPOCH_MILLISECONDS = 1_000_000_000, 100_000_000_000

#: Sent with an answer that asks for a wait, in this order: name and how many of its units make a second.
_ASKED = (("retry-after-ms", 1000.0), ("x-ms-retry-after-ms", 1000.0), ("retry-after", 1.0))

#: When a limit begins anew, in this order (Discord; IETF draft; Mastodon, Reddit, GitHub; X).
_RESET = ("x-ratelimit-reset-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")

#: Fields of an answer's JSON (Telegram, Discord, Slack; Matrix), and how many of their units make a second.
_FIELDS = {"retry_after": 1.0, "retryafter": 1.0, "retry_after_ms": 1000.0}

#: Meta: minutes, in a JSON document in these headers.
_USAGE = ("x-business-use-case-usage", "x-app-usage", "x-ad-account-usage")

#: A body longer than this is not searched.
_LONGEST_BODY = 100_000


def retry_after(headers: Mapping[str, str], now: dt.datetime | None = None, *, limited: bool = True) -> float | None:
    """Return the seconds to wait (0 to LONGEST_WAIT), or None where the headers do not say.

    Understands seconds, seconds and milliseconds since 1970, HTTP dates and ISO 8601.

    :param now: aware; if not given, the answer's Date, else the present moment.
    :param limited: the answer says that a limit is reached, so what tells when it begins anew counts too.
    """
    lowered = {name.lower(): value.strip() for name, value in headers.items()}
    at = now or _moment(lowered.get("date", "")) or dt.datetime.now(dt.UTC)
    for name, units in _ASKED:
        seconds = _seconds(lowered.get(name, ""), at, units)
        if seconds is not None:
            return _believed(seconds)
    return _until_reset(lowered, at) if limited else None


def asked_in_body(content: bytes) -> float | None:
    """The same from an answer's JSON: where several fields say so, the longest wait; None where none does."""
    if len(content) > _LONGEST_BODY or b"retry" not in content.lower():
        return None
    try:
        fields = list(_numbers(json.loads(content)))
    except (ValueError, RecursionError):
        return None
    return _believed(max(fields)) if fields else None


def _until_reset(headers: Mapping[str, str], at: dt.datetime) -> float | None:
    # Of several limits those that are used up: X tells of a window, of the user's day and of the app's.
    spent = [
        seconds
        for name in headers
        if name.endswith("-reset") and headers.get(f"{name.removesuffix('reset')}remaining") == "0"
        if (seconds := _seconds(headers[name], at)) is not None
    ]
    if spent:
        return _believed(max(spent))
    known = (_seconds(headers.get(name, ""), at) for name in _RESET)
    found = next((seconds for seconds in known if seconds is not None), None)
    if found is None:
        found = _structured(headers.get("ratelimit", ""))
    if found is None:
        found = _usage(headers)
    return None if found is None else _believed(found)


def _believed(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _seconds(value: str, now: dt.datetime, units: float = 1.0) -> float | None:
    try:
        number = float(value)
    except ValueError:
        moment = _moment(value)
        return None if moment is None else (moment - now).total_seconds()
    if not math.isfinite(number):
        return None
    if number > _EPOCH_MILLISECONDS:
        return number / 1000.0 - now.timestamp()
    return number - now.timestamp() if number > _EPOCH else number / units


def _moment(value: str) -> dt.datetime | None:
    for parse in (email.utils.parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = parse(value)
        except (ValueError, TypeError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None


def _structured(value: str) -> float | None:
    """``RateLimit: "default";r=0;t=30`` and ``RateLimit: limit=10, remaining=0, reset=30`` (IETF drafts)."""
    found = re.findall(r"(?:^|[;,\s])(?:t|reset)=(\d{1,9})", value)
    return max(map(float, found)) if found else None


def _usage(headers: Mapping[str, str]) -> float | None:
    waits = []
    for name in _USAGE:
        text = headers.get(name, "")
        waits += [float(found) * 60 for found in re.findall(r'"estimated_time_to_regain_access"\s*:\s*(\d{1,6})', text)]
    return max(waits, default=0.0) or None


def _numbers(value: Any, depth: int = 0) -> Iterator[float]:
    """The waits that a JSON document names, in seconds."""
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:20]:
            yield from _numbers(item, depth + 1)
    if isinstance(value, dict):
        for name, item in value.items():
            units = _FIELDS.get(str(name).lower())
            if units is None:
                yield from _numbers(item, depth + 1)
            elif not isinstance(item, bool) and isinstance(item, int | float) and math.isfinite(item):
                yield item / units
