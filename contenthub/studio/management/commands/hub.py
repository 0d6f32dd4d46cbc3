"""The whole hub under one supervisor."""

from __future__ import annotations

import datetime as dt
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone

from contenthub.lib.console import table
from contenthub.publishing.models import Delivery
from contenthub.publishing.notices import upkeep as watching
from contenthub.publishing.report import COLUMNS, rows
from contenthub.publishing.status import status
from contenthub.studio import hub_status, login
from contenthub.studio.processes import preflight, sole, valkey
from contenthub.studio.processes.children import all_children
from contenthub.studio.processes.supervisor import Supervisor
from contenthub.studio.setup import prepare

#: States in which nothing more happens by itself.
_OPEN = (Delivery.State.SCHEDULED, Delivery.State.SENDING)


class Command(BaseCommand):
    help = (
        "Run web server, dispatcher, workers and (without REDIS_URL) an embedded queue server, until Ctrl-C; "
        "or, with the word status, say how they are (exit code 1: something is wrong)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "what", nargs="?", choices=["run", "status"], default="run", help="run it (the default), or say how it is"
        )
        parser.add_argument("--json", action="store_true", help="of status: print one JSON document instead of text")
        parser.add_argument(
            "--once", action="store_true", help="publish everything that is due, print the deliveries, exit"
        )
        parser.add_argument("--once-seconds", type=float, default=240, help="how long --once may take")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "status":
            self.status(as_json=options["json"])
        else:
            self.run(**options)

    def status(self, as_json: bool) -> None:
        """Print how the hub is; exit code 1 when something is wrong.

        :raises CommandError: the database does not answer, or was never set up.
        """
        try:
            found = status()
        except DatabaseError as error:
            first = str(error).strip().splitlines()[0]
            raise CommandError(f"The database does not answer as it should ({first}): nothing goes out.") from error
        self.stdout.write(hub_status.as_json(found) if as_json else hub_status.as_text(found))
        if not found.healthy:
            sys.exit(1)

    def run(self, **options: Any) -> None:
        """Start everything, until told to stop (or, with --once, until all that is due is out)."""
        preflight.check_space(settings.HUB_DATA)
        with sole.hub_of(settings.HUB_DATA, self.say) as hold:
            self.sole(hold, **options)

    def sole(self, hold: sole.Hold, **options: Any) -> None:
        """The same, as the only hub of its data folder."""
        preflight.check_surroundings(settings.HOST, settings.PORT)
        self.say("preparing the database (the first run takes a minute)")
        first = prepare(demo=settings.HUB_DEMO)
        supervisor = Supervisor(all_children(), str(settings.BASE_DIR), sys.stdout)
        connection.close()
        if options["once"]:
            self.once(supervisor, options["once_seconds"])
        else:
            threading.Thread(target=self.welcome, args=(first,), daemon=True).start()
            threading.Thread(target=watching.forever, daemon=True).start()
            supervisor.run(hold.stopping)

    def say(self, line: str) -> None:
        self.stdout.write(f"hub: {line}")
        self.stdout.flush()

    def welcome(self, first: bool) -> None:
        """Print the addresses as soon as the web server answers."""
        for _ in range(240):
            try:
                preflight.check_port(settings.HOST, settings.PORT)
            except Exception:
                break
            time.sleep(0.25)
        user = login.administrator()
        lines = [
            "",
            f"  Public pages   {settings.BASE_URL}/",
            f"  Admin          {settings.BASE_URL}/admin/",
        ]
        if user:
            lines += [f"  Log in once    {login.address(user)}"]
        lines += [
            f"  Data           {settings.HUB_DATA}" + ("  (with demo content)" if first and settings.HUB_DEMO else "")
        ]
        lines += ["  Stop with Ctrl-C", ""]
        connection.close()
        print("\n".join(lines), flush=True)

    def once(self, supervisor: Supervisor, seconds: float) -> None:
        """Run until no delivery that is due is open, stop, print the table.

        :raises CommandError: a delivery is not live.
        """
        supervisor.start()
        try:
            if not valkey.wait(settings.REDIS_URL, 20):
                raise CommandError("The queue server did not start.")
            end = time.monotonic() + seconds
            # What is planned for later than this run lasts is not waited for.
            in_time = Q(due_at__lte=timezone.now() + dt.timedelta(seconds=seconds)) | Q(state=Delivery.State.SENDING)
            while time.monotonic() < end and Delivery.objects.filter(in_time, state__in=_OPEN).exists():
                supervisor.tend()
                connection.close()
                time.sleep(0.5)
        finally:
            supervisor.stop()
        found = rows(Delivery.objects.all())
        self.stdout.write(table(found, COLUMNS))
        wrong = [row for row in found if row["state"] != Delivery.State.LIVE]
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(found)} deliveries are not live.")
        self.say(f"all {len(found)} deliveries are live")
