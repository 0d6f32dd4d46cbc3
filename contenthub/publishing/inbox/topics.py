"""What waits, by the question it puts to a person."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from contenthub.lib import clock
from contenthub.publishing import times
from contenthub.publishing.models import COVERED, FOR_PERSON, GONE, Delivery

State, Hold, Intent = Delivery.State, Delivery.Hold, Delivery.Intent

#: Held because of an account that goes on by itself, at a time that is known: nobody has to do anything.
_RESUMES = Q(state=State.HELD, hold=Hold.ACCOUNT_PAUSED, account__resumes_at__isnull=False)


class Topic(NamedTuple):
    """One question; ``which`` are the deliveries it is asked about."""

    name: str
    label: Any
    help: Any
    which: Q


def _held(hold: Delivery.Hold) -> Q:
    return Q(state=State.HELD, hold=hold)


#: In the order in which they are asked where nothing else makes one more urgent.
TOPICS = (
    Topic(
        "unconfirmed",
        _("Is it out?"),
        _("The call was made and its outcome is not known. Look at the account, then say."),
        Q(state=State.UNCONFIRMED),
    ),
    Topic(
        "failed", _("Did not go out"), _("What is wrong must be changed first; then send it."), Q(state=State.FAILED)
    ),
    Topic(
        "missed",
        _("Missed its time"),
        _("Nothing is sent late unasked: now, later, or not at all?"),
        _held(Hold.MISSED),
    ),
    Topic(
        "failed_check",
        _("Stopped by a check"),
        _("Correct the variant and approve it, then send it."),
        _held(Hold.FAILED_CHECK),
    ),
    Topic("not_approved", _("Not approved"), _("Approve the variant, then send it."), _held(Hold.NOT_APPROVED)),
    Topic(
        "behind",
        _("Behind its source"),
        _("Confirm what changed and approve it; then it goes out by itself, if it is still its time."),
        _held(Hold.BEHIND),
    ),
    Topic(
        "account_paused",
        _("Its account is paused"),
        _("They go on by themselves when the account works again; those that are late by then ask first."),
        _held(Hold.ACCOUNT_PAUSED),
    ),
    Topic(
        "by_hand",
        _("To publish by hand"),
        _("The package is ready. Publish it, then enter the address of the post."),
        Q(state=State.HANDED_OVER, intent=Intent.PUBLISH),
    ),
    Topic(
        "change_by_hand",
        _("To change or take down by hand"),
        _("The platform does not let the hub do it. Do it there, then say so here."),
        Q(state=State.HANDED_OVER) & ~Q(intent=Intent.PUBLISH),
    ),
    Topic("gone", _("No longer there"), _("It was live, and the platform does not show it any more."), GONE),
    Topic("held", _("Held"), _("It stays here until somebody decides."), Q(state=State.HELD)),
)


def waiting() -> QuerySet[Delivery]:
    """Every delivery that waits for a person."""
    # Two parts, each by an index of its own: one condition of both would have the whole table read.
    decide = Delivery.objects.filter(COVERED & FOR_PERSON & ~_RESUMES).order_by()
    gone = Delivery.objects.filter(GONE).order_by()
    return Delivery.objects.filter(pk__in=decide.values("pk").union(gone.values("pk"), all=True))


def named(name: str) -> Topic | None:
    return next((topic for topic in TOPICS if topic.name == name), None)


def by_topic(rows: QuerySet[Delivery], names: Collection[str]) -> QuerySet[Delivery]:
    """Those of the rows that belong to one of these topics."""
    return rows.filter(Q(_number__in=[index for index, topic in enumerate(TOPICS) if topic.name in names]))


def numbered(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Annotate ``_number``, the place in ``TOPICS`` of what each is about."""
    cases = [When(topic.which, then=Value(index)) for index, topic in enumerate(TOPICS)]
    return rows.annotate(_number=Case(*cases, default=Value(len(TOPICS) - 1), output_field=IntegerField()))


@dataclasses.dataclass(frozen=True)
class Group:
    """A topic with how many wait, and when the window of the most urgent one closes (None: all are over)."""

    topic: Topic
    count: int
    closes_at: dt.datetime | None


def groups(rows: QuerySet[Delivery]) -> list[Group]:
    """The topics that there are in (numbered) rows, the most urgent first."""
    in_time = Q(planned_at__gt=clock.now() - times.window()) & ~GONE
    plain: QuerySet[Any] = rows.order_by()
    counted = plain.values("_number").annotate(count=Count("pk"), first=Min("planned_at", filter=in_time))
    found = [
        (row["first"] or dt.datetime.max.replace(tzinfo=dt.UTC), row["_number"], row["count"], row["first"])
        for row in counted
    ]
    return [
        Group(TOPICS[number], count, first + times.window() if first else None)
        for _last, number, count, first in sorted(found, key=lambda row: row[:2])
    ]


def urgent_first(rows: QuerySet[Delivery], order: list[Group]) -> QuerySet[Delivery]:
    """The (numbered) rows group by group; in a group those whose window closes soonest, then those that are over."""
    ranks = [When(Q(_number=TOPICS.index(group.topic)), then=Value(rank)) for rank, group in enumerate(order)]
    over = Case(When(planned_at__gt=clock.now() - times.window(), then=Value(0)), default=Value(1))
    rank = Case(*ranks, default=Value(len(order)), output_field=IntegerField()) if ranks else Value(0)
    return rows.annotate(_rank=rank, _over=over).order_by("_rank", "_over", "planned_at", "pk")
