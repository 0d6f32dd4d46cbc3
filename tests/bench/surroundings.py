"""A data folder, settings and a database that are nobody else's."""

from __future__ import annotations

import importlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Settings that would change what is measured, or reach what is the user's.
_FOREIGN = (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "CONN_MAX_AGE",
    "DEBUG",
    "REDIS_URL",
    "S3_BUCKET",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "TRUSTED_PROXIES",
)


@contextmanager
def own_settings() -> Iterator[Path]:
    """Django set up as for a hub on this machine, in a temporary folder; logging goes to a file in it."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        for name in _FOREIGN:
            os.environ.pop(name, None)
            os.environ.pop(f"{name}_FILE", None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "contenthub.settings",
            "HUB_ALLOW_PRIVATE_ADDRESSES": "1",
            "HUB_DATA": folder,
            "LOG_LEVEL": "INFO",
        }
        # WhiteNoise warns of a folder that is not there.
        (Path(folder) / "static").mkdir()
        # The application sets Django up, logging included; a second set-up would undo what follows.
        importlib.import_module("contenthub.wsgi")
        # Written out, as on a server, but not onto the table.
        with (Path(folder) / "log").open("w") as log:
            for handler in logging.getLogger().handlers:
                if isinstance(handler, logging.StreamHandler):
                    handler.setStream(log)
            yield Path(folder)
            logging.shutdown()


@contextmanager
def own_database() -> Iterator[None]:
    """A migrated database with its libraries: a file in the data folder, or one beside the DATABASE_URL's own."""
    from django.db import connection

    from contenthub.assets.setup import ensure_libraries

    before = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite":
        # The name the tests use would be dropped under the feet of a test run.
        connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        ensure_libraries()
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
