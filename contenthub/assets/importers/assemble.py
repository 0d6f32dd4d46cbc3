"""From a draft to the structured asset: the same steps for every format."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.assets.importers.cleaning import parsed
from contenthub.assets.importers.contents import drop_contents
from contenthub.assets.importers.headings import levelled, take_title
from contenthub.assets.importers.highlights import (
    listed_points,
    ranked_points,
    ranked_summary,
    without_points,
    written_summary,
)
from contenthub.assets.importers.imported import Imported, ImportProblem
from contenthub.assets.importers.source import Draft, Source
from contenthub.assets.importers.statistics import with_statistics
from contenthub.assets.importers.tidying import tidy, unwrap_anchors
from contenthub.assets.importers.walker import Walker
from contenthub.lib.language import CHINESE, ENGLISH, detect
from contenthub.lib.sentences import normalise

TITLE_KEYS = ("title", "标题", "题目")
SUMMARY_KEYS = ("summary", "description", "abstract", "excerpt", "摘要", "简介")
LANGUAGE_KEYS = ("language", "lang", "locale", "语言")
POINT_KEYS = ("key_points", "key-points", "takeaways", "highlights", "要点")


def assemble(draft: Draft, source: Source) -> Imported:
    """The structured asset of a draft. Raises ImportProblem when it has no words."""
    warnings = draft.warnings
    soup = parsed(draft.html, draft.pictures)
    drop_contents(soup, warnings)
    tidy(soup)
    unwrap_anchors(soup)
    language = _language(draft.front_matter) or detect(soup.get_text())
    blocks = Walker(draft.pictures, language).walk(soup)
    warnings += draft.pictures.report()
    if not any(block.kind == "code" or block.text().strip() for block in blocks):
        raise ImportProblem(_("No text was found in the file; choose another file."))
    title, blocks, unnamed = take_title(blocks, _string(draft.front_matter, TITLE_KEYS), draft.title, source.stem)
    if unnamed:
        warnings.append(_("The document has no title; its file name was used."))
    blocks = levelled(blocks)
    own_points = _strings(draft.front_matter, POINT_KEYS) or listed_points(blocks)
    points = own_points or ranked_points(blocks, language)
    own_summary = _string(draft.front_matter, SUMMARY_KEYS) or written_summary(blocks, language)
    shown = {block.value["image"] for block in blocks if block.kind == "figure"}
    unseen = sum(block.kind == "figure" and not block.value["alt"] for block in blocks)
    if unseen:
        sentence = ngettext(
            "%(count)d figure has no alternative text; describe what it shows.",
            "%(count)d figures have no alternative text; describe what they show.",
            unseen,
        )
        warnings.append(sentence % {"count": unseen})
    return Imported(
        title=title,
        language=language,
        summary=own_summary or ranked_summary(blocks, language),
        key_points=points,
        blocks=with_statistics(without_points(blocks, points), language),
        images={key: picture for key, picture in draft.pictures.kept.items() if key in shown},
        warnings=warnings,
        front_matter=draft.front_matter,
        ranked=frozenset(name for name, own in (("summary", own_summary), ("key_points", own_points)) if not own),
    )


def _string(front_matter: dict[str, Any], keys: tuple[str, ...]) -> str:
    value = next((front_matter[key] for key in keys if front_matter.get(key)), "")
    return normalise(str(value)) if isinstance(value, (str, int, float)) else ""


def _strings(front_matter: dict[str, Any], keys: tuple[str, ...]) -> list[str]:
    value: Any = next((front_matter[key] for key in keys if front_matter.get(key)), [])
    return [normalise(str(item)) for item in value if str(item).strip()] if isinstance(value, list) else []


def _language(front_matter: dict[str, Any]) -> str:
    """The language the front matter names, as one of ours; "" when it names none or another."""
    name = _string(front_matter, LANGUAGE_KEYS).lower()
    if re.match(r"zh|chinese|中文|简体", name):
        return CHINESE
    return ENGLISH if re.match(r"en|english|英文", name) else ""
