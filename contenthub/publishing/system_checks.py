"""What ``manage.py check`` says about settings and stored accounts that would fail at run time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from channels import registry
from contenthub.lib import sealed
from contenthub.publishing.models import Account

#: Names under which only the machine itself is reached.
_LOCAL = ("localhost", "127.0.0.1", "::1")


@register()
def queues(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The dispatcher's queues must be there."""
    missing = [name for name in ("publish", "mail") if name not in settings.RQ_QUEUES]
    text = f"RQ_QUEUES has no queue {' and no queue '.join(missing)}: deliveries could not be dispatched."
    return [Error(text, hint="Add it as in contenthub/settings.py.", id="publishing.E001")] if missing else []


@register()
def times(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A delivery must have time to be taken over before it counts as missed."""
    if settings.HUB_DELIVERY_WINDOW > 2 * settings.HUB_LEASE_SECONDS:
        return []
    return [
        Warning(
            "HUB_DELIVERY_WINDOW is so short that a delivery whose worker died would be missed before another takes it.",
            hint="Make it more than twice HUB_LEASE_SECONDS.",
            id="publishing.W001",
        )
    ]


@register(deploy=True)
def public_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tracked links and receipts are made from BASE_URL."""
    if urlsplit(settings.BASE_URL).hostname not in _LOCAL:
        return []
    return [
        Warning(
            f"BASE_URL is {settings.BASE_URL}: the links in everything that goes out would lead readers nowhere.",
            hint="Set it to the address under which readers reach this hub.",
            id="publishing.W002",
        )
    ]


@register(deploy=True)
def private_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Accounts could otherwise be pointed at what only this network may reach."""
    if not (settings.PRODUCTION and settings.ALLOW_PRIVATE_ADDRESSES):
        return []
    return [
        Warning(
            "HUB_ALLOW_PRIVATE_ADDRESSES lets whoever may add accounts reach this network's own machines.",
            hint="Set it to 0 unless your channels run on private addresses.",
            id="publishing.W003",
        )
    ]


@register(Tags.database)
def stored_accounts(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Accounts that cannot be used: ``manage.py check --database default``."""
    found: list[CheckMessage] = []
    for account in _accounts() if "default" in (databases or ()) else ():
        if account.channel not in registry.names():
            text = f"The account {account.name!r} belongs to the channel {account.channel!r}, which is not there."
            found.append(Warning(text, hint="Bring the connector back, or delete it.", id="publishing.W004"))
        elif not _readable(account):
            text = f"The secrets of the account {account.name!r} cannot be read."
            hint = "Add the former SECRET_KEY to SECRET_KEY_FALLBACKS, or enter the secrets again."
            found.append(Warning(text, hint=hint, id="publishing.W005"))
    return found


def _accounts() -> list[Account]:
    try:
        return list(Account.objects.all())
    except DatabaseError:
        # ``migrate`` runs this before the table is what the model says.
        return []


def _readable(account: Account) -> bool:
    try:
        sealed.unseal(account.sealed)
    except sealed.CannotUnseal:
        return False
    return True
