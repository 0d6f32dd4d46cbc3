"""Where packages above this one add what they know to the screens about what is behind, such as deliveries.

Append, in your app's ``ready()``, a callable: to ``sections`` one that takes the variant and returns safe HTML (empty:
nothing is shown); to ``notes`` one that takes the numbers of variants and returns a short text for those it has one for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from contenthub.variants.models import Variant

sections: list[Callable[[Variant], str]] = []
notes: list[Callable[[Sequence[int]], Mapping[int, str]]] = []


def rendered(variant: Variant) -> list[str]:
    """What the sections show about this variant."""
    return [html for html in (section(variant) for section in sections) if html]


def noted(variant_ids: Sequence[int]) -> dict[int, list[str]]:
    """The notes of each variant."""
    found: dict[int, list[str]] = {}
    for note in notes:
        for pk, text in note(variant_ids).items():
            found.setdefault(pk, []).append(text)
    return found
