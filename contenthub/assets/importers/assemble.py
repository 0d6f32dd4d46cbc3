"""From a draft to the structured asset: the same steps for every format."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.assets.importers.cleaning import parsed
from contenthub.assets.importers.contents import drop_contents
from contenthub.assets.importers.described import Described
from contenthub.assets.importers.headings import levelled, take_title
from contenthub.assets.importers.highlights import (
    listed_points,
    ranked_points,
    ranked_summary,
    without_points,
    written_summary,
)
from contenthub.assets.importers.imported import Imported, ImportProblem
from contenthub.assets.importers.notes import gather
from contenthub.assets.importers.source import Draft, Source
from contenthub.assets.importers.statistics import with_statistics
from contenthub.assets.importers.tidying import tidy, unwrap_anchors
from contenthub.assets.importers.walker import Walker
from contenthub.lib.language import CHINESE, detect, is_foreign

SAME_SITE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?", re.I)  # what a relative link does not start with
MOST_NAMED = 8


def assemble(draft: Draft, source: Source) -> Imported:
    """The structured asset of a draft. Raises ImportProblem when it has no words."""
    warnings = draft.warnings
    soup = parsed(draft.html, draft.pictures)
    described = Described(draft.front_matter, warnings)
    notes = gather(soup)
    drop_contents(soup, warnings)
    if notes:
        soup.append(notes)
    tidy(soup)
    unwrap_anchors(soup)
    warnings += _relative_links(soup)
    language = described.language() or _told_language(soup, warnings)
    blocks = Walker(draft.pictures, language).walk(soup)
    warnings += draft.pictures.report()
    if not any(block.kind == "code" or block.text().strip() for block in blocks):
        raise ImportProblem(_("No text was found in the file; choose another file."))
    title, blocks, unnamed = take_title(blocks, described.string("title"), draft.title, draft.stem or source.stem)
    if unnamed:
        warnings.append(_("The document has no title; its file name was used."))
    blocks, folded = levelled(blocks)
    warnings += _folded(folded)
    own_points = described.strings("key_points") or listed_points(blocks)
    points = own_points or ranked_points(blocks, language)
    own_summary = described.string("summary") or written_summary(blocks, language)
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
        front_matter=described.raw,
        ranked=frozenset(name for name, own in (("summary", own_summary), ("key_points", own_points)) if not own),
    )


def _told_language(soup: BeautifulSoup, warnings: list[str]) -> str:
    """The language of the prose: code says nothing about it."""
    text = " ".join(part for part in soup.find_all(string=True) if not part.find_parent(["pre", "code"]))
    language = detect(text)
    if is_foreign(text):
        warnings.append(
            _("The text seems to be neither English nor Chinese; it was filed under %(language)s.")
            % {"language": _("Chinese") if language == CHINESE else _("English")}
        )
    return language


def _relative_links(soup: BeautifulSoup) -> list[str]:
    """A warning that names the links which lead to somewhere beside the document."""
    found = [str(link["href"]) for link in soup.find_all("a", href=True)]
    names = list(dict.fromkeys(address for address in found if not SAME_SITE.match(address)))
    if not names:
        return []
    more = f" (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
    listed = ", ".join(name[:100] for name in names[:MOST_NAMED]) + more
    return [
        _("Links to files beside the document lead nowhere from its page; correct them: %(names)s") % {"names": listed}
    ]


def _folded(count: int) -> list[str]:
    if not count:
        return []
    sentence = ngettext(
        "%(count)d heading below the third rank became one of the third.",
        "%(count)d headings below the third rank became ones of the third.",
        count,
    )
    return [sentence % {"count": count}]
