"""Numbers and dates against the sources: not there, said otherwise there, counted in something else, spelled two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from contenthub.lib.facts import Fact, as_share
from contenthub.variants.evidence import Evidence, Finding, facts_in
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.problem import Problem

#: The part of a fact's text that says how much: figures, scales, number words; not what is counted.
_NUMERAL = re.compile(
    r"\d[\d.,]*|%|[〇零一二两三四五六七八九十百千万亿半成]+|分之|"
    r"\b(?:per\s?cent|k|m|bn|thousand|million|billion|half|thirds?|quarters?|tenths?|fifths?|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|dozen)\b",
    re.IGNORECASE,
)


def found(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    """``unsourced_fact``, ``contradicted_fact``, ``other_unit``, ``fact_elsewhere`` and ``spelled_differently``."""
    evidence = Evidence.of(variant)
    if evidence is None:
        return
    for part in parts:
        for finding in evidence.findings(part):
            if finding.fact.kind != "quotation":
                yield from problem_of(finding, part, part.where in variant.unsourced_fields)
    yield from _spelled(parts, variant.language, evidence)


def problem_of(finding: Finding, part: Part, needs_no_source: bool = False) -> Iterator[Problem]:
    """The finding as a problem."""
    known = finding.known.text if finding.known else ""
    values = {"part": part.label, "fact": finding.fact.text, "known": known}
    if finding.outcome == "elsewhere":
        if needs_no_source:
            return
        message = _("%(part)s: “%(fact)s” is not in this part's source, only elsewhere in the asset; check it.")
        if known:
            message = _(
                "%(part)s: this part's source says “%(known)s”; “%(fact)s” stands elsewhere in the asset. Check which is meant."
            )
        yield Problem("fact_elsewhere", message % values, "warning", part.where)
    elif finding.outcome == "other_unit":
        message = _(
            "%(part)s: “%(fact)s” has the asset's figure but not its unit; the asset says “%(known)s”. Correct it."
        )
        known_unit = {"known": _with_unit(finding.known), "fact": _with_unit(finding.fact)}
        yield Problem("other_unit", message % {**values, **known_unit}, where=part.where)
    elif finding.outcome == "contradicted":
        message = _(
            "%(part)s: “%(fact)s” is not what the asset says; it says “%(known)s”. Correct it, or mark a rounding with “about”."
        )
        yield Problem("contradicted_fact", message % values, where=part.where)
    else:
        message = _("%(part)s: “%(fact)s” is not in the asset. Correct it, or add it to the asset first.")
        yield Problem("unsourced_fact", message % values, where=part.where)


def _with_unit(fact: Fact | None) -> str:
    """The fact's text, with what is counted where the text leaves it out."""
    if fact is None:
        return ""
    if fact.unit and fact.kind == "number" and not re.search(r"[^\W\d_]", fact.text):
        return f"{fact.text} ({fact.unit})"
    return fact.text


def _spelled(parts: Sequence[Part], language: str, evidence: Evidence) -> Iterator[Problem]:
    """One value written in two ways, unless both are the asset's own words."""
    seen: dict[tuple[object, ...], tuple[str, str]] = {}
    for part in parts:
        for fact in facts_in(part.text, language):
            spelling = _spelling(fact)
            if not spelling:
                continue
            share = as_share(fact)
            first, text = seen.setdefault((share.kind, share.value, share.unit), (spelling, fact.text))
            if first == spelling or any(fact.text in own for own in evidence.own_texts(part)):
                continue
            message = _("%(part)s: “%(fact)s” is written as “%(first)s” in another part; write it one way.")
            values = {"part": part.label, "fact": fact.text, "first": text}
            yield Problem("spelled_differently", message % values, "warning", part.where)


def _spelling(fact: Fact) -> str:
    """How a figure is written, without what it counts; "" for what is no figure or a small one."""
    if fact.kind not in ("number", "percentage", "fraction", "money") or not isinstance(fact.value, Decimal):
        return ""
    if fact.kind == "number" and fact.value < 10:
        return ""  # "three steps" in a sentence and "3" in a heading are both right
    return " ".join(re.sub(r"\s|[.,]$", "", match.group().lower()) for match in _NUMERAL.finditer(fact.text))
