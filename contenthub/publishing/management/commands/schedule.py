"""manage.py schedule VARIANT_ID --account NAME [--at ISO8601 | --next-slot] [--despite-blackout]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.lib.console import HubCommand, iso
from contenthub.publishing import times
from contenthub.publishing.actions import schedule, schedule_next
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Account
from contenthub.variants.models import Variant


class Command(HubCommand):
    help = "Schedules an approved variant to an account."
    errors = (PublishingError, Variant.DoesNotExist, Account.DoesNotExist, ValueError)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("variant_id", type=int, metavar="VARIANT_ID")
        parser.add_argument("--account", required=True, metavar="NAME")
        when = parser.add_mutually_exclusive_group()
        when.add_argument(
            "--at",
            metavar="ISO8601",
            help="when; without an offset in the campaign's time zone, of a doubled hour the first (default: now)",
        )
        when.add_argument("--next-slot", action="store_true", help="in the next free slot of the account")
        parser.add_argument("--despite-blackout", action="store_true", help="it goes out in a blackout too")

    def work(
        self,
        *,
        variant_id: int,
        account: str,
        at: str | None = None,
        next_slot: bool = False,
        despite_blackout: bool = False,
        **options: Any,
    ) -> dict[str, Any]:
        variant = Variant.objects.filter(pk=variant_id).first()
        if variant is None:
            raise Variant.DoesNotExist(f"There is no variant {variant_id}.")
        zone = times.zone_of(variant)
        if next_slot:
            delivery = schedule_next(variant, account_named(account))
        else:
            moment = times.parse(at, zone) if at else None
            delivery = schedule(variant, account_named(account), moment, despite_blackout=despite_blackout)
        self.local = times.said(delivery.due_at, zone)
        self.note = times.doubled(delivery.due_at, zone) if at else ""
        return {"delivery_id": delivery.pk, "state": delivery.state, "due_at": iso(delivery.due_at)}

    def lines(self, value: dict[str, Any]) -> str:
        line = f"Delivery {value['delivery_id']} is {value['state']} for {value['due_at']} ({self.local})."
        return "\n".join(filter(None, [line, self.note]))


def account_named(name: str) -> Account:
    """:raises Account.DoesNotExist: there is none; the message names those there are."""
    account = Account.objects.filter(name=name).first()
    if account is None:
        names = ", ".join(Account.objects.values_list("name", flat=True)) or "none yet (manage.py account add ...)"
        raise Account.DoesNotExist(f"There is no account “{name}”. Accounts: {names}.")
    return account
