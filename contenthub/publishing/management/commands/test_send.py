"""manage.py test_send VARIANT_ID --to ADDRESS --account NAME"""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError

from contenthub.lib.console import HubCommand
from contenthub.publishing.actions.test_sending import addresses_in, send_test
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.management.commands.schedule import account_named
from contenthub.publishing.models import Account
from contenthub.variants.models import Variant


class Command(HubCommand):
    help = "Sends the latest draft of an email to a few addresses; it is no delivery, and nothing is counted."
    errors = (PublishingError, Variant.DoesNotExist, Account.DoesNotExist)

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("variant_id", type=int, metavar="VARIANT_ID")
        parser.add_argument("--to", required=True, action="append", metavar="ADDRESS", help="up to five; repeat it")
        parser.add_argument("--account", required=True, metavar="NAME", help="an e-mail account")

    def work(self, *, variant_id: int, to: list[str], account: str, **options: Any) -> list[dict[str, str]]:
        variant = Variant.objects.filter(pk=variant_id).first()
        if variant is None:
            raise Variant.DoesNotExist(f"There is no variant {variant_id}.")
        outcomes = send_test(variant.specific, account_named(account), addresses_in(" ".join(to)))
        if failed := [f"{outcome.address}: {outcome.problem}" for outcome in outcomes if outcome.problem]:
            sent = ", ".join(outcome.address for outcome in outcomes if not outcome.problem)
            raise CommandError(" ".join([*failed, *([f"Sent to {sent}."] if sent else [])]))
        return [{"address": outcome.address} for outcome in outcomes]

    def lines(self, value: list[dict[str, str]]) -> str:
        return f"A test was sent to {', '.join(row['address'] for row in value)}."
