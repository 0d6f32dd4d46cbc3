"""Which of our two languages a text is in, told by its script."""

from __future__ import annotations

import re

ENGLISH = "en"
CHINESE = "zh-hans"

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")

HAN_SHARE = 0.3  # a Chinese text about software is up to half English terms; an English one quotes a name or two


def detect(text: str, default: str = ENGLISH) -> str:
    """ "en" or "zh-hans" by the share of Han characters among Han characters and Latin words; `default` when it has neither."""
    han = len(HAN.findall(text))
    latin = len(LATIN_WORD.findall(text))
    if han + latin == 0:
        return default
    return CHINESE if han / (han + latin) >= HAN_SHARE else ENGLISH
