"""Commands that do one thing to several deliveries: each for itself, and at the end what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError

from contenthub.lib.console import HubCommand, table
from contenthub.publishing import report
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Account, Delivery

COLUMNS = ["delivery_id", "account", "done", "state", "due_at", "reason"]


class SeveralCommand(HubCommand):
    """Subclasses give ``chosen(**options)`` and ``act(delivery, **options)``. Exit 1 when one of them was refused."""

    errors = (PublishingError, Delivery.DoesNotExist, Account.DoesNotExist)

    def chosen(self, **options: Any) -> list[Delivery]:
        """The deliveries it is about."""
        return []

    def act(self, delivery: Delivery, **options: Any) -> Delivery:
        """Do it to one.

        :raises PublishingError: why not.
        """
        raise CommandError("This command does nothing.")

    def numbered(self, ids: Sequence[int]) -> list[Delivery]:
        """The deliveries of these numbers, in this order.

        :raises Delivery.DoesNotExist: one is missing; nothing is done then.
        """
        return [report.delivery_of(number) for number in dict.fromkeys(ids)]

    def work(self, **options: Any) -> list[dict[str, Any]]:
        return [self._one(delivery, options) for delivery in self.chosen(**options)]

    def handle(self, *args: Any, **options: Any) -> None:
        self.refused = 0
        super().handle(*args, **options)
        if self.refused:
            raise CommandError(f"{self.refused} could not be done; each line says why.")

    def lines(self, value: list[dict[str, Any]]) -> str:
        return table(value, COLUMNS) if value else "There is none that this is about."

    def _one(self, delivery: Delivery, options: dict[str, Any]) -> dict[str, Any]:
        try:
            self.act(delivery, **options)
        except PublishingError as error:
            self.refused += 1
            delivery.refresh_from_db()
            return {**report.row(delivery), "done": False, "reason": str(error)}
        return {**report.row(delivery), "done": True}
