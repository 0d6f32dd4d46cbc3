"""Paragraphs that are a quotation from end to end."""

from __future__ import annotations

import re

from contenthub.assets.importers.imported import Block
from contenthub.lib.quotations import quotations

MOST = 700  # characters; what is longer is an excerpt and stays prose
SPEAKER_MOST = 120
MARKS = "\"“”「」『』'‘’"
DASH = re.compile(r"\s*(?:—+|–|--?|――)\s*(?P<name>[^—–\n]{2,120}?)\s*$")
CALLOUT = re.compile(
    r"\[!\w+\]|(?:note|tip|warning|caution|important|info|hint|example|注意|提示|说明|警告|重要|示例|注)\s*(?:[:：!！]|$)",
    re.I,
)
OPENS_WITH_QUOTE = re.compile(r"[\"“「]")


def quotation_block(text: str, speaker: str = "", role: str = "") -> Block:
    """A quotation block from its words, marks around them taken off."""
    words = text.strip()
    if words[:1] in MARKS and words[-1:] in MARKS:
        words = words[1:-1].strip()
    return Block("quotation", {"text": words, "speaker": speaker[:SPEAKER_MOST], "role": role[:SPEAKER_MOST]})


def whole_quotation(text: str, language: str) -> Block | None:
    """A quotation block when the paragraph is one quotation, with nothing beside it but who said it. Else None."""
    text = text.strip()
    if not OPENS_WITH_QUOTE.match(text) or len(text) > MOST:
        return None
    found = quotations(text, language)
    if len(found) != 1 or found[0].start != 0:
        return None
    quote, rest = found[0], text[found[0].end :].strip(" .。")
    if rest and not (quote.speaker and _only_names(rest)):
        return None
    return quotation_block(quote.words, quote.speaker, quote.role)


def _only_names(rest: str) -> bool:
    return bool(re.fullmatch(r"\(.*\)|（.*）", rest)) or (bool(DASH.fullmatch(rest)) and len(rest) < SPEAKER_MOST)


def blockquote(paragraphs: list[str], language: str, *, styled: bool = False) -> Block | None:
    """A quotation block out of a block quote's paragraphs; None when it is a note or an excerpt rather than words said.

    A last paragraph, or the end of one, that starts with a dash names the speaker, and a role after a comma.
    """
    lines = [line.strip() for line in paragraphs if line.strip()]
    if not lines or (CALLOUT.match(lines[0]) and not styled) or sum(map(len, lines)) > MOST:
        return None
    whole = whole_quotation(lines[0], language) if len(lines) == 1 else None
    if whole:
        return whole
    named = (
        DASH.fullmatch(lines[-1]) if len(lines) > 1 else re.search(r"(?<=[.!?。！？”\"」])" + DASH.pattern, lines[0])
    )
    if named:
        lines[-1] = lines[-1][: named.start()].strip() if len(lines) == 1 else ""
        speaker, _, role = re.sub(r"[()（）]", ",", named["name"]).replace("，", ",").partition(",")
        return quotation_block("\n".join(filter(None, lines)), speaker.strip(), role.strip(" ,"))
    return quotation_block("\n".join(lines))
