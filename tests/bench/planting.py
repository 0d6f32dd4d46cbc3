"""Errors as people make them, planted into drafts: the same ones every time."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from contenthub.brand.models import BrandTerm
from contenthub.lib.fact_compare import clause_around
from contenthub.lib.facts import Fact, find
from contenthub.lib.language import HAN
from contenthub.variants.evidence import Evidence
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts

FACT_CODES = ("unsourced_fact", "contradicted_fact", "other_unit", "fact_elsewhere")


@dataclasses.dataclass(frozen=True)
class Planted:
    """A draft with one error. One of ``codes`` must be among what is found; ``anywhere``: not only where none was before."""

    name: str
    variant: Variant
    codes: tuple[str, ...]
    anywhere: bool = False


def errors(draft: Variant) -> Iterator[Planted]:
    """Each kind of error at the first places of the draft that lend themselves to it."""
    for part in parts(draft):
        if not part.text.strip() or part.where in draft.unsourced_fields:
            continue
        yield from _figures(draft, part)
        yield from _quotation(draft, part)
    first = next((part for part in parts(draft) if part.source and part.source.origin == "asset"), None)
    if first is None:
        return
    chinese = draft.language.startswith("zh")
    added = {
        "a figure made up": ("其中有8731家企业。" if chinese else " Of these 8,731 firms agree.", FACT_CODES),
        "a year made up": ("这始于1907年5月。" if chinese else " It began in May 1907.", FACT_CODES),
        "a quotation made up": (
            "张三说：“没有人比我们更早想到紫色的大象会跳舞。”"
            if chinese
            else " Ada Lee said: “Nobody saw purple elephants dance before us.”",
            FACT_CODES,
        ),
        "a typed UTM value": (" https://example.com/?utm_source=me", ("typed_utm",)),
        "a typed UTM value without scheme": (" example.com/page?id=3&utm_medium=social", ("typed_utm",)),
    }
    for name, (text, codes) in added.items():
        if changed := _changed(draft, first, lambda old, text=text: old + text):
            yield Planted(name, changed, codes)
    if (strange := _from_elsewhere(draft, first)) and (
        changed := _changed(draft, first, lambda old: f"{old} {strange}")
    ):
        yield Planted("a figure of another block", changed, FACT_CODES)
    yield from _words(draft, first)
    yield from _pictures(draft)


def _from_elsewhere(draft: Variant, first: Part) -> str:
    """A sentence of the asset's own with a figure that the part's source does not have, or ""."""
    evidence = Evidence.of(draft)
    if evidence is None:
        return ""
    own = " ".join(evidence.own_texts(first))
    for known in evidence.facts().values():
        for fact, text in known:
            if fact.kind in ("percentage", "money", "date") and fact.text not in own and fact.text not in first.text:
                start, end = clause_around(text, fact.start, fact.end)
                return text[start:end].strip()
    return ""


def _figures(draft: Variant, part: Part) -> Iterator[Planted]:
    for fact in find(part.text, draft.language):
        if fact.kind == "quotation" or not re.search(r"\d", fact.text):
            continue
        other = _other_number(fact.text)
        if changed := _replaced(draft, part, fact.text, other):
            yield Planted("a year changed" if fact.kind == "date" else "a number changed", changed, FACT_CODES)
        if unit := _other_unit(part.text, fact):
            old, new = unit
            if changed := _replaced(draft, part, old, new):
                yield Planted("a unit changed", changed, FACT_CODES)


def _other_number(text: str) -> str:
    """The text with its first digit changed: 12% is 32% then, 2021 is 1998."""
    if re.fullmatch(r"(19|20)\d\d", text):
        return str(int(text) - 23)
    return re.sub(r"\d", lambda digit: str((int(digit.group()) + 2) % 9 + 1), text, count=1)


def _other_unit(text: str, fact: Fact) -> tuple[str, str] | None:
    after = text[fact.start : fact.end + 12]
    for old, new in (
        ("%", " million"),
        (" days", " weeks"),
        (" hours", " days"),
        (" minutes", " hours"),
        ("小时", "天"),
        ("分钟", "小时"),
    ):
        if isinstance(fact.value, Decimal) and (found := re.match(rf"[\d.,]+\s?{re.escape(old)}", after)):
            return found.group(), found.group().replace(old, new)
    return None


def _quotation(draft: Variant, part: Part) -> Iterator[Planted]:
    if part.block is None or "speaker" not in part.block.child_blocks:
        return
    words = str(part.value.get(part.block.reads[0]) or "")
    middle = len(words) // 2
    chinese = bool(HAN.search(words))
    at = middle if chinese else words.find(" ", middle)
    if at > 0:
        word = "绝不" if chinese else " never"
        if changed := _replaced(draft, part, words, words[:at] + word + words[at:]):
            yield Planted("a word put into a quotation", changed, ("altered_quotation", "unsourced_fact"))
    pieces = words.split()
    if len(pieces) > 6 and not chinese:
        fewer = " ".join(pieces[:3] + pieces[4:])
        if changed := _replaced(draft, part, words, fewer):
            yield Planted("a word taken out of a quotation", changed, ("altered_quotation", "unsourced_fact"))
    if part.value.get("speaker") and (changed := _set(draft, part, "speaker", "Quentin Zebra")):
        yield Planted("another speaker", changed, ("other_speaker",))


def _words(draft: Variant, first: Part) -> Iterator[Planted]:
    terms = list(draft.brand.terms.all()) if draft.brand else []
    for term in terms:
        if term.language == draft.language and term.rule == BrandTerm.Rule.FORBIDDEN:
            joint = "" if draft.language.startswith("zh") else " "
            said = f"{joint}{term.word}{joint}"
            if changed := _changed(draft, first, lambda old, said=said: old + said):
                yield Planted("a forbidden word", changed, ("forbidden_word",))
    messages = [m for m in draft.brand.key_messages.all() if m.language == draft.language] if draft.brand else []
    carrying = [part for part in parts(draft) if messages and messages[0].text.strip(".。") in part.text]
    if carrying:
        bare = draft
        for part in carrying:
            bare = _replaced(bare, part, messages[0].text.strip(".。"), "…") or bare
        yield Planted("a key message dropped", bare, ("key_message",))
    foreign = (
        "这一段文字是用另一种语言写成的，应当被发现。"
        if draft.language == "en"
        else "This paragraph is written in the other language entirely."
    )
    if changed := _changed(draft, first, lambda _old: foreign):
        yield Planted("another language", changed, ("other_language",))


def _pictures(draft: Variant) -> Iterator[Planted]:
    for part in parts(draft):
        has_alt = part.block is not None and part.value.get("image") and part.value.get("alt")
        if has_alt and (changed := _set(draft, part, "alt", "")):
            yield Planted("an alternative text left out", changed, ("no_alt",))


def _replaced(draft: Variant, part: Part, old: str, new: str) -> Variant | None:
    return _changed(draft, part, lambda text: text.replace(old, new, 1), holding=old)


def _changed(draft: Variant, part: Part, change: Callable[[str], str], holding: str = "") -> Variant | None:
    """A copy of the draft with the part's first text that holds ``holding`` changed; None where there is none."""
    if part.block is None:
        variant = _copy(draft)
        text = getattr(variant, part.where)
        if holding not in text:
            return None
        setattr(variant, part.where, change(text))
        return variant
    for name in part.block.reads:
        value = part.value.get(name)
        if isinstance(value, str) and value and holding in value:
            return _set(draft, part, name, change(value))
    return None


def _set(draft: Variant, part: Part, name: str, value: Any) -> Variant | None:
    variant = _copy(draft)
    for field in variant.content_fields:
        stream = getattr(variant, field)
        if isinstance(stream, str):
            continue
        raw = copy.deepcopy(list(stream.raw_data)) if hasattr(stream, "raw_data") else []
        for row in raw:
            if row.get("id") == part.where:
                row["value"][name] = value
                setattr(variant, field, stream.stream_block.to_python(raw))
                return variant
    return None


def _copy(draft: Variant) -> Variant:
    return copy.copy(draft)
