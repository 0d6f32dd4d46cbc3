"""What platforms call a limit, a quota and a duplicate, in an answer's status and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from channels.base import NotSent, QuotaSpent, RateLimited

#: Statuses whose body may name a limit though the status means something else (YouTube says 403, others 400).
_MAY_NAME = (400, 402, 403, 413, 429)

#: Statuses that a duplicate is refused with (X 403, LinkedIn 422 and 409, Facebook 400, dev.to 422).
_MAY_BE_DUPLICATE = (400, 403, 409, 422)

#: Names of errors, in small letters and digits only. Used up until a day or month begins anew, or until it is paid for.
_QUOTA = {
    "creditsdepleted",
    "dailylimitexceeded",
    "insufficientcredits",
    "insufficientquota",
    "paymentrequired",
    "quotaexceeded",
    "quotaused",
    "spendlimitreached",
    "uploadlimitexceeded",
    "usagecapexceeded",
    "usagecapped",
}

#: Too many calls for the moment.
_RATE = {
    "mlimitexceeded",
    "ratelimit",
    "ratelimited",
    "ratelimitexceeded",
    "requestthrottled",
    "resourceexhausted",
    "throttlingexception",
    "toomanyrequests",
    "userratelimitexceeded",
}

#: Fields that name an error rather than describe it.
_NAMING = {"reason", "code", "type", "error", "errcode", "status", "title", "message"}

#: Phrases of refusals for being a duplicate: X, LinkedIn, Facebook, Weibo, dev.to, and what sounds alike.
_DUPLICATE = re.compile(
    r"duplicate (content|status|post|tweet)|is a duplicate of|duplicate[_-]post|already been (posted|published)"
    r"|canonical[ _]url has already been taken|were already posted|identical (content|post|status)",
    re.IGNORECASE,
)

#: A body longer than this is not searched.
_LONGEST_BODY = 100_000


def limit(status: int, content: bytes) -> tuple[type[NotSent], str] | None:
    """What the answer says of a limit, and how to say so; None: nothing."""
    if status not in _MAY_NAME:
        return None
    named = set(_names(content))
    if status == 402 or named & _QUOTA:
        return QuotaSpent, "says that the account's quota is used up"
    if status == 429 or named & _RATE:
        return RateLimited, "asks us to slow down"
    return None


def duplicate(status: int, content: bytes) -> bool:
    """Whether the answer refuses the post for being out already."""
    if status not in _MAY_BE_DUPLICATE or len(content) > _LONGEST_BODY:
        return False
    return _DUPLICATE.search(content.decode("utf-8", "replace")) is not None


def _names(content: bytes) -> Iterator[str]:
    """Names of errors in an answer's JSON, in small letters and digits only."""
    if len(content) > _LONGEST_BODY:
        return
    try:
        yield from _named(json.loads(content))
    except (ValueError, RecursionError):
        return


def _named(value: Any, depth: int = 0) -> Iterator[str]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value[:20]:
            yield from _named(item, depth + 1)
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, str) and name.lower() in _NAMING and len(item) <= 200:
                # A problem type is an address whose last part names it.
                yield re.sub(r"[^a-z0-9]", "", item.rstrip("/").rpartition("/")[2].lower())
            elif isinstance(item, dict | list):
                yield from _named(item, depth + 1)
