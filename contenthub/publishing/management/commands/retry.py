"""manage.py retry DELIVERY_ID ... | --failed | --held [REASON] [--account NAME]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.publishing import actions
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.management.commands.schedule import account_named
from contenthub.publishing.management.several import SeveralCommand
from contenthub.publishing.models import Delivery

State, Hold = Delivery.State, Delivery.Hold


class Command(SeveralCommand):
    help = "Sends what failed or is held now, each for itself. What still stands against one is said."

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="DELIVERY_ID")
        parser.add_argument("--failed", action="store_true", help="all that failed")
        parser.add_argument(
            "--held", nargs="?", const="any", choices=["any", *Hold.values], metavar="REASON", help="all that are held"
        )
        parser.add_argument("--account", metavar="NAME", help="of these, only those to this account")

    def chosen(self, **options: Any) -> list[Delivery]:
        if options["ids"] and (options["failed"] or options["held"]):
            raise CannotChange("Give numbers of deliveries, or --failed and --held, not both.")
        found = self.numbered(options["ids"]) if options["ids"] else self._matching(options["failed"], options["held"])
        if options["account"]:
            account = account_named(options["account"])
            found = [delivery for delivery in found if delivery.account_id == account.pk]
        return found

    def act(self, delivery: Delivery, **options: Any) -> Delivery:
        return actions.retry(delivery)

    def _matching(self, failed: bool, held: str | None) -> list[Delivery]:
        if not failed and not held:
            raise CannotChange("Say which: numbers of deliveries, --failed, or --held with or without a reason.")
        rows = Delivery.objects.none()
        if failed:
            rows |= Delivery.objects.filter(state=State.FAILED)
        if held:
            of = {} if held == "any" else {"hold": held}
            rows |= Delivery.objects.filter(state=State.HELD, **of)
        return list(rows.select_related("account", "variant").order_by("planned_at", "pk"))
