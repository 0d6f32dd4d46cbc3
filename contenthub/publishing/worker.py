"""One step for one delivery. Whatever happens to this process, the row says what is to be done next.

Not guaranteed: that a channel with neither key nor look-up shows a post whose call broke off; such a delivery is
*unconfirmed* until a person has looked.
"""

from __future__ import annotations

from collections.abc import Callable

from contenthub.publishing import bringing, lease, lookup, mail, revising
from contenthub.publishing.lease import Claim, Task
from contenthub.publishing.log import about, event, within
from contenthub.publishing.models import Delivery

#: What a delivery that is due does, by its intent.
_BRINGING: dict[str, Callable[[Claim], None]] = {
    Delivery.Intent.PUBLISH: bringing.publish,
    Delivery.Intent.UPDATE: revising.work_change,
    Delivery.Intent.WITHDRAW: revising.work_change,
}


def _bring_out(claim: Claim) -> None:
    _BRINGING[claim.delivery.intent](claim)


_DOING: dict[Task, Callable[[Claim], None]] = {
    Task.PUBLISH: _bring_out,
    Task.DOUBT: lookup.doubt,
    Task.LOOK: lookup.look,
    Task.POLL: lookup.poll,
    Task.RESEND: lookup.resend,
    Task.MAIL: mail.resume,
}


def work(delivery_id: int, worker: str = "") -> bool:
    """Do what this delivery needs now; False when there is nothing to do or somebody is at it.

    :param worker: this worker's name for the attempt's record; host and process id if not given.
    """
    with within(delivery_id):
        event("began", delivery_id)
        claim = lease.claim(delivery_id, worker)
        if claim is None:
            return False
        try:
            _DOING[claim.task](claim)
        except lease.LostLease as lost:
            about(delivery_id, attempt=claim.attempt.number).warning("%s; left to the other", lost)
        return True
