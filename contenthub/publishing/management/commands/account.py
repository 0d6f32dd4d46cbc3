"""manage.py account add|set|list|test|pause|resume"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import Any

from channels import registry
from channels.base import ChannelError
from contenthub.lib import clock
from contenthub.lib.console import HubCommand, iso, table
from contenthub.publishing import accounts
from contenthub.publishing.actions.accounts import (
    add_account,
    change_account,
    check_account,
    pause_account,
    resume_account,
    set_expiry,
)
from contenthub.publishing.errors import CannotChange, PublishingError
from contenthub.publishing.management.commands.schedule import account_named
from contenthub.publishing.models import Account

COLUMNS = ["name", "channel", "state", "trouble", "reason"]


class Command(HubCommand):
    help = "Makes, changes, lists and tests accounts."
    errors = (PublishingError, ChannelError, Account.DoesNotExist)

    def options(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        add = self._verb(verbs, "add", "make an account")
        add.add_argument("channel", metavar="CHANNEL", help=f"one of {', '.join(registry.names())}")
        add.add_argument("name", metavar="NAME")
        change = self._verb(verbs, "set", "change an account's settings")
        change.add_argument("name", metavar="NAME")
        for command in (add, change):
            command.add_argument("--set", action="append", default=[], metavar="key=value", dest="pairs")
            command.add_argument("--expires", metavar="DATE", help="when the credentials end; “never” takes it away")
        self._verb(verbs, "list", "list the accounts")
        for verb, text in (
            ("test", "test the connection without publishing"),
            ("pause", "hold what is scheduled"),
            ("resume", "let it go on"),
        ):
            self._verb(verbs, verb, text).add_argument("name", metavar="NAME")

    @staticmethod
    def _verb(verbs: Any, name: str, text: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = verbs.add_parser(name, help=text)
        parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return parser

    def work(self, *, verb: str, **options: Any) -> Any:
        if verb == "list":
            return [_row(account) for account in Account.objects.all()]
        if verb == "add":
            expires_at = moment(options["expires"])
            account = add_account(options["channel"], options["name"], pairs(options["pairs"]))
            set_expiry(account, expires_at)
            return _row(account)
        account = account_named(options["name"])
        if verb == "set":
            expires_at = moment(options["expires"])
            change_account(account, pairs(options["pairs"]))
            if options["expires"]:
                set_expiry(account, expires_at)
        elif verb == "pause":
            pause_account(account)
        elif verb == "resume":
            resume_account(account)
        account.refresh_from_db()
        row = _row(account)
        return {**row, "result": check_account(account)} if verb == "test" else row

    def lines(self, value: Any) -> str:
        if isinstance(value, list):
            return table(value, COLUMNS) if value else "There are no accounts yet: manage.py account add ..."
        return value.get("result") or f"Account {value['name']} ({value['channel']}) is {value['state']}."


def pairs(given: Sequence[str]) -> dict[str, str]:
    """``key=value`` words as a dictionary.

    :raises CannotChange: a word without "=".
    """
    for word in given:
        if "=" not in word:
            raise CannotChange(f"--set takes key=value; {word!r} has no “=”.")
    return {name.strip(): value for name, _, value in (word.partition("=") for word in given)}


def moment(given: str | None) -> dt.datetime | None:
    """A date, or a date and time, as a moment; None for nothing and for "never".

    :raises CannotChange: it is none of these.
    """
    if not given or given == "never":
        return None
    try:
        return clock.parse_iso(given)
    except ValueError as error:
        raise CannotChange(str(error)) from error


def _row(account: Account) -> dict[str, Any]:
    return {
        "account_id": account.pk,
        "name": account.name,
        "channel": account.channel,
        "state": account.state,
        "trouble": account.trouble,
        "expires_at": iso(account.expires_at),
        "reason": account.reason,
        "settings": account.values,
        "stored_secrets": sorted(accounts.stored_secrets(account)),
    }
