"""manage.py reschedule DELIVERY_ID ... --at ISO8601 [--spread MINUTES]"""

from __future__ import annotations

import argparse
from typing import Any

from contenthub.publishing import actions, times
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.inbox import bulk
from contenthub.publishing.management.several import SeveralCommand
from contenthub.publishing.models import Delivery


class Command(SeveralCommand):
    help = "Gives deliveries that are not out another time; what was held or had failed is scheduled again."

    def options(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("ids", nargs="+", type=int, metavar="DELIVERY_ID")
        parser.add_argument(
            "--at", required=True, metavar="ISO8601", help="when; without an offset in each campaign's time zone"
        )
        parser.add_argument(
            "--spread", type=float, default=0.0, metavar="MINUTES", help="the last so many minutes after the first"
        )

    def chosen(self, **options: Any) -> list[Delivery]:
        found = self.numbered(options["ids"])
        if options["spread"] < 0:
            raise CannotChange("--spread takes a number of minutes from 0.")
        for number, delivery in enumerate(found):
            try:
                start = times.parse(options["at"], times.zone_of(delivery.variant))
            except ValueError as error:
                raise CannotChange(str(error)) from error
            self.moments[delivery.pk] = bulk.moments(start, options["spread"], len(found))[number]
        return found

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments: dict[int, Any] = {}

    def act(self, delivery: Delivery, **options: Any) -> Delivery:
        return actions.reschedule(delivery, self.moments[delivery.pk])
