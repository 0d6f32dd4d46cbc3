"""From an account's row to its connector: settings, secrets, limits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from channels import registry
from channels.base import Capabilities, Connector
from channels.settings import Field, InvalidSettings, clean
from contenthub.lib import clock, sealed
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.models import Account


def connector_class(account: Account) -> type[Connector]:
    """The account's Connector class.

    :raises AccountTrouble: its channel is not there any more.
    """
    try:
        return registry.get(account.channel)
    except registry.UnknownChannel as error:
        raise AccountTrouble(str(error)) from error


def connector(account: Account) -> Connector:
    """A connector with the account's settings and secrets, for one thread.

    :raises AccountTrouble: channel gone, settings incomplete, or secrets that cannot be read.
    """
    cls = connector_class(account)
    try:
        secrets = sealed.unseal(account.sealed)
        known = {field.name for field in cls.settings}
        return cls(clean(cls.settings, {k: v for k, v in {**account.values, **secrets}.items() if k in known}))
    except sealed.CannotUnseal as error:
        raise AccountTrouble(str(error)) from error
    except InvalidSettings as error:
        raise AccountTrouble(f"The account's settings are incomplete: {error}") from error


def put(account: Account, values: Mapping[str, str], forget: Collection[str] = ()) -> None:
    """Set the account's values and secrets (not saved).

    What is missing stays as it was, and so does a secret given as nothing unless it is named in ``forget``.

    :raises AccountTrouble: its channel is not there.
    :raises InvalidSettings: what is wrong, by field.
    """
    cls = connector_class(account)
    given = {name: value for name, value in values.items() if value or not _is_secret(cls.settings, name)}
    known = {field.name for field in cls.settings}
    before = {name: value for name, value in {**account.values, **_stored(account)}.items() if name in known}
    cleaned = clean(cls.settings, {**{k: v for k, v in before.items() if k not in forget}, **given})
    account.values = {name: value for name, value in cleaned.items() if not _is_secret(cls.settings, name)}
    account.sealed = sealed.seal(
        {name: value for name, value in cleaned.items() if value and _is_secret(cls.settings, name)}
    )
    account.limits, account.limits_at = None, None


def same_secrets(one: str, other: str) -> bool:
    """Whether two sealed texts hold the same secrets; sealing them again gives another text each time."""
    try:
        return one == other or sealed.unseal(one) == sealed.unseal(other)
    except sealed.CannotUnseal:
        return False


def stored_secrets(account: Account) -> set[str]:
    """The names of the secrets that are stored; their values stay where they are."""
    return set(_stored(account))


def capabilities(account: Account) -> Capabilities:
    """What this account can do: as its server said when last asked, else as the channel declares.

    :raises AccountTrouble: its channel is not there.
    """
    declared = connector_class(account).capabilities
    return _from_json(declared, account.limits) if account.limits else declared


def waits(account: Account, now: dt.datetime) -> bool:
    """Whether no call may be made through it yet: the platform asked to wait, or its rate is used up."""
    return account.not_before is not None and account.not_before > now


def refresh_limits(account: Account, speaker: Connector) -> Capabilities:
    """Ask the server for the account's own limits, where the channel has such, and keep them.

    :raises ChannelError: the server did not answer.
    """
    if type(speaker).limits is Connector.limits:
        return speaker.capabilities
    found = speaker.limits()
    account.limits, account.limits_at = _as_json(found), clock.now()
    Account.objects.filter(pk=account.pk).update(limits=account.limits, limits_at=account.limits_at)
    return found


def _is_secret(fields: tuple[Field, ...], name: str) -> bool:
    return any(field.name == name and field.kind == "secret" for field in fields)


def _stored(account: Account) -> dict[str, str]:
    try:
        return sealed.unseal(account.sealed)
    except sealed.CannotUnseal:
        return {}


def _as_json(capabilities: Capabilities) -> dict[str, Any]:
    value = dataclasses.asdict(capabilities)
    return {name: sorted(item) if isinstance(item, frozenset) else item for name, item in value.items()}


def _from_json(declared: Capabilities, value: Mapping[str, Any]) -> Capabilities:
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(Capabilities):
        if field.name not in value:
            continue
        item, default = value[field.name], getattr(declared, field.name)
        if isinstance(default, frozenset):
            item = frozenset(item)
        changes[field.name] = tuple(item) if isinstance(item, list) else item
    return dataclasses.replace(declared, **changes)
