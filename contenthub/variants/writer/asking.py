"""What the writer is told, and its answer read."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from contenthub.lib.language import CHINESE
from contenthub.variants.models import Variant
from contenthub.variants.writer.endpoint import WriterFailed
from contenthub.variants.writer.passages import Passage

_SYSTEM = """\
You phrase short marketing texts in {language}. You get JSON: a list of items with "key", "source" (the only words you
may draw on), "draft" (how it reads now) and "limit" (characters). For each item write the draft anew: clearer, livelier,
in the reader's words. Rules: say nothing the source does not say; keep every number, date, unit and name exactly as the
source writes it; add no number and no name; no links, no hashtags, no emoji, no markup, no line breaks; stay within the
limit; same language as the draft.{voice} Answer with one JSON object that maps each key to its new text, and nothing else."""


def question(variant: Variant, asked: Sequence[Passage]) -> tuple[str, str]:
    """(system message, user message)."""
    language = "Simplified Chinese" if variant.language == CHINESE else "English"
    voice = variant.brand.voice.strip() if variant.brand else ""
    items = [
        {"key": passage.key, "source": passage.source.words, "draft": passage.text, "limit": limit(passage)}
        for passage in asked
    ]
    told = f" The brand's voice: {voice}" if voice else ""
    return _SYSTEM.format(language=language, voice=told), json.dumps(items, ensure_ascii=False)


def limit(passage: Passage) -> int:
    """Layouts are made for the length that was derived: a fifth more is the most."""
    return min(passage.limit, max(40, len(passage.text) * 6 // 5))


def answers(text: str) -> dict[str, str]:
    """New texts by key; a fence or a sentence around the object does not matter.

    :raises WriterFailed: there is no JSON object of texts in it.
    """
    found = re.search(r"\{.*\}", text, re.S)
    try:
        value = json.loads(found.group()) if found else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise WriterFailed(_("The writer answered something that is no list of texts. The words stay as they are."))
    return {str(key): said.strip() for key, said in value.items() if isinstance(said, str) and said.strip()}
