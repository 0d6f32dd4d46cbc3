"""A queue that is never empty does not keep the others waiting."""

from __future__ import annotations

import threading

import django_rq
import pytest

from contenthub.lib import clock
from contenthub.publishing import jobs
from contenthub.publishing.lanes import Lane
from contenthub.publishing.rq_worker import LaneWorker


@pytest.fixture
def worker(settings, valkey_url):
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    queues = [django_rq.get_queue(name) for name in ("publish", "mail", "default")]
    queues[0].connection.flushall()
    found = LaneWorker(queues, connection=queues[0].connection)
    found._room = threading.Semaphore(1)
    return found


def test_mail_and_errands_get_their_turn_beside_a_backlog_of_posts(worker):
    jobs.queue([Lane(number, "mastodon", clock.now()) for number in range(1, 5)])
    jobs.queue([Lane(9, "email", clock.now())])
    django_rq.get_queue("default").enqueue(print, "an errand")
    taken = [worker.dequeue_job_and_maintain_ttl(None)[1].name for _ in range(6)]
    assert taken == ["publish", "mail", "default", "publish", "publish", "publish"]
