"""Whether a writer's text may stand: its form, its facts and names, and the same checks as every other text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from contenthub.lib.facts import find, same
from contenthub.lib.language import HAN, detect
from contenthub.variants import checks
from contenthub.variants.models import Variant
from contenthub.variants.writer.asking import limit
from contenthub.variants.writer.passages import Passage

_MARKUP = re.compile(r"https?://|www\.|</?[a-z][^>]*>|[*_`#]{2,}|^\s*[#>*-]\s|⟦|[\r\n\x00-\x08]", re.I)
_NAME = re.compile(r"\b(?:[A-Z]{2,}[A-Za-z0-9]*|[A-Z][a-z]+[A-Z]\w*|(?<=[a-z,;:] )[A-Z][a-z]+)\b")


def fault(variant: Variant, passage: Passage, said: str) -> str:
    """What is wrong with the text by itself; "" when nothing is."""
    if len(said) > limit(passage):
        values = {"length": len(said), "limit": limit(passage)}
        return _("It is too long: %(length)s characters where %(limit)s fit.") % values
    if _MARKUP.search(said):
        return _("It holds a link, markup or a line break.")
    if HAN.search(passage.text + said) and detect(said, variant.language) != variant.language:
        return _("It is in another language.")
    known = [*find(passage.source.words, variant.language), *find(passage.text, variant.language)]
    for fact in find(said, variant.language):
        if not any(same(fact, other) for other in known):
            return _("It says “%s”, which its source does not.") % fact.text
    for fact in find(passage.text, variant.language):
        if not any(same(fact, other) for other in find(said, variant.language)):
            return _("It leaves out “%s”.") % fact.text
    held = f"{passage.source.words}\n{passage.text}".lower()
    for name in _NAME.findall(said):
        if name.lower() not in held:
            return _("It names “%s”, which its source does not.") % name
    return ""


def new_problems(before: Variant, after: Variant) -> Mapping[str, str]:
    """By part: what the checks say of ``after`` that they did not say of ``before``."""
    known = {(problem.code, problem.where, str(problem.message)) for problem in checks.problems(before)}
    found: dict[str, str] = {}
    for problem in checks.problems(after):
        if (problem.code, problem.where, str(problem.message)) not in known:
            found.setdefault(problem.where, str(problem.message))
    return found
