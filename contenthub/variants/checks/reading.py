"""How long a variant takes to read, and whether it is in the language it says it is in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.lib.language import CHINESE, HAN
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.problem import Problem

#: Silent reading of plain prose: English words and Chinese characters a minute (Brysbaert 2019 gives 238 words).
WORDS_A_MINUTE, CHARACTERS_A_MINUTE = 240, 400
#: Chinese characters that say as much as one English word.
CHARACTERS_A_WORD = 1.7
_WORD = re.compile(r"[A-Za-z0-9][\w.,%'’+/-]*", re.ASCII)
#: A part shorter than this may be a name: it is not asked for its language.
_FEWEST_WORDS, _FEWEST_HAN = 6, 10


def found(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    """``long_reading`` and ``other_language``."""
    yield from _length(variant, parts)
    for part in parts:
        # Line by line: a block has one for each of its fields.
        if any(_is_foreign(line, variant.language) for line in part.text.split("\n")):
            message = _(
                "%(part)s is not in %(language)s, the language of this variant. Write it in that, or take it out."
            )
            values = {"part": part.label, "language": variant.locale.get_display_name()}
            yield Problem("other_language", message % values, "warning", part.where)


def words(text: str) -> int:
    """The length in English words; a Chinese character counts as much of one as it says."""
    han = len(HAN.findall(text))
    return len(_WORD.findall(HAN.sub(" ", text))) + round(han / CHARACTERS_A_WORD)


def minutes(text: str) -> int:
    """Minutes to read it, at least 1."""
    han = len(HAN.findall(text))
    latin = len(_WORD.findall(HAN.sub(" ", text)))
    return max(1, math.ceil(latin / WORDS_A_MINUTE + han / CHARACTERS_A_MINUTE - 0.2))


def _length(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    most = variant.kind.most_words
    text = "\n".join(part.text for part in parts if not part.spare)
    if most is None or words(text) <= most:
        return
    time = minutes(text)
    length = ngettext("%(count)s minute", "%(count)s minutes", time) % {"count": time}
    if variant.language == CHINESE:
        count, limit = len(HAN.findall(text)), round(most * CHARACTERS_A_WORD / 10) * 10
        message = _(
            "It has %(count)s characters and takes %(time)s to read; most readers stop at about %(most)s. Shorten it."
        )
    else:
        count, limit = words(text), most
        message = _(
            "It has %(count)s words and takes %(time)s to read; most readers stop at about %(most)s. Shorten it."
        )
    yield Problem("long_reading", message % {"count": count, "time": length, "most": limit}, "warning")


def _is_foreign(text: str, language: str) -> bool:
    han, latin = len(HAN.findall(text)), len(_WORD.findall(HAN.sub(" ", text)))
    if language == CHINESE:
        return latin >= _FEWEST_WORDS and han * 5 < latin
    return han >= _FEWEST_HAN and han > latin
