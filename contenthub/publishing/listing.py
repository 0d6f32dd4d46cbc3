"""Deliveries in an order, page by page: whole rows are read of what is shown, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from contenthub.publishing.models import Delivery
from contenthub.publishing.ordering import Order

#: Rows that are read at once where all are wanted.
CHUNK = 500


class Listing:
    """What a paginator cuts into pages, and an export goes through."""

    model = Delivery

    def __init__(self, order: Order, whole: Callable[[QuerySet[Delivery]], QuerySet[Delivery]]) -> None:
        """
        :param whole: adds to the rows what they need to be shown.
        """
        self.order = order
        self.whole = whole

    def __len__(self) -> int:
        return self.order.count

    def count(self) -> int:
        """As a query has it."""
        return self.order.count

    def __getitem__(self, wanted: slice) -> list[Delivery]:
        start, stop, _step = wanted.indices(len(self))
        return self._read(self.order.between(start, stop))

    def __iter__(self) -> Iterator[Delivery]:
        """All, in the order in which they stood when this began."""
        ids = self.order.between(0, len(self))
        for start in range(0, len(ids), CHUNK):
            yield from self._read(ids[start : start + CHUNK])

    def _read(self, ids: list[int]) -> list[Any]:
        found = self.whole(Delivery.objects.all()).in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]
