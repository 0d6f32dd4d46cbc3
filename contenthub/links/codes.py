"""Short codes."""

from __future__ import annotations

import re
import secrets

#: Lower case only, because the code is also the link's ``utm_id``, and so that a code read aloud or from print works
#: in capitals too. Without 0 and o, 1, i and l, which look alike.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
#: 31 to the 8th is 8.5e11: with a million links, one guess in 850,000 finds one.
LENGTH = 8

_CODE = re.compile(r"[A-Za-z0-9]{1,16}")


def new() -> str:
    """A random code. That it is free is for the database's unique index to say."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spellings(code: str) -> list[str]:
    """What to look for when ``code`` is asked for: as it is and in lower case; nothing when it cannot be a code."""
    return list(dict.fromkeys([code, code.lower()])) if _CODE.fullmatch(code) else []
