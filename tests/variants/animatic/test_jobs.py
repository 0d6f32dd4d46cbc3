"""Making a video on a real worker: progress, calling off, a worker that is killed, no worker, no queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import django_rq
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection
from rq import SimpleWorker

from contenthub.assets.setup import ensure_libraries
from contenthub.variants.animatic import jobs, making, store
from contenthub.variants.animatic.film import digest
from contenthub.variants.animatic.stills import draw

#: Jobs close the connections they find, as they must, and with them a transaction that a test would run in.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def libraries(transactional_db):
    return ensure_libraries()


@pytest.fixture
def queue(settings, valkey_url):
    """The queues on a server of the tests' own, empty."""
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    found = django_rq.get_queue(jobs.QUEUE)
    found.connection.flushall()
    return found


def run_jobs(queue) -> None:
    SimpleWorker([queue], connection=queue.connection).work(burst=True)


def test_a_request_is_worked_off_and_not_made_twice(short, queue):
    assert jobs.status(short).state == "none"
    assert jobs.request(short).state == "waiting"
    assert jobs.request(short).state == "waiting"
    assert queue.count == 1
    run_jobs(queue)
    assert jobs.status(short).state == "ready"
    assert jobs.request(short).state == "ready"
    assert queue.count == 0


def test_without_a_worker_it_says_so(short, queue):
    assert "rqworker media" in jobs.request(short).message


def test_called_off_while_it_waits(short, queue):
    jobs.request(short)
    assert jobs.cancel(short).state == "cancelled"
    assert queue.count == 0


def test_called_off_in_the_middle_nothing_is_kept_and_it_can_be_made_again(short, queue, monkeypatch):
    def call_off(card, brand):
        jobs.cancel(short)
        return draw(card, brand)

    jobs.request(short)
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_EVERY", 0)
        patch.setattr(making, "draw", call_off)
        run_jobs(queue)
    assert jobs.status(short).state == "cancelled"
    assert not store.there(short.pk, digest(short))
    jobs.request(short)
    run_jobs(queue)
    assert jobs.status(short).state == "ready"


def test_a_failure_is_shown_with_its_reason(short, queue, monkeypatch):
    monkeypatch.setattr(making.encoder, "encode", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    jobs.request(short)
    run_jobs(queue)
    found = jobs.status(short)
    assert (found.state, "disk is full" in found.message) == ("failed", True)


def test_old_videos_go_when_a_new_one_is_made(short, queue):
    jobs.request(short)
    run_jobs(queue)
    old = digest(short)
    short.hook = "Another hook."
    short.save_revision()
    jobs.request(short)
    run_jobs(queue)
    names = default_storage.listdir(f"{store.FOLDER}/{short.pk}")[1]
    assert sorted(names) == sorted([f"{digest(short)}.jpg", f"{digest(short)}.mp4"])
    assert not store.there(short.pk, old)


def test_without_the_queue_it_says_so(short, settings):
    settings.RQ_QUEUES = {name: {"URL": "unix:///nowhere/valkey.sock?db=0"} for name in settings.RQ_QUEUES}
    assert jobs.request(short).state == "unknown"
    assert jobs.cancel(short).state == "unknown"


def test_a_killed_worker_leaves_nothing_half_and_the_next_try_starts_afresh(
    short, queue, valkey_url, settings, monkeypatch
):
    jobs.request(short)
    worker = _worker(valkey_url, settings)
    try:
        _until(lambda: jobs.status(short).total > 0)
        for child in [worker.pid, *_horses(worker.pid)]:
            os.kill(child, signal.SIGKILL)
    finally:
        worker.wait(10)
    assert not store.there(short.pk, digest(short))
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "SILENCE", -1)
        assert jobs.status(short).state == "failed"
        jobs.request(short)
    run_jobs(queue)
    assert jobs.status(short).state == "ready"


def _worker(url: str, settings) -> subprocess.Popen[bytes]:
    """A forking worker as the hub runs it, on this test's database and folders."""
    code = (
        "import os, django; django.setup();"
        "from django.conf import settings;"
        "settings.RQ_QUEUES = {n: {'URL': os.environ['Q']} for n in settings.RQ_QUEUES};"
        "settings.DATABASES['default']['NAME'] = os.environ['DB'];"
        "from django.db import connections; connections['default'].settings_dict['NAME'] = os.environ['DB'];"
        "settings.MEDIA_ROOT = os.environ['M'];"
        "from contenthub.variants.animatic import jobs; jobs._EVERY = 0;"
        "import django_rq; from rq import Worker; q = django_rq.get_queue('media');"
        "Worker([q], connection=q.connection).work(burst=True)"
    )
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "contenthub.settings",
        "Q": url,
        "DB": str(connection.settings_dict["NAME"]),
        "M": str(settings.MEDIA_ROOT),
        "HUB_DATA": str(settings.HUB_DATA),
    }
    return subprocess.Popen([sys.executable, "-c", code], cwd=django_settings.BASE_DIR, env=env, start_new_session=True)


def _horses(pid: int) -> list[int]:
    """The worker's own children that are in process groups of theirs: RQ gives each job one."""
    found = subprocess.run(["pgrep", "-s", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(child) for child in found if int(child) != pid]


def _until(there, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
