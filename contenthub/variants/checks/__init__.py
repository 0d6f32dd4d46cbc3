"""What stands against publishing a variant, as far as asset and brand can tell; channels add their own checks above.

One subject a file: ``filled`` (what is missing), ``links``, ``words`` (the brand's), ``facts``, ``quoted`` and ``reading``. Each
gives ``found(variant, parts)``. Every finding says what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contenthub.variants.checks import facts, filled, links, quoted, reading, words
from contenthub.variants.checks.words import contains
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from contenthub.variants.problem import Problem

__all__ = ["all_problems", "contains", "errors", "problems", "problems_while_typing", "register", "text"]

Check = Callable[[Variant], Sequence[Problem]]

_SUBJECTS = (filled.found, links.found, words.found, facts.found, quoted.found, reading.found)
_extra: list[Check] = []
_while_typing: dict[Check, Check] = {}


def problems(variant: Variant) -> list[Problem]:
    """Everything wrong with the variant as it is given. Errors keep it from being approved and published.

    Errors: ``empty``, ``no_alt``, ``forbidden_word``, ``typed_utm``, ``unsourced_fact``, ``contradicted_fact``,
    ``other_unit``, ``altered_quotation``, ``other_speaker``. Warnings: ``required_word``, ``key_message``,
    ``fact_elsewhere``, ``no_source``, ``no_speaker``, ``spelled_differently``, ``long_reading``, ``other_language``. Each kind adds
    its own.
    """
    found = parts(variant)
    ours = (problem for subject in _SUBJECTS for problem in subject(variant, found))
    return list(dict.fromkeys([*ours, *variant.kind.problems(variant)]))


def all_problems(variant: Variant) -> list[Problem]:
    """These, and what the checks registered by other packages find: what editors and ``manage.py lint`` are shown."""
    return _with(variant, _extra)


def problems_while_typing(variant: Variant) -> list[Problem]:
    """The same for a form that is being typed in: of other packages' checks only what draws and stores nothing."""
    return _with(variant, [_while_typing.get(check, check) for check in _extra])


def errors(variant: Variant) -> list[Problem]:
    """Those of ``problems`` that keep it from being approved."""
    return [problem for problem in problems(variant) if problem.severity == "error"]


def register(check: Check, *, while_typing: Check | None = None) -> None:
    """Add a check of an upper package (channels' limits, deliveries) to what editors are shown. Once is enough.

    :param while_typing: a quicker one in its place while the editor types; it must store nothing.
    """
    if check not in _extra:
        _extra.append(check)
    if while_typing:
        _while_typing[check] = while_typing


def text(variant: Variant) -> str:
    """Everything a reader would read."""
    return variant.kind.text(variant)


def _with(variant: Variant, checks: Sequence[Check]) -> list[Problem]:
    found = problems(variant)
    seen = set(found)
    return found + [problem for check in checks for problem in check(variant) if problem not in seen]
