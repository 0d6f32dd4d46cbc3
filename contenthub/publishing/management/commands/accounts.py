"""manage.py accounts: how each account is doing."""

from __future__ import annotations

from typing import Any

from contenthub.lib.console import HubCommand, table
from contenthub.publishing import report

COLUMNS = ["name", "channel", "state", "trouble", "held", "success_rate", "last_success", "expires_at", "reason"]


class Command(HubCommand):
    help = "Shows how each account is doing: its state and why, what waits for it, when it last worked and how often."

    def work(self, **options: Any) -> list[dict[str, Any]]:
        return report.accounts()

    def lines(self, value: list[dict[str, Any]]) -> str:
        if not value:
            return "There are no accounts yet: manage.py account add ..."
        shown = [{**row, "success_rate": _rate(row)} for row in value]
        return table(shown, COLUMNS)


def _rate(row: dict[str, Any]) -> str:
    """The rate with its numbers, or that there are none."""
    if row["success_rate"] is None:
        return "-"
    return f"{row['success_rate']:.0%} of {row['ended']}"
