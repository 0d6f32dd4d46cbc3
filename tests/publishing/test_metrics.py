"""/metrics: what Prometheus reads, and who may."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from prometheus_client.parser import text_string_to_metric_families

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.models import Account, Delivery, Heartbeat
from contenthub.publishing.worker import work
from tests.publishing.platform import says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(settings, valkey_url):
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    cache.clear()
    yield
    cache.clear()


def read(client, **headers: str) -> dict[tuple[str, ...], float]:
    """(name, values of its labels by their names...) to value, as Prometheus' own parser reads it."""
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_what_waits_and_what_was_tried_is_counted(client, card, account, plaza):
    live, refused, due = (actions.schedule(card, account) for _ in range(3))
    plaza.faults = [says(422)]
    work(refused.pk)
    work(live.pk)
    said = read(client)
    assert said["hub_deliveries", "plaza", "scheduled"] == 1
    assert said["hub_deliveries", "plaza", "failed"] == 1
    assert said["hub_attempts_last_day", "plaza", "live"] == 1
    assert said["hub_attempts_last_day", "plaza", "refused"] == 1
    assert said["hub_deliveries_due",] == 1
    assert said["hub_oldest_due_seconds",] >= 0
    assert said["hub_delivery_lateness_seconds", "0.99"] >= said["hub_delivery_lateness_seconds", "0.5"] >= 0
    assert said["hub_accounts", "active", ""] == 1
    assert due.pk


def test_processes_and_queues_are_counted_and_none_is_a_number_too(client):
    said = read(client)
    assert said["hub_processes", "dispatcher", "alive"] == 0
    assert (said["hub_queue_jobs", "publish"], said["hub_queue_up",], said["hub_healthy",]) == (0, 1, 0)
    cache.clear()
    Heartbeat.objects.create(name="dispatcher", host="box", pid=1, started_at=clock.now(), at=clock.now())
    assert read(client)["hub_processes", "dispatcher", "alive"] == 1


def test_a_queue_server_that_is_gone_is_a_figure_and_no_error(client, settings):
    settings.RQ_QUEUES = {name: {"URL": "unix:///tmp/nobody-listens.sock"} for name in settings.RQ_QUEUES}
    said = read(client)
    assert said["hub_queue_up",] == 0
    assert ("hub_queue_jobs", "publish") not in said


def test_several_scrapers_cost_as_much_as_one(client, delivery, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        for _ in range(5):
            read(client)


def test_a_long_record_is_not_counted(client, card, account):
    actions.schedule(card, account)
    Delivery.objects.update(state="live", live_at=clock.now())
    Account.objects.update(trouble="")
    assert ("hub_deliveries", "plaza", "live") not in read(client)


def test_without_a_token_only_this_machine_reads_it(client, settings):
    settings.HUB_METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    settings.PRODUCTION = True
    assert client.get("/metrics").status_code == 403


def test_with_a_token_whoever_has_it_reads_it(client, settings):
    settings.HUB_METRICS_TOKEN = "scrape-me"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer scrape-you"}).status_code == 403
    assert read(client, Authorization="Bearer scrape-me")


def test_nothing_is_changed_by_a_post(client):
    assert client.post("/metrics").status_code == 405
