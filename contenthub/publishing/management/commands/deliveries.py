"""manage.py deliveries [--state STATE] [--account NAME] [--asset ID] ... [--watch]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.lib.console import HubCommand, table
from contenthub.publishing.management.commands.schedule import account_named
from contenthub.publishing.management.terminal import follow
from contenthub.publishing.models import Account, Delivery, DeliveryQuerySet
from contenthub.publishing.report import COLUMNS, rows

#: Seconds between two looks, at least.
LEAST = 0.1


class Command(HubCommand):
    help = "Lists deliveries, the earliest first, or watches them."
    errors = (Asset.DoesNotExist, Account.DoesNotExist, Campaign.DoesNotExist, ValueError)

    def options(self, parser: argparse.ArgumentParser) -> None:
        states = ", ".join(Delivery.State.values)
        parser.add_argument(
            "--state",
            action="append",
            choices=Delivery.State.values,
            metavar="STATE",
            help=f"{states}; may be repeated",
        )
        parser.add_argument("--account", metavar="NAME", help="only those to this account")
        parser.add_argument("--asset", type=int, metavar="ID", help="only those of this asset's variants")
        parser.add_argument("--campaign", metavar="NAME", help="only those of this campaign (its name or slug)")
        parser.add_argument("--due-before", metavar="ISO8601", help="only those due before (UTC without an offset)")
        parser.add_argument("--for-person", action="store_true", help="only those that wait for a person")
        parser.add_argument("--watch", action="store_true", help="show what changes, until Ctrl-C; --json: a line each")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="between looks (default: 1)")
        parser.add_argument("--for", type=float, dest="seconds", metavar="SECONDS", help="watch no longer than this")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["watch"]:
            super().handle(*args, **options)
            return
        self.watching = options["json"]
        super().handle(*args, **{**options, "json": False})

    def work(self, *, watch: bool = False, **options: Any) -> list[dict[str, Any]] | None:
        found = chosen(**{name: options.get(name) for name in FILTERS})
        if not watch:
            return rows(found)
        if options["every"] < LEAST:
            raise ValueError(f"--every takes a number of seconds from {LEAST}.")
        if not follow(found, self.stdout, self.stderr, options["every"], options["seconds"], as_json=self.watching):
            raise ValueError("The database did not answer.")
        return None

    def lines(self, value: list[dict[str, Any]] | None) -> str:
        if value is None:
            return ""
        return table(value, COLUMNS) if value else "There are no deliveries like this, or none yet."


FILTERS = ("state", "account", "asset", "campaign", "due_before", "for_person")


def chosen(
    state: list[str] | None, account: str | None, asset: int | None, campaign: str | None, due_before: str | None,
    for_person: bool | None,
) -> DeliveryQuerySet:  # fmt: skip
    """The deliveries that the options leave.

    :raises Asset.DoesNotExist, Account.DoesNotExist, Campaign.DoesNotExist, ValueError: with what to give instead.
    """
    found = Delivery.objects.for_person() if for_person else Delivery.objects.all()
    if state:
        found = found.filter(state__in=state)
    if account:
        found = found.filter(account=account_named(account))
    if asset is not None:
        if not Asset.objects.filter(pk=asset).exists():
            raise Asset.DoesNotExist(f"There is no asset {asset}.")
        found = found.filter(variant__source_asset=asset)
    if campaign:
        found = found.filter(variant__source_asset__campaign=_campaign(campaign))
    if due_before:
        found = found.filter(due_at__lt=clock.parse_iso(due_before))
    return found


def _campaign(name: str) -> Campaign:
    found = Campaign.objects.filter(slug=name).first() or Campaign.objects.filter(name=name).first()
    if found is None:
        names = ", ".join(Campaign.objects.values_list("slug", flat=True)) or "none yet"
        raise Campaign.DoesNotExist(f"There is no campaign “{name}”. Campaigns: {names}.")
    return found
