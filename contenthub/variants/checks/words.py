"""The brand's words: those that must not be said, those that must, and the messages everything should carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from contenthub.brand.models import Brand, BrandTerm
from contenthub.variants import messages
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.problem import Problem

#: The shortest word that is looked for in its other forms too; "IT" has none, and "ads" is not "adsed".
_INFLECTED = 4


def found(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    """``forbidden_word``, ``required_word`` and ``key_message``, in the variant's language only."""
    brand = variant.brand
    if brand is None:
        return
    used = [part for part in parts if part.text and not part.spare]
    whole = "\n\n".join(part.text for part in used)
    for term in _terms(brand, variant.language):
        if term.rule == BrandTerm.Rule.REQUIRED:
            if not says(whole, term.word):
                message = _("The brand asks for “%s” in every piece; it is missing here.") % term.word
                yield Problem("required_word", message, "warning")
            continue
        for part in parts:
            if said := _said(part.text, term.word):
                yield Problem("forbidden_word", _forbidden(part, said, term), where=part.where)
    absent = [
        text
        for text in messages.of_brand(brand, variant.language)
        if not messages.carried(text, used, variant.language)
    ]
    if absent and whole.strip():
        listed = "; ".join(f"“{text}”" for text in absent)
        message = _("Of the brand's key messages this one is not said: %s. Say it in one of the blocks.")
        if len(absent) > 1:
            message = _("Of the brand's key messages these are not said: %s. Say them in one of the blocks.")
        yield Problem("key_message", message % listed, "warning")


def _terms(brand: Brand, language: str) -> list[BrandTerm]:
    return [term for term in brand.terms.all() if term.language == language and term.word.strip()]


def _forbidden(part: Part, said: str, term: BrandTerm) -> str:
    values = {"part": part.label, "word": said, "instead": term.instead}
    if term.instead:
        return _("%(part)s: the brand does not say “%(word)s”; say “%(instead)s” instead.") % values
    return _("%(part)s: the brand does not say “%(word)s”; take it out.") % values


def contains(text: str, word: str) -> bool:
    """Whether the text has this very word: Latin letters as a whole word in any case, Chinese anywhere."""
    return _pattern(word, False).search(text) is not None


def says(text: str, word: str) -> bool:
    """The same, English words also in their other forms: "leverage" is said by "leverages", "leveraged", "leveraging"."""
    return bool(_said(text, word))


def _said(text: str, word: str) -> str:
    """The word as the text writes it, or ""."""
    found = _pattern(word, True).search(text)
    return found.group() if found else ""


@lru_cache(maxsize=512)
def _pattern(word: str, inflected: bool) -> re.Pattern[str]:
    start = r"(?<![A-Za-z0-9_])" if re.match(r"[A-Za-z0-9_]", word) else ""
    end = r"(?![A-Za-z0-9_])" if re.search(r"[A-Za-z0-9_]$", word) else ""
    *before, last = word.split()
    # A hyphen and a space are the same joint: game-changing, game changing.
    said = [re.escape(piece).replace(r"\-", r"[-\s]") for piece in before]
    said.append(_forms(last) if inflected and re.fullmatch(r"[A-Za-z-]+", last) else re.escape(last))
    return re.compile(start + r"[-\s]+".join(said) + end, re.IGNORECASE)


def _forms(word: str) -> str:
    """A pattern for an English word and its plural, possessive, past and -ing forms; not for what is built on it."""
    plain = re.escape(word).replace(r"\-", r"[-\s]")
    tail = re.search(r"[A-Za-z]+$", word)
    if not tail or len(tail.group()) < _INFLECTED:
        return plain + r"(?:s|es|['’]s)?" if tail and len(tail.group()) > 2 else plain
    if re.search(r"(?:ing|ed|ly)$", word, re.IGNORECASE):
        return plain
    if re.search(r"e$", word, re.IGNORECASE):
        return plain[:-1] + r"(?:e|es|ed|ing|e['’]s)"
    if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
        return plain[:-1] + r"(?:y|ies|ied|ying|y['’]s)"
    return plain + r"(?:s|es|ed|ing|['’]s)?"
