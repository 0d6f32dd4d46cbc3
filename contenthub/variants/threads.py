"""Copy that goes out as a thread: a line of ``---`` alone begins the next post."""

from __future__ import annotations

import re

_RULE = re.compile(r"^[ \t]*---[ \t]*$", re.MULTILINE)


def split(copy: str) -> list[str]:
    """The thread's posts in order; one where there is no such line, none where there is no text."""
    return [text for part in _RULE.split(copy) if (text := part.strip())]


def joined(copy: str) -> str:
    """The same as one text, each post a paragraph."""
    return "\n\n".join(split(copy))
