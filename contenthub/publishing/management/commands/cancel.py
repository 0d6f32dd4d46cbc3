"""manage.py cancel DELIVERY_ID ..."""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.publishing import actions
from contenthub.publishing.management.several import SeveralCommand
from contenthub.publishing.models import Delivery


class Command(SeveralCommand):
    help = "Takes deliveries back that are not out; of an unconfirmed one it stays unknown whether it is."

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("ids", nargs="+", type=int, metavar="DELIVERY_ID")

    def chosen(self, **options: Any) -> list[Delivery]:
        return self.numbered(options["ids"])

    def act(self, delivery: Delivery, **options: Any) -> Delivery:
        return actions.cancel(delivery)
