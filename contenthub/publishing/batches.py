"""Taking several deliveries of one account at once, and giving back those that were not begun."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Least

from contenthub.lib import clock
from contenthub.publishing import lanes, lease
from contenthub.publishing.lease import MOST_TRIES, Claim, Task
from contenthub.publishing.log import event
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.transitions import RELEASED, noted

State = Delivery.State


def take(account_id: int, wanted: int, worker: str = "") -> list[Claim]:
    """Claim up to so many of the account's due posts with one guarded UPDATE, in the order in which they are to go."""
    now = clock.now()
    ids = lanes.next_due(account_id, now, wanted, intents=(Delivery.Intent.PUBLISH,)) if wanted > 0 else []
    if not ids:
        return []
    for pk in ids:
        event("began", pk)
    token = lease.new_token(worker)
    changes = {"state": State.SENDING, "wake_at": None, "hold": "", "reason": ""}
    with transaction.atomic():
        Delivery.objects.filter(lease.free(now), pk__in=ids, state=State.SCHEDULED, due_at__lte=now).update(
            leased_until=lease.lease_end(), leased_by=token, tries=Least(F("tries") + 1, MOST_TRIES), **changes
        )
        ours = Delivery.objects.filter(pk__in=ids, leased_by=token).select_related("account", "link", "mailing")
        found = {delivery.pk: delivery for delivery in ours}
        claims = _claims([found[pk] for pk in ids if pk in found], token)
        for claim in claims:
            noted(claim.delivery.pk, State.SENDING)
    for claim in claims:
        event("claimed", claim.delivery.pk, attempt=claim.attempt.number, task=claim.task.value, worker=token)
    return claims


def _claims(deliveries: Sequence[Delivery], token: str) -> list[Claim]:
    ids = [delivery.pk for delivery in deliveries]
    last = dict(
        Attempt.objects.filter(delivery__in=ids).order_by().values_list("delivery_id").annotate(last=Max("number"))
    )
    now = clock.now()
    attempts = Attempt.objects.bulk_create(
        Attempt(delivery=delivery, number=last.get(delivery.pk, 0) + 1, started_at=now, worker=token)
        for delivery in deliveries
    )
    pairs = zip(deliveries, attempts, strict=True)
    return [Claim(delivery, attempt, Task.PUBLISH, token) for delivery, attempt in pairs]


def give_back(claims: Sequence[Claim]) -> None:
    """Leave what was claimed and not begun as it was before: scheduled, without an attempt."""
    if not claims:
        return
    by_id = {claim.delivery.pk: claim for claim in claims}
    mine = Q(pk__in=by_id, leased_by=claims[0].token, armed_at=None)
    with transaction.atomic():
        returned = list(Delivery.objects.filter(mine, state=State.SENDING).values_list("pk", flat=True))
        rows = Delivery.objects.filter(mine, state=State.SENDING, pk__in=returned)
        rows.update(state=State.SCHEDULED, tries=F("tries") - 1, leased_by="", **RELEASED)
        Attempt.objects.filter(pk__in=[by_id[pk].attempt.pk for pk in returned]).delete()
        for pk in returned:
            noted(pk, State.SCHEDULED, "given back")
