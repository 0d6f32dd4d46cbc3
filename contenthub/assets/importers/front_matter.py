"""The YAML block at the top of a text file."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import yaml
from django.utils.translation import gettext as _

from contenthub.assets.importers.imported import ImportProblem

BLOCK = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
MOST = 20_000  # characters
DEEPEST = 20  # lists and mappings within each other
A_KEY = re.compile(r"\s*[\w\"'][^:\n]{0,60}:(?:\s|$)")


def taken_off(text: str, warnings: list[str]) -> tuple[dict[str, Any], str]:
    """(front matter, the rest of the text). Keys are lower case, values plain JSON; what is no mapping stays text.

    Raises ImportProblem for front matter that is too long, too deep, or unfolds from anchors.
    """
    found = BLOCK.match(text)
    if not found:
        return {}, text
    if len(found[1]) > MOST:
        if not A_KEY.match(found[1]):
            return {}, text  # a rule at the top of a document, and another far below
        raise ImportProblem(_("The front matter is far too long; keep title, language, summary and the like in it."))
    try:
        _check(found[1])
        values = yaml.safe_load(found[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        warnings.append(
            _("The front matter is not valid YAML and was left out; correct it or fill the fields in by hand.")
        )
        return {}, text[found.end() :]
    if not isinstance(values, dict):
        return {}, text
    return {str(key).strip().lower(): _plain(value) for key, value in values.items()}, text[found.end() :]


def _check(block: str) -> None:
    """Looks at the front matter piece by piece, before anything is built of it."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):  # a few of them can stand for gigabytes
            raise ImportProblem(_("The front matter refers to parts of itself (&, *); write its values out."))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ImportProblem(_("The front matter is nested too deeply; keep its values flat."))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
