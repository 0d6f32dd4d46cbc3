"""What every test gets: folders of its own, a database with the libraries, a real queue server for those that ask."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from contenthub.assets.setup import ensure_libraries
from tests import baseline

LONGEST = ("test_faults_seeded", "test_state_machine", "test_main_job")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The libraries are there from the start, as in every hub, and again after a test that committed something."""
    with django_db_blocker.unblock():
        _not_waiting_for_the_disk()
        ensure_libraries()
        tables = baseline.taken()
    with baseline.restored(tables):
        yield


def _not_waiting_for_the_disk() -> None:
    """What a test's PostgreSQL commits need not survive a power cut; every other process sees it all the same."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        connection.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests come first: at the end, one process would work and the other wait."""
    items.sort(key=lambda item: not item.path.name.startswith(LONGEST))


@pytest.fixture(autouse=True)
def folders_of_its_own(settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Uploads and outbox go to a temporary folder; nothing of a test reaches the hub's own data."""
    own = tmp_path_factory.mktemp("hub")
    settings.MEDIA_ROOT = str(own / "media")
    settings.HUB_DATA = own / "data"
    settings.HUB_DATA.mkdir()
    return own


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """A page served in Chinese leaves its language active in the thread; the next test begins in the hub's own."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A queue server of this test process's own, on a Unix socket."""
    from contenthub.studio.processes import valkey

    socket = Path(f"/tmp/hub-test-{os.getpid()}.sock")
    child = valkey.child(socket)
    process = subprocess.Popen(child.argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"unix://{socket}?db=0"
    try:
        assert valkey.wait(url, 10)
        yield url
    finally:
        process.terminate()
        process.wait(10)
        socket.unlink(missing_ok=True)
