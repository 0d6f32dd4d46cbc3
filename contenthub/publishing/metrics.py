"""Figures for Prometheus, from the database: the same whichever process is asked, however many there are.

Open deliveries are counted, and the tries of the last 24 hours; never the whole record, which may be millions of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from contenthub.publishing import last_day
from contenthub.publishing.models import Account, Notice
from contenthub.publishing.punctuality import punctuality
from contenthub.publishing.status import Status, status


def text() -> bytes:
    """Every figure in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(Hub(status()))
    return generate_latest(registry)


class Hub(Collector):
    """The hub at one moment."""

    def __init__(self, found: Status) -> None:
        self.found = found
        self.channels = dict(Account.objects.values_list("pk", "channel"))

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("hub_healthy", "1: nothing is wrong with the hub", float(self.found.healthy))
        yield self._deliveries()
        yield GaugeMetricFamily("hub_deliveries_due", "Deliveries whose time has come", self.found.due)
        oldest = "Seconds that the oldest due delivery has waited"
        yield GaugeMetricFamily("hub_oldest_due_seconds", oldest, self.found.oldest_due_seconds)
        yield self._lateness()
        yield self._attempts()
        yield self._processes()
        yield from self._queues()
        yield self._accounts()
        unsent = Notice.objects.filter(sent_at=None).count()
        yield GaugeMetricFamily("hub_notices_unsent", "Notifications not sent yet, or given up", unsent)

    def _deliveries(self) -> Metric:
        counted: Counter[tuple[str, ...]] = Counter()
        for account, state, _hold, count in self.found.open:
            counted[state, self.channels.get(account, "")] += count
        return _family("hub_deliveries", "Deliveries that are not done with", ["state", "channel"], counted)

    def _lateness(self) -> Metric:
        said = punctuality(self.found.at - last_day.DAY)
        family = GaugeMetricFamily(
            "hub_delivery_lateness_seconds", "Planned to live, over the last 24 hours", labels=["quantile"]
        )
        for quantile, seconds in (("0.5", said.p50), ("0.99", said.p99)):
            if seconds is not None:
                family.add_metric([quantile], seconds)
        return family

    def _attempts(self) -> Metric:
        counted: Counter[tuple[str, ...]] = Counter()
        for tally in last_day.tallies(self.found.at):
            counted[tally.outcome, self.channels.get(tally.account, "")] += tally.count
        return _family("hub_attempts_last_day", "Tries of the last 24 hours", ["outcome", "channel"], counted)

    def _processes(self) -> Metric:
        counted: Counter[tuple[str, ...]] = Counter({(name, "alive"): 0 for name in ("dispatcher", "worker")})
        counted.update((each.name, "alive" if each.alive else "dead") for each in self.found.processes)
        return _family("hub_processes", "Processes seen within the hour", ["name", "state"], counted)

    def _queues(self) -> Iterator[Metric]:
        known = {(name,): count for name, count in self.found.queues.lengths.items() if count is not None}
        yield GaugeMetricFamily("hub_queue_up", "1: the queue server answers", float(not self.found.queues.error))
        yield _family("hub_queue_jobs", "Jobs waiting in a queue", ["queue"], Counter(known))

    def _accounts(self) -> Metric:
        rows = Account.objects.order_by().values_list("state", "trouble").annotate(count=Count("pk"))
        counted: Counter[tuple[str, ...]] = Counter({(state, trouble): count for state, trouble, count in rows})
        return _family("hub_accounts", "Accounts", ["state", "trouble"], counted)


def _family(name: str, text: str, labels: list[str], counted: Counter[tuple[str, ...]]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for values, count in sorted(counted.items()):
        family.add_metric(values, count)
    return family
