"""How an account stands: its trouble, what it waits for, how much of its limits is used, when its credentials end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.lib import clock
from contenthub.lib.console import iso
from contenthub.publishing import accounts, rates, renewal
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.rates import Used
from contenthub.publishing.recovery import TOLD_AT


def accounts_report(account: Account) -> dict[str, Any]:
    """One account for people and programs; of ``rate`` and ``app_rate`` how much of which limit is used, or None."""
    used = {each.whose: {"used": each.used, "limit": each.count, "seconds": each.seconds} for each in usage(account)}
    return {
        "account_id": account.pk,
        "name": account.name,
        "channel": account.channel,
        "state": account.state,
        "trouble": account.trouble,
        "reason": account.reason,
        "paused_at": iso(account.paused_at),
        "resumes_at": iso(account.resumes_at),
        "not_before": iso(account.not_before) if accounts.waits(account, clock.now()) else None,
        "expires_at": iso(account.expires_at),
        "rate": used.get("account"),
        "app_rate": used.get("app"),
        "held": held(account),
    }


def held(account: Account) -> int:
    """How many deliveries are held until it resumes."""
    rows = Delivery.objects.filter(account=account, state=Delivery.State.HELD)
    return rows.filter(hold=Delivery.Hold.ACCOUNT_PAUSED).count()


def usage(account: Account) -> list[Used]:
    """How much of each of its limits is used now; empty where there is none, or its channel is gone."""
    try:
        return rates.usage(account, accounts.capabilities(account))
    except AccountTrouble:
        return []


def moments(account: Account) -> dict[str, Any]:
    """``waits_until``: no call before that; ``ends_at``: its credentials end then, and that is soon. Each may be None."""
    now = clock.now()
    ends = account.expires_at
    soon = ends is not None and ends <= now + dt.timedelta(days=max(TOLD_AT)) and not renewal.renews(account)
    return {
        "waits_until": account.not_before if accounts.waits(account, now) else None,
        "ends_at": ends if soon else None,
        "ended": ends is not None and soon and ends <= now,
    }


def usage_said(used: Used) -> str:
    """``12 of 300 calls within 5 minutes``, for people."""
    text = _("%(used)s of %(count)s calls within %(span)s") % {
        "used": used.used,
        "count": used.count,
        "span": _span(used.seconds),
    }
    return text if used.whose == "account" else _("%s, by all accounts of its app together") % text


def _span(seconds: int) -> str:
    if seconds % 3600 == 0:
        return ngettext("%s hour", "%s hours", seconds // 3600) % (seconds // 3600)
    if seconds % 60 == 0:
        return ngettext("%s minute", "%s minutes", seconds // 60) % (seconds // 60)
    return ngettext("%s second", "%s seconds", seconds) % seconds
