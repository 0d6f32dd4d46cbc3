"""The database lost for a moment, under everybody's feet."""

from __future__ import annotations

import sqlite3
import time

from django.db import connection

from tests.publishing.harness.entry import BUSY


def lose_database() -> None:
    """Cut every connection but this one; or keep SQLite's one writer's place for longer than a statement waits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        return
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=30, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(BUSY + 0.5)
    other.execute("ROLLBACK")
    other.close()
