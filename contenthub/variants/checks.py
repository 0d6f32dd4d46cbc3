"""What stands against publishing a variant, as far as asset and brand can tell; channels add their own checks above."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from contenthub.brand.models import Brand, BrandTerm
from contenthub.variants.evidence import Evidence
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts
from contenthub.variants.problem import Problem

Check = Callable[[Variant], Sequence[Problem]]

_extra: list[Check] = []
_TYPED_UTM = re.compile(r"https?://[^\s\"'<>]*[?&;]utm_[a-z]+=", re.IGNORECASE)


def problems(variant: Variant) -> list[Problem]:
    """Everything wrong with the variant as it is given. Errors keep it from being approved and published.

    Codes: ``empty``, ``no_alt``, ``forbidden_word``, ``required_word``, ``typed_utm``, ``unsourced_fact``,
    ``fact_elsewhere``, ``no_source``, and each kind's own.
    """
    found = parts(variant)
    return [
        *_missing(variant, found),
        *(problem for part in found for problem in _part(part)),
        *_words(variant, found),
        *_facts(variant, found),
        *_sources(variant, found),
        *variant.kind.problems(variant),
    ]


def all_problems(variant: Variant) -> list[Problem]:
    """These, and what the checks registered by other packages find: what editors and ``manage.py lint`` are shown."""
    found = problems(variant)
    seen = set(found)
    return found + [problem for check in _extra for problem in check(variant) if problem not in seen]


def errors(variant: Variant) -> list[Problem]:
    """Those of ``problems`` that keep it from being approved."""
    return [problem for problem in problems(variant) if problem.severity == "error"]


def register(check: Check) -> None:
    """Add a check of an upper package (channels' limits, deliveries) to what editors are shown. Once is enough."""
    if check not in _extra:
        _extra.append(check)


def text(variant: Variant) -> str:
    """Everything a reader would read."""
    return variant.kind.text(variant)


def _missing(variant: Variant, found: Sequence[Part]) -> Iterator[Problem]:
    """Fields and parts of blocks that must be filled in; drafts may be saved without."""
    for part in found:
        if part.block is None:
            if not part.text.strip() and not variant._meta.get_field(part.where).blank:
                yield Problem("empty", _("“%s” is empty; fill it in.") % part.label, where=part.where)
            continue
        for name in part.block.needs:
            if not part.value.get(name):
                message = _("%(block)s: “%(name)s” is empty; fill it in or delete the block.")
                label = part.block.child_blocks[name].label
                yield Problem("empty", message % {"block": part.label, "name": label}, where=part.where)


def _part(part: Part) -> Iterator[Problem]:
    if part.block is not None and part.value.get("image") and "alt" in part.value and not part.value["alt"].strip():
        message = _("%s: the picture has no alternative text; say what it shows.") % part.label
        yield Problem("no_alt", message, where=part.where)
    if _TYPED_UTM.search(part.raw):
        message = _("%s: take the utm_ values out of the link; they are added when it is sent.") % part.label
        yield Problem("typed_utm", message, where=part.where)


def _words(variant: Variant, found: Sequence[Part]) -> Iterator[Problem]:
    """The brand's words in the variant's language."""
    brand = variant.brand
    for term in _terms(brand, variant.language):
        if term.rule == BrandTerm.Rule.REQUIRED:
            if not contains(text(variant), term.word):
                message = _("The brand asks for “%s” in every piece; it is missing here.") % term.word
                yield Problem("required_word", message, "warning")
            continue
        for part in found:
            if contains(part.text, term.word):
                yield Problem("forbidden_word", _forbidden(part, term), where=part.where)


def _terms(brand: Brand | None, language: str) -> list[BrandTerm]:
    return [term for term in brand.terms.all() if term.language == language and term.word.strip()] if brand else []


def _forbidden(part: Part, term: BrandTerm) -> str:
    values = {"part": part.label, "word": term.word, "instead": term.instead}
    if term.instead:
        return _("%(part)s: the brand does not say “%(word)s”; say “%(instead)s” instead.") % values
    return _("%(part)s: the brand does not say “%(word)s”; take it out.") % values


def contains(text: str, word: str) -> bool:
    """Whether the text has this word: Latin letters as a whole word in any case, Chinese anywhere."""
    start = r"(?<!\w)" if re.match(r"[A-Za-z0-9_]", word) else ""
    end = r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]$", word) else ""
    start = start.replace(r"\w", "[A-Za-z0-9_]")
    spaced = r"\s+".join(re.escape(piece) for piece in word.split())
    return re.search(f"{start}{spaced}{end}", text, re.IGNORECASE) is not None


def _facts(variant: Variant, found: Sequence[Part]) -> Iterator[Problem]:
    """Numbers, dates and quotations that the sources do not hold."""
    evidence = Evidence.of(variant)
    if evidence is None:
        return
    for part in found:
        for fact in evidence.missing(part):
            values = {"part": part.label, "fact": fact.text}
            if evidence.elsewhere(fact):
                if part.where in variant.unsourced_fields:
                    continue
                message = _("%(part)s: “%(fact)s” is not in this part's source, only elsewhere in the asset; check it.")
                yield Problem("fact_elsewhere", message % values, "warning", part.where)
            else:
                message = _("%(part)s: “%(fact)s” is not in the asset. Correct it, or add it to the asset first.")
                yield Problem("unsourced_fact", message % values, where=part.where)


def _sources(variant: Variant, found: Sequence[Part]) -> Iterator[Problem]:
    for part in found:
        if part.text.strip() and part.source is None and part.where not in variant.unsourced_fields:
            message = _("%s was written by hand and names no source in the asset.") % part.label
            yield Problem("no_source", message, "warning", part.where)
