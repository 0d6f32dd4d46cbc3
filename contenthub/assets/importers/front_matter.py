"""The YAML block at the top of a text file."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext as _

BLOCK = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
MOST = 20_000  # characters


def taken_off(text: str, warnings: list[str]) -> tuple[dict[str, Any], str]:
    """(front matter, the rest of the text). Keys are lower case, values plain JSON; what is no mapping stays text."""
    found = BLOCK.match(text)
    if not found or len(found[1]) > MOST:
        return {}, text
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(found[1], Loader=yaml.SafeLoader)):
            raise yaml.YAMLError("aliases")  # a few of them can stand for gigabytes
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        warnings.append(
            _("The front matter is not valid YAML and was left out; correct it or fill the fields in by hand.")
        )
        return {}, text[found.end() :]
    if not isinstance(values, dict):
        return {}, text
    return {str(key).strip().lower(): _plain(value) for key, value in values.items()}, text[found.end() :]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
