"""Releases: several variants through several accounts at one moment, made, moved, stopped and sent together."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contenthub.campaigns.models import Campaign
from contenthub.publishing import accounts
from contenthub.publishing.actions import changing
from contenthub.publishing.actions.scheduling import due, make, ready
from contenthub.publishing.errors import AccountTrouble, CannotChange, CannotRelease, CannotSchedule, Misfit
from contenthub.publishing.models import Account, Delivery, Release
from contenthub.variants.models import Variant

State = Delivery.State
Pair = tuple[Variant, Account]

#: What has not gone and needs no word of a person on whether it is out.
NOT_GONE = (State.SCHEDULED, State.HELD, State.FAILED)


def make_release(
    name: str,
    pairs: Iterable[Pair],
    at: dt.datetime | None = None,
    user: AbstractBaseUser | None = None,
    *,
    all_or_none: bool = False,
    key: uuid.UUID | None = None,
) -> Release:
    """Make a delivery of each pair, all for one moment; if one of them cannot go, none is made.

    A post that leads to a page which the same release makes public goes once that page is out.

    :param at: aware; now if not given.
    :param all_or_none: when all are checked again before they go, one that cannot go keeps all the others too.
    :param key: makes the call repeatable: a second one with the same key returns the first one's release.
    :raises CannotRelease: no name or no pair, a time in the past, or pairs that cannot go.
    """
    if key and (found := Release.objects.filter(key=key).first()):
        return found
    checked, due_at = _checked(name, pairs, at)
    try:
        with transaction.atomic():
            return _made(" ".join(name.split()), checked, due_at, user, all_or_none, key or uuid.uuid4())
    except IntegrityError:
        # Two requests with one key: the other was first.
        if other := Release.objects.filter(key=key).first():
            return other
        raise
    except CannotSchedule as error:
        raise CannotRelease(str(error)) from error


def reschedule_release(release: Release, at: dt.datetime, user: AbstractBaseUser | None = None) -> int:
    """Move all of it that has not gone to another time, before which it is checked again; how many that were.

    :raises CannotChange: nothing of it is left to go, the time is past, or some of it may not go then: none is moved.
    """
    try:
        due_at = due(at)
    except CannotSchedule as error:
        raise CannotChange(str(error)) from error
    _all_possible(release, due_at)
    anew = {"planned_at": due_at, "checked_at": None, "looked_at": None, "checking_until": None, "reason": ""}
    with transaction.atomic():
        # Unchecked before any has its new time, so that none can go meanwhile.
        Release.objects.filter(pk=release.pk).update(**anew)
        moved = [
            delivery for delivery in _left(release, NOT_GONE) if _done(changing.reschedule, delivery, due_at, user)
        ]
        if not moved:
            raise CannotChange(_("Nothing of this release is left to be rescheduled."))
        log(instance=release, action="publishing.reschedule", user=user, data={"due_at": due_at.isoformat()})
    release.refresh_from_db()
    return len(moved)


def cancel_release(release: Release, user: AbstractBaseUser | None = None) -> int:
    """Cancel all of it that has not gone; how many that were.

    :raises CannotChange: nothing of it is left to go.
    """
    with transaction.atomic():
        # The last part of a thread first, so that none becomes free to go meanwhile.
        left = reversed(_left(release, NOT_GONE))
        gone = [delivery for delivery in left if _done(changing.cancel, delivery, user)]
        if not gone:
            raise CannotChange(_("Nothing of this release is left to be cancelled."))
        log(instance=release, action="publishing.cancel", user=user)
    return len(gone)


def send_held(release: Release, user: AbstractBaseUser | None = None) -> int:
    """Send what was held now; how many go. What still cannot go stays held, and so does all of an all-or-none release.

    :raises CannotChange: nothing is held, or (some of) it cannot go; the message says what and why.
    """
    held = _left(release, (State.HELD,))
    if not held:
        raise CannotChange(_("Nothing of this release is held."))
    refused: list[str] = []
    with transaction.atomic():
        for delivery in held:
            try:
                changing.retry(delivery, user)
            except CannotChange as error:
                refused.append(f"{delivery}: {error}")
        if refused and release.all_or_none:
            raise CannotChange(_("All of it goes or none, and not all can. %s") % " ".join(refused))
    sent = len(held) - len(refused)
    if refused:
        text = _("%(sent)s go now. These cannot: %(refused)s") if sent else _("None of them can go: %(refused)s")
        raise CannotChange(text % {"sent": sent, "refused": " ".join(refused)})
    return sent


def opened_by(pairs: Iterable[Pair]) -> set[int]:
    """Ids of the variants whose own pages these pairs make public."""
    return {variant.pk for variant, account in pairs if releases(account)}


def releases(account: Account) -> bool:
    """Whether what goes through this account is a page of this hub, made public."""
    try:
        return accounts.capabilities(account).releases
    except AccountTrouble:
        return False


def _checked(name: str, pairs: Iterable[Pair], at: dt.datetime | None) -> tuple[list[Pair], dt.datetime]:
    """The approved variants with their accounts, pages first.

    :raises CannotRelease:
    """
    wanted = list({(variant.pk, account.pk): (variant, account) for variant, account in pairs}.values())
    if not 0 < len(" ".join(name.split())) <= 120:
        raise CannotRelease(_("Give the release a name of 1 to 120 characters."))
    if not wanted:
        raise CannotRelease(_("Choose at least one variant and an account for it."))
    try:
        due_at = due(at)
    except CannotSchedule as error:
        raise CannotRelease(str(error)) from error
    opens = opened_by(wanted)
    checked, misfits = [], []
    for variant, account in wanted:
        try:
            checked.append((ready(variant, account, opens=opens, at=due_at), account))
        except CannotSchedule as error:
            misfits.append(Misfit(variant, account, str(error)))
    if misfits:
        text = _("Nothing was scheduled, because not all of it can go. %s")
        raise CannotRelease(text % " ".join(map(str, misfits)), misfits)
    return sorted(checked, key=lambda pair: not releases(pair[1])), due_at


def _made(
    name: str,
    pairs: Sequence[Pair],
    due_at: dt.datetime,
    user: AbstractBaseUser | None,
    all_or_none: bool,
    key: uuid.UUID,
) -> Release:
    plan = {"planned_at": due_at, "campaign": _campaign(pairs), "created_by": user}
    release: Release = Release.objects.create(key=key, name=name, all_or_none=all_or_none, **plan)
    pages: dict[int, Delivery] = {}
    for variant, account in pairs:
        own = uuid.uuid5(key, f"{variant.pk} {account.pk}")
        made = make(variant, account, due_at, user, key=own, release=release, after=pages.get(variant.pk))
        if releases(account):
            pages.setdefault(variant.pk, made)
    log(instance=release, action="publishing.release", user=user, data={"due_at": due_at.isoformat()})
    return release


def _campaign(pairs: Sequence[Pair]) -> Campaign | None:
    """The campaign that all of it belongs to, if it is one."""
    found = {variant.source_asset.campaign if variant.source_asset else None for variant, account in pairs}
    return found.pop() if len(found) == 1 else None


def _left(release: Release, states: Sequence[str]) -> list[Delivery]:
    """Its deliveries in these states: pages first, the parts of a thread in order."""
    rows = release.deliveries.filter(state__in=states).select_related("account", "variant", "after")
    return sorted(rows.order_by("pk"), key=lambda delivery: (not releases(delivery.account), delivery.part))


def _all_possible(release: Release, at: dt.datetime) -> None:
    """:raises CannotChange: some of what has not gone may not go then."""
    refused: dict[str, str] = {}
    for delivery in _left(release, NOT_GONE):
        try:
            changing.possible(delivery, at)
        except CannotChange as error:
            refused.setdefault(str(delivery), f"{delivery}: {error}")
    if refused:
        text = _("Nothing was moved, because not all of it can go then. %s")
        raise CannotChange(text % " ".join(refused.values()))


def _done(verb: Callable[..., Delivery], delivery: Delivery, *how: object) -> bool:
    """Whether it could be done; what a worker has in its hands by now goes its way."""
    try:
        verb(delivery, *how)
    except CannotChange:
        return False
    return True
