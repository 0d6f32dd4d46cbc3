"""How long a platform asks us to wait, read from its answer's headers."""

from __future__ import annotations

import datetime as dt
import email.utils
import math
from collections.abc import Mapping

#: A wait longer than this is not believed: a wrong clock or a hostile server must not park a delivery for ever.
LONGEST_WAIT = 24 * 3600.0

#: Asked for the moment a limit is lifted: Retry-After (RFC 9110, 10.2.3), then what platforms send instead.
_HEADERS = ("retry-after", "x-ratelimit-reset-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")

#: A plain number above this is a moment (seconds since 1970), below it a span.
_EPOCH = 1_000_000_000


def retry_after(headers: Mapping[str, str], now: dt.datetime | None = None) -> float | None:
    """Return the seconds to wait (0 to LONGEST_WAIT), or None where the headers do not say.

    Understands seconds, seconds since 1970, HTTP dates and ISO 8601 (Mastodon's X-RateLimit-Reset).

    :param now: aware; the present moment if not given.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    for name in _HEADERS:
        seconds = _seconds(lowered.get(name, "").strip(), now or dt.datetime.now(dt.UTC))
        if seconds is not None:
            return min(max(seconds, 0.0), LONGEST_WAIT)
    return None


def _seconds(value: str, now: dt.datetime) -> float | None:
    try:
        number = float(value)
    except ValueError:
        moment = _moment(value)
        return None if moment is None else (moment - now).total_seconds()
    if not math.isfinite(number):
        return None
    return number - now.timestamp() if number > _EPOCH else number


def _moment(value: str) -> dt.datetime | None:
    for parse in (email.utils.parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = parse(value)
        except (ValueError, TypeError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None
