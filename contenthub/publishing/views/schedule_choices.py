"""The accounts on the schedule screen: which can take the variant, and when their next free slot is."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from contenthub.publishing import accounts, checks, freeze, slots, times
from contenthub.publishing.columns import channel_label
from contenthub.publishing.models import Account
from contenthub.variants.models import Variant
from contenthub.variants.problem import Problem


@dataclasses.dataclass(frozen=True)
class Choice:
    """One account: can it take the variant, and if not, why."""

    account: Account
    channel: str
    problems: list[Problem]
    usable: bool
    chosen: bool
    slot: dt.datetime | None = None
    #: The same for people; why there is none, where the account has slots at all.
    slot_said: str = ""
    #: How many posts a thread of it has there; 0: it is one post.
    parts: int = 0


def choices(variant: Variant, chosen: Collection[str]) -> dict[str, list[Choice]]:
    """Every account: those that can take the variant before the others, those of channels for other kinds apart."""
    found = [_choice(variant, account, chosen) for account in Account.objects.prefetch_related("slots")]
    unfit = [choice for choice in found if any(problem.code == "kind_not_taken" for problem in choice.problems)]
    fit = [choice for choice in found if choice not in unfit]
    return {"choices": sorted(fit, key=lambda choice: not choice.usable), "unfit": unfit}


def _choice(variant: Variant, account: Account, chosen: Collection[str]) -> Choice:
    problems = checks.problems(variant, account)
    if account.state != Account.State.ACTIVE:
        problems = [Problem("paused", _("The account is paused. %s") % account.reason), *problems]
    usable = not checks.errors(problems)
    slot, said = _slot(variant, account) if usable else (None, "")
    parts = freeze.parts_of(variant, accounts.capabilities(account)) if usable else 0
    marked = usable and str(account.pk) in chosen
    return Choice(account, channel_label(account), problems, usable, marked, slot, said, parts)


def _slot(variant: Variant, account: Account) -> tuple[dt.datetime | None, str]:
    if not account.slots.all():
        return None, ""
    slot = slots.next_free(account, variant)
    return slot, times.long(slot, times.zone_of(variant)) if slot else _("none is free")
