"""The hub's commands: ``--json`` prints exactly one document, errors are one line on standard error and exit 1."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from contenthub.lib.wrapping import columns as width


class HubCommand(BaseCommand):
    """Subclasses give ``options(parser)``, ``work(**options) -> JSON value`` and ``lines(value) -> text for people``.

    ``errors`` names the exception classes whose message is for the user: they end the command with one line and exit 1.
    """

    errors: tuple[type[Exception], ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        self.options(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON document instead of text")

    def options(self, parser: CommandParser) -> None:
        """Declare the command's own arguments."""

    def work(self, *args: Any, **options: Any) -> Any:
        """Do it; return what ``--json`` prints."""
        raise CommandError("This command does nothing.")

    def lines(self, value: Any) -> str:
        """The same for people."""
        return json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)

    def handle(self, *args: Any, **options: Any) -> None:
        as_json = options.pop("json")
        try:
            value = self.work(**options)
        except self.errors as error:
            raise CommandError(" ".join(str(error).split())) from error
        if as_json:
            self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))
        elif text := self.lines(value):
            self.stdout.write(text)


def iso(moment: dt.datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC with seconds, or None."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None


def table(rows: list[dict[str, Any]], columns: list[str]) -> str:
    """The rows as a plain text table with a header line."""
    cells = [[str(row.get(name, "") if row.get(name) is not None else "") for name in columns] for row in rows]
    spread = [max([width(name), *(width(line[i]) for line in cells)]) for i, name in enumerate(columns)]
    lines = [
        "  ".join(value + " " * (room - width(value)) for value, room in zip(line, spread, strict=True))
        for line in [columns, *cells]
    ]
    return "\n".join(line.rstrip() for line in lines)
