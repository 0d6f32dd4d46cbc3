"""manage.py release NAME --variant ID ... --account NAME ... [--at ISO8601] [--all-or-none]"""

from __future__ import annotations

import argparse
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from contenthub.lib.console import HubCommand, iso, table
from contenthub.publishing import times
from contenthub.publishing.actions.releasing import make_release
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.management.commands.schedule import account_named
from contenthub.publishing.models import Account
from contenthub.publishing.report import rows
from contenthub.variants.models import Variant

#: What a person wants to see of each delivery.
COLUMNS = ["delivery_id", "kind", "variant", "account", "channel", "state", "due_at"]

#: Variants and the accounts they go to, as they stood on the command line.
Group = tuple[list[int], list[str]]


class _Grouping(argparse.Action):
    """Collects variants and accounts: a variant that follows an account begins the next group."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        groups: list[Group] = list(getattr(namespace, "groups", None) or [])
        if not groups or (option_string == "--variant" and groups[-1][1]):
            groups.append(([], []))
        groups[-1][0 if option_string == "--variant" else 1].append(values)
        namespace.groups = groups


class Command(HubCommand):
    help = (
        "Plans a release: approved variants through accounts, all at one moment. Every variant goes to every account "
        "named after it, up to the next variant: --variant 5 --account Blog --variant 6 --variant 7 --account Mastodon. "
        "If one of them cannot go, nothing is scheduled."
    )
    errors = (PublishingError, Variant.DoesNotExist, Account.DoesNotExist, ValueError)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help="what people here call it")
        group: dict[str, Any] = {"action": _Grouping, "dest": "groups", "required": True}
        parser.add_argument("--variant", type=int, metavar="ID", help="may be given several times", **group)
        parser.add_argument("--account", metavar="NAME", help="may be given several times", **group)
        parser.add_argument(
            "--at", metavar="ISO8601", help="when; without an offset in the campaign's time zone (default: now)"
        )
        parser.add_argument(
            "--all-or-none", action="store_true", help="when they are checked again before they go, one keeps all"
        )

    def work(
        self, *, name: str, groups: Sequence[Group], at: str | None = None, all_or_none: bool = False, **options: Any
    ) -> dict[str, Any]:
        pairs = [
            (_variant(pk), account_named(account)) for ids, accounts in groups for pk in ids for account in accounts
        ]
        zone = times.zone_of(pairs[0][0]) if pairs else zoneinfo.ZoneInfo(settings.TIME_ZONE)
        moment = times.parse(at, zone) if at else None
        release = make_release(name, pairs, moment, all_or_none=all_or_none)
        return {
            "release_id": release.pk,
            "name": release.name,
            "state": release.state,
            "planned_at": iso(release.planned_at),
            "all_or_none": release.all_or_none,
            "deliveries": rows(release.deliveries.all()),
        }

    def lines(self, value: dict[str, Any]) -> str:
        told = f"Release {value['release_id']} “{value['name']}” is {value['state']} for {value['planned_at']}."
        return f"{told}\n{table(value['deliveries'], COLUMNS)}"


def _variant(pk: int) -> Variant:
    variant = Variant.objects.filter(pk=pk).first()
    if variant is None:
        raise Variant.DoesNotExist(f"There is no variant {pk}.")
    return variant
