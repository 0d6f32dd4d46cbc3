"""A call refused as a duplicate of what is out already: of our own earlier call, or of somebody else's post.

It is ours only if an earlier call of this very delivery was made whose outcome was not known. Then what the platform
names as the original is adopted as live. Otherwise nothing is concluded: it is looked up, or a person looks.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from channels.base import Connector, Duplicate, Receipt
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.publishing import outcomes
from contenthub.publishing.lease import Claim
from contenthub.publishing.models import Attempt, Delivery
from contenthub.publishing.outcomes import ending

Outcome = Attempt.Outcome

#: How far an attempt had come whose call was, or may have been, made.
_CALLED = ("armed", "publish", "find")


def doubtful(delivery: Delivery) -> QuerySet[Attempt]:
    """Attempts whose call may have reached the platform though nobody knows; those looked up in vain among them."""
    unknown = Q(outcome__in=(Outcome.AMBIGUOUS, Outcome.INTERRUPTED), step__in=_CALLED)
    return delivery.attempts.filter(unknown | Q(outcome=Outcome.NOT_SENT, step="find"))


def refused(claim: Claim, error: Duplicate, speaker: Connector, redactor: Redactor) -> None:
    """Adopt the original if it can only be ours; else look it up; else it is a person's."""
    original = error.original
    ours = doubtful(claim.delivery).exclude(pk=claim.attempt.pk).exists()
    if original is not None and ours and not _of_another(claim.delivery, original):
        text = _("The platform refused it as a duplicate of our own earlier call; what that brought out was adopted.")
        outcomes.live(claim, original, redactor, message=text)
        return
    end = ending(Outcome.DUPLICATE, error, redactor, "publish")
    if original is not None:
        Attempt.objects.filter(pk=claim.attempt.pk).update(original_url=outcomes.address(original.url))
    if speaker.capabilities.lookup:
        outcomes.unconfirmed(claim, end, clock.now(), _("%s It is being looked up.") % end.message)
    else:
        outcomes.unconfirmed(claim, end, None, persons_turn(end.message, original.url if original else ""))


def persons_turn(message: str, url: str) -> str:
    """The reason of a delivery that was refused as a duplicate of something that is not known to be ours."""
    if url:
        text = _("%(message)s The original is at %(url)s: if it is this post, settle it with that address.")
        return text % {"message": message, "url": url}
    text = _("%s Look whether this very post is out: enter its address, or change the text and send it again.")
    return text % message


def offered(delivery: Delivery) -> str:
    """The address to settle an unconfirmed delivery with, as the platform named it; "" where it did not."""
    return offered_in(delivery, delivery.attempts.order_by("-number").first())


def offered_in(delivery: Delivery, latest: Attempt | None) -> str:
    """The same for whoever has its latest try at hand."""
    return latest.original_url if latest and delivery.state == Delivery.State.UNCONFIRMED else ""


def _of_another(delivery: Delivery, original: Receipt) -> bool:
    """Whether the original is what another delivery of this account brought out: the same text, twice wanted."""
    others = Delivery.objects.filter(account=delivery.account_id).exclude(pk=delivery.pk)
    same = Q(receipt_id=original.id[:500]) if original.id else Q(pk__in=())
    if url := outcomes.address(original.url):
        same |= Q(url=url)
    return others.filter(same).exists()
