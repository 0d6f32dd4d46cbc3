"""Which approved version readers see of what is live: the one sent first, one put in its place since, or the page's own."""

from __future__ import annotations

from collections.abc import Sequence

from wagtail.models import Revision

from contenthub.publishing import accounts
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.models import Account, Delivery


def revisions(live: Sequence[Delivery]) -> dict[int, Revision]:
    """The revision that each of these live deliveries shows, by the delivery's number; missing where it is not known."""
    ids = {delivery.pk: delivery.revision_id for delivery in live}
    done = Delivery.objects.filter(
        original__in=ids, intent=Delivery.Intent.UPDATE, state=Delivery.State.LIVE, revision__isnull=False
    )
    ids.update(done.order_by("live_at", "pk").values_list("original_id", "revision_id"))
    ids.update({each.pk: each.variant.live_revision_id for each in live if shows_itself(each.account)})
    found = Revision.objects.in_bulk({pk for pk in ids.values() if pk})
    return {pk: found[revision_id] for pk, revision_id in ids.items() if revision_id in found}


def shows_itself(account: Account) -> bool:
    """Whether the variant's own page is what is out: it always shows the approved version."""
    try:
        return accounts.capabilities(account).releases
    except AccountTrouble:
        return False
