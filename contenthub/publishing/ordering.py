"""Orders that a listing of deliveries may have: how many there are, and which stand at a place, without sorting years.

Each order is made of parts that follow each other: what needs a person and the rest, or one part per account, variant or
state. The parts are counted, so that it is known which of them a page lies in; within each the newest stand first, which
is how the index ``delivery_listing`` has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.db.models import Count, F, QuerySet

from contenthub.publishing.models import Account, Delivery, DeliveryQuerySet
from contenthub.variants.models import Variant

NEWEST = ("-due_at", "-pk")
OLDEST = ("due_at", "pk")

#: A part of no more than this is sorted; a longer one is passed through along the index, which has it in order already.
BRIEF = 1000


class Order(Protocol):
    """The numbers of deliveries in an order."""

    @property
    def count(self) -> int: ...

    def between(self, start: int, stop: int) -> list[int]:
        """Those that stand there; all of them are ``between(0, count)``."""
        ...


def order_for(rows: DeliveryQuerySet, heading: str | None) -> Order:
    """The order that a column's heading asks for (``-`` before it: the other way round); by urgency without one."""
    plain = rows.order_by()
    name = (heading or "").removeprefix("-")
    if name in COLUMNS:
        return ByColumn(plain, COLUMNS[name], backwards=name != heading)
    if name == "due_at":
        return Sorted(plain.order_by(*(OLDEST if name == heading else NEWEST)))
    return ByUrgency(plain)


class Sorted:
    """As the query itself has them: by an index, or few."""

    def __init__(self, rows: QuerySet[Delivery]) -> None:
        self.rows = rows

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    def between(self, start: int, stop: int) -> list[int]:
        return list(self.rows.values_list("pk", flat=True)[start:stop]) if start < stop else []


class ByUrgency:
    """Those that need a person, then the rest."""

    def __init__(self, rows: DeliveryQuerySet) -> None:
        self.rows = rows
        self.first = Sorted(rows.for_person().order_by(*NEWEST))
        self.rest = Sorted(rows.for_nobody().order_by(*NEWEST))

    @cached_property
    def count(self) -> int:
        return self.rows.count()

    def between(self, start: int, stop: int) -> list[int]:
        urgent = self.first.count
        found = self.first.between(start, min(stop, urgent))
        return found + self.rest.between(max(start - urgent, 0), stop - urgent)


class Column(NamedTuple):
    """What a listing is sorted by: a few values, of which each delivery has one."""

    name: str
    #: The same for grouping: a sum, so that the groups are not made along an index that lacks the rest of the question.
    value: Any
    #: Puts the values that there are in order.
    ordered: Callable[[set[Any]], list[Any]]
    #: The deliveries that have one of them, in passing through all.
    having: Callable[[DeliveryQuerySet, Any], DeliveryQuerySet]


class ByColumn:
    """All that have the first value, then all that have the second; those of one value by time, the newest first."""

    def __init__(self, rows: DeliveryQuerySet, column: Column, *, backwards: bool) -> None:
        self.rows = rows
        self.column = column
        self.backwards = backwards

    @cached_property
    def parts(self) -> list[tuple[Any, int]]:
        """Each value, and how many have it."""
        counted = dict(self.rows.annotate(_value=self.column.value).values_list("_value").annotate(number=Count("pk")))
        values = self.column.ordered(set(counted))
        return [(value, counted[value]) for value in (reversed(values) if self.backwards else values)]

    @cached_property
    def count(self) -> int:
        return sum(number for _value, number in self.parts)

    def between(self, start: int, stop: int) -> list[int]:
        touched = list(self._touched(start, stop))
        brief = self._brief([value for value, number, _start, _stop in touched if number <= BRIEF])
        found: list[int] = []
        for value, number, first, last in touched:
            if number <= BRIEF:
                found += brief.get(value, [])[first:last]
            else:
                found += Sorted(self.column.having(self.rows, [value]).order_by(*NEWEST)).between(first, last)
        return found

    def _touched(self, start: int, stop: int) -> Iterator[tuple[Any, int, int, int]]:
        """The parts that lie there, at least partly: value, how many have it, and from which to which of these."""
        before = 0
        for value, number in self.parts:
            if before < stop and before + number > start:
                yield value, number, max(start - before, 0), min(stop - before, number)
            before += number

    def _brief(self, values: list[Any]) -> dict[Any, list[int]]:
        """The deliveries of many values that few have: one question, not one for each."""
        found: dict[Any, list[int]] = {}
        if values:
            name = self.column.name
            rows = self.rows.filter(**{f"{name}__in": values}).order_by(*NEWEST)
            for value, pk in rows.values_list(name, "pk"):
                found.setdefault(value, []).append(pk)
        return found


def _as_in(rows: Callable[[], QuerySet[Any, Any]]) -> Callable[[set[Any]], list[Any]]:
    return lambda values: [pk for pk in rows().values_list("pk", flat=True) if pk in values]


#: By the name of the heading. Names are read once for each account and variant, not at every delivery.
COLUMNS = {
    "account__name": Column(
        "account_id",
        F("account_id") + 0,
        _as_in(lambda: Account.objects.order_by("name", "pk")),
        DeliveryQuerySet.through,
    ),
    "variant__title": Column(
        "variant_id", F("variant_id") + 0, _as_in(lambda: Variant.objects.order_by("title", "pk")), DeliveryQuerySet.of
    ),
    "state": Column("state", F("state"), sorted, lambda rows, states: rows.filter(state__in=states)),
}
