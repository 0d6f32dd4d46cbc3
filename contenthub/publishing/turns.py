"""A call's turn: reserved within the platform's limits right before it is armed, or waited for."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager

from contenthub.lib import clock
from contenthub.publishing import accounts, rates
from contenthub.publishing.actions.pausing import hold_back
from contenthub.publishing.lease import Claim

#: Seconds over which accounts that share a limit come back to it; dispatchers look every second.
SPREAD = 3.0


class NotYet(Exception):
    """The account's limit is used up until then; waiting for that is not a try."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def awaited(claim: Claim) -> None:
    """To be asked before any call for this claim, those that nobody sees among them.

    :raises NotYet: the platform asked its account to wait, and that is not over.
    """
    until = claim.delivery.account.not_before
    if until is not None and until > clock.now():
        raise NotYet(until)


@contextmanager
def reserved(claim: Claim) -> Iterator[None]:
    """Reserve the one call of this claim; given back if what follows comes to nothing.

    :raises NotYet: there is no room; its whole account waits until there is.
    """
    account = claim.delivery.account
    able = accounts.capabilities(account)
    reserved_at = clock.now()
    granted, until = rates.room(account, able, 1)
    if not granted:
        until = until or reserved_at
        if able.app_rate:
            # Whoever has waited longest would be first each time; so the accounts of an app draw who is.
            until += dt.timedelta(seconds=random.uniform(0.0, SPREAD))
        hold_back(account, until)
        raise NotYet(until)
    try:
        yield
    except BaseException:
        rates.give_back(account, able, 1, reserved_at)
        raise
