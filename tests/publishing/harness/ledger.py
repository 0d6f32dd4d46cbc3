"""Whether the books balance: what the database says of each delivery, against what the audience saw."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.db.models import QuerySet

from contenthub.publishing.models import Attempt, Delivery

State, Outcome = Delivery.State, Attempt.Outcome

#: States in which nobody may have seen it.
UNSEEN = (State.SCHEDULED, State.FAILED, State.HELD, State.CANCELLED)


def complaints(shown: Mapping[str, int], known_refused: Collection[str] = (), settled: bool = True) -> list[str]:
    """One sentence for everything that does not balance.

    :param shown: how often the audience saw each key.
    :param known_refused: keys that the platform refused at least once.
    :param settled: nothing is under way any more; what was unknown is decided or a person's.
    """
    found: list[str] = []
    keys = set()
    for delivery in Delivery.objects.select_related("account").order_by("pk"):
        keys.add(delivery.key.hex)
        seen = shown.get(delivery.key.hex, 0)
        wrong = [*owner(delivery), *audience(delivery, seen)]
        if settled:
            wrong += left_over(delivery, delivery.key.hex in known_refused)
        found += [f"{name(delivery, seen)}: {text}" for text in wrong]
    found += [f"the audience sees {key}, which is nobody's" for key in shown if key not in keys]
    return found + list(attempts())


def name(delivery: Delivery, seen: int) -> str:
    return f"delivery {delivery.pk} ({delivery.account.channel}, {delivery.state}, seen {seen} times)"


def owner(delivery: Delivery) -> Iterator[str]:
    """Each state has somebody whose turn it is: a time, a lease, a person with a reason."""
    match delivery.state:
        case State.SENDING:
            if not (delivery.leased_until or delivery.wake_at):
                yield "it is nobody's"
        case State.UNCONFIRMED | State.FAILED | State.HELD | State.HANDED_OVER | State.CANCELLED:
            if not delivery.reason:
                yield "it gives no reason"
        case State.LIVE:
            if not delivery.live_at:
                yield "it does not say since when"
    if delivery.state not in (State.SENDING, State.UNCONFIRMED) and (delivery.leased_until or delivery.wake_at):
        yield "somebody would come back to it"


def audience(delivery: Delivery, seen: int) -> Iterator[str]:
    """Never twice; once if it is live; not at all if it says that it did not go out."""
    if seen > 1:
        yield "the audience sees it more than once"
    if delivery.state == State.LIVE and seen != 1:
        yield "it is not to be seen"
    if delivery.state in UNSEEN and seen:
        yield "it is to be seen all the same"


def left_over(delivery: Delivery, refused: bool) -> Iterator[str]:
    """What must not be left when everything has come to rest."""
    channel = delivery.account.channel
    if delivery.state in (State.SCHEDULED, State.SENDING):
        yield "it is still under way"
    if delivery.state == State.UNCONFIRMED and delivery.wake_at:
        yield "it is still being looked up"
    if delivery.state == State.UNCONFIRMED and channel == "plaza":
        yield "a channel that can be looked up left it to a person"
    # Only where the platform refused the very call that was repeated does a key not settle it.
    if delivery.state == State.UNCONFIRMED and channel == "plaza_keyed" and not refused:
        yield "a channel with keys left it to a person"


def attempts(rows: QuerySet[Attempt] | None = None) -> Iterator[str]:
    """Numbered without gaps, ended unless somebody is at it, and the last one says what the state says."""
    numbers: dict[int, list[int]] = {}
    found_rows = Attempt.objects.all() if rows is None else rows
    for attempt in found_rows.order_by("delivery_id", "number").select_related("delivery"):
        numbers.setdefault(attempt.delivery_id, []).append(attempt.number)
        open_ = attempt.outcome in (Outcome.RUNNING, Outcome.PENDING)
        if not open_ and attempt.ended_at is None:
            yield f"delivery {attempt.delivery_id}: attempt {attempt.number} has no end"
        if open_ and attempt.delivery.state != State.SENDING:
            yield f"delivery {attempt.delivery_id}: attempt {attempt.number} is said to be running"
    for pk, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"delivery {pk}: its attempts are numbered {found}"
