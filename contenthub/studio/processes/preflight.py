"""What must be so before the hub starts; each refusal is one sentence that says what to do."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from contenthub import env
from contenthub.studio.processes import valkey

#: Bytes that must be free: a first run writes the database, the demo's pictures and static files.
LEAST_SPACE = 200 * 2**20


def check_port(host: str, port: int) -> None:
    """:raises ImproperlyConfigured: something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ImproperlyConfigured(
                f"Port {port} on {host} cannot be used ({error.strerror}). Give another one: make run PORT={port + 1}"
            ) from error


def check_space(folder: Path) -> None:
    """:raises ImproperlyConfigured: the folder cannot be written, or its disk is nearly full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ImproperlyConfigured(f"HUB_DATA: {folder} cannot be written ({error.strerror}).") from error
    if free < LEAST_SPACE:
        raise ImproperlyConfigured(
            f"HUB_DATA: only {free // 2**20} MB free on the disk of {folder}; {LEAST_SPACE // 2**20} MB are needed."
        )


def check_database() -> None:
    """:raises ImproperlyConfigured: the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        first = str(error).strip().splitlines()[0]
        raise ImproperlyConfigured(f"DATABASE_URL: the database does not answer ({first}).") from error


def check_queue() -> None:
    """:raises ImproperlyConfigured: a REDIS_URL was given and nothing answers there."""
    if env.given("REDIS_URL") and not valkey.answers(settings.REDIS_URL):
        where = urlsplit(settings.REDIS_URL)
        place = where.hostname or where.path
        raise ImproperlyConfigured(f"REDIS_URL: nothing answers at {place}. Start it, or leave REDIS_URL out.")


def check_surroundings(host: str, port: int | None) -> None:
    """What the hub needs besides its data folder; ``port`` None: no web server is to be started."""
    if port is not None:
        check_port(host, port)
    check_database()
    check_queue()
