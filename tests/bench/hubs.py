"""The hub's own processes for a measurement: a queue server, a dispatcher, workers, each a real process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from contenthub.studio.processes import valkey

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def queue_server() -> Iterator[str]:
    """The address of a queue server of our own; the settings of this process point to it, too."""
    child = valkey.child(settings.VALKEY_SOCKET)
    url = f"unix://{settings.VALKEY_SOCKET}?db=0"
    for queue in settings.RQ_QUEUES.values():
        queue["URL"] = url
    with subprocess.Popen(child.argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            if not valkey.wait(url, 20):
                raise RuntimeError("The queue server did not start.")
            yield url
        finally:
            process.terminate()


@contextmanager
def processes(commands: Mapping[str, list[str]]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Management commands on this process' database, by name, until the block ends; they log to the data folder."""
    surroundings = {**os.environ, "DATABASE_URL": _database(), "REDIS_URL": settings.RQ_QUEUES["publish"]["URL"]}
    running: dict[str, subprocess.Popen[bytes]] = {}
    with ExitStack() as stack:
        for name, words in commands.items():
            log = stack.enter_context((settings.HUB_DATA / f"{name}.log").open("wb"))
            argv = [sys.executable, "manage.py", *words]
            running[name] = subprocess.Popen(argv, cwd=ROOT, env=surroundings, stdout=log, stderr=log)
        try:
            yield running
        finally:
            for process in running.values():
                process.terminate()
            for process in running.values():
                process.wait(60)


def seconds_used(process: subprocess.Popen[bytes]) -> float:
    """The processor time that a process has used so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def idle_share(running: Mapping[str, subprocess.Popen[bytes]], seconds: float) -> dict[str, float]:
    """The share of a core that each process takes while nothing happens."""
    before = {name: seconds_used(process) for name, process in running.items()}
    time.sleep(seconds)
    return {name: (seconds_used(process) - before[name]) / seconds for name, process in running.items()}


def _database() -> str:
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{own['NAME']}"
    place = f"{own['USER']}:{own['PASSWORD']}@{own['HOST'] or 'localhost'}:{own['PORT'] or 5432}"
    return f"postgres://{place}/{own['NAME']}"
