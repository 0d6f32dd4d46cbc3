"""Quotations: word for word, by the one who said them, and with a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from contenthub.lib.facts import Fact
from contenthub.variants.evidence import Evidence, excerpt
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.problem import Problem

_TOKEN = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9][\w'’%.,-]*[\w%]|[A-Za-z0-9]|[^\s\w]")
_WORDLESS = re.compile(r"[\W_]+")
#: From this share of equal words on, two passages are the same one, changed.
_ALIKE = 0.5
#: So many changes are listed; more would not be read.
_LISTED = 3


def found(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    """``altered_quotation``, ``unsourced_fact``, ``fact_elsewhere``, ``other_speaker`` and ``no_speaker``."""
    evidence = Evidence.of(variant)
    for part in parts:
        speaker = _speaker_child(part)
        if speaker:
            yield from _block(part, speaker, evidence)
        if evidence:
            for finding in evidence.findings(part):
                if finding.fact.kind == "quotation":
                    yield from _in_text(part, finding.fact, finding.outcome == "elsewhere", evidence)


def difference(source: str, said: str) -> str:
    """What was changed, as a sentence's end: “never” instead of “always”; “very” added; “not” left out."""
    a, b = _TOKEN.findall(source), _TOKEN.findall(said)
    changes = []
    for tag, i, j, k, m in SequenceMatcher(
        None, [t.lower() for t in a], [t.lower() for t in b], autojunk=False
    ).get_opcodes():
        old, new = _together(a[i:j]), _together(b[k:m])
        if tag == "equal" or not (_WORDLESS.sub("", old) or _WORDLESS.sub("", new)):
            continue
        if old and new:
            changes.append(_("“%(new)s” instead of “%(old)s”") % {"new": new, "old": old})
        elif new:
            changes.append(_("“%s” added") % new)
        else:
            changes.append(_("“%s” left out") % old)
    more = [_("and %s more") % (len(changes) - _LISTED)] if len(changes) > _LISTED else []
    return "; ".join([*changes[:_LISTED], *more])


def _speaker_child(part: Part) -> str:
    """The name of the child that says who spoke, of a block whose first words are a quotation."""
    return "speaker" if part.block is not None and "speaker" in part.block.child_blocks else ""


def _block(part: Part, speaker: str, evidence: Evidence | None) -> Iterator[Problem]:
    words, name = str(part.value.get(part.block.reads[0]) or "").strip(), str(part.value.get(speaker) or "").strip()
    if not words:
        return
    if not name:
        message = _("%s: the quotation names nobody. Say who said it, or make it plain text.") % part.label
        yield Problem("no_speaker", message, "warning", part.where)
    if evidence is None or part.source is None:
        return
    texts = evidence.own_texts(part)
    if not any(excerpt(words, text) for text in texts):
        elsewhere = any(excerpt(words, text) for text in evidence.texts().values())
        yield from _altered(part, words, elsewhere, evidence)
    elif name and not any(excerpt(piece, text) for text in texts for piece in (name, re.split(r"[,，]", name)[0])):
        message = _("%(part)s: the asset does not name %(name)s as the one who said this. Correct the speaker.")
        yield Problem("other_speaker", message % {"part": part.label, "name": name}, where=part.where)


def _in_text(part: Part, fact: Fact, elsewhere: bool, evidence: Evidence) -> Iterator[Problem]:
    if _speaker_child(part) and str(fact.value) in str(part.value.get(part.block.reads[0]) or ""):
        return  # told of the whole block
    yield from _altered(part, str(fact.value), elsewhere, evidence)


def _altered(part: Part, words: str, elsewhere: bool, evidence: Evidence) -> Iterator[Problem]:
    if elsewhere:
        message = (
            _("%s: this quotation is not in this part's source, only elsewhere in the asset; check it.") % part.label
        )
        yield Problem("fact_elsewhere", message, "warning", part.where)
        return
    passage = _closest(words, [*evidence.own_texts(part), *evidence.texts().values()])
    if passage:
        message = _(
            "%(part)s: the quotation was changed: %(changes)s. Quote it as the asset has it, or mark what is left out with “…”."
        )
        values = {"part": part.label, "changes": difference(passage, words)}
        yield Problem("altered_quotation", message % values, where=part.where)
    else:
        message = _(
            "%(part)s: the quotation “%(words)s” is not in the asset. Quote what the asset has, or add it there first."
        )
        yield Problem("unsourced_fact", message % {"part": part.label, "words": words}, where=part.where)


def _closest(words: str, texts: Sequence[str]) -> str:
    """The stretch of one of the texts that the words were made of, or ""."""
    wanted = [token.lower() for token in _TOKEN.findall(words)]
    best, passage = 0.0, ""
    for text in dict.fromkeys(texts):
        tokens = _TOKEN.findall(text)
        held = {token.lower() for token in tokens}
        # Comparing takes long, and most blocks of a paper share only small words with a quotation.
        if sum(token in held for token in wanted) <= max(best, _ALIKE) * len(wanted):
            continue
        blocks = SequenceMatcher(
            None, [token.lower() for token in tokens], wanted, autojunk=False
        ).get_matching_blocks()[:-1]
        share = sum(block.size for block in blocks) / max(1, len(wanted))
        if share > max(best, _ALIKE) and blocks:
            first, last = blocks[0], blocks[-1]
            # What stands before the first and after the last equal word was changed too.
            start = max(0, first.a - first.b)
            end = min(len(tokens), last.a + last.size + len(wanted) - last.b - last.size)
            best, passage = share, _together(tokens[start:end])
    return passage


def _together(tokens: Sequence[str]) -> str:
    """Tokens as text again, without a space between Chinese characters or before punctuation."""
    text = " ".join(tokens)
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef.,;:!?])", "", text)
