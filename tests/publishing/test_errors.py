"""What each class of error does to a delivery."""

from __future__ import annotations

import datetime as dt

from contenthub.lib import clock
from contenthub.publishing import retry
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.worker import work
from tests.channels.servers import closed_port
from tests.publishing.platform import says


def after(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def seconds_ahead(moment: dt.datetime) -> float:
    return (moment - clock.now()).total_seconds()


def test_not_sent_is_scheduled_again_for_later(delivery, plaza):
    plaza.faults = [says(429)]
    after(delivery)
    assert (delivery.state, delivery.armed_at) == ("scheduled", None)
    assert 20 < seconds_ahead(delivery.due_at) < 40
    assert "slow down" in delivery.reason
    assert delivery.attempts.get().outcome == Attempt.Outcome.NOT_SENT


def test_retry_after_is_honoured_to_the_second(delivery, plaza):
    plaza.faults = [says(429, Retry_After="77")]
    after(delivery)
    assert 75 < seconds_ahead(delivery.due_at) <= 77


def test_a_later_try_goes_live_with_the_same_key(delivery, plaza):
    plaza.faults = [says(429, Retry_After="0")]
    after(delivery)
    after(delivery)
    assert (delivery.state, delivery.attempts.count()) == ("live", 2)
    assert [post["key"] for post in plaza.audience] == [delivery.key.hex]


def test_a_server_that_is_down_is_tried_again(delivery, account):
    Account.objects.update(values={**account.values, "base_url": f"http://127.0.0.1:{closed_port()}"})
    after(delivery)
    assert (delivery.state, delivery.hold) == ("scheduled", "")
    assert "could not be reached" in delivery.reason


def test_tries_end_in_failed_with_a_reason_and_the_answer(delivery, plaza):
    plaza.faults = [says(429)]
    Delivery.objects.update(tries=retry.TRIES["not_sent"] - 1)
    after(delivery)
    assert delivery.state == "failed"
    assert "Given up after 8 tries" in delivery.reason
    assert "says 429" in delivery.attempts.get().raw


def test_refused_is_failed_at_once(delivery, plaza):
    plaza.faults = [says(422)]
    after(delivery)
    assert (delivery.state, delivery.armed_at) == ("failed", None)
    assert "refused" in delivery.reason
    assert plaza.audience == []


def test_refused_credentials_pause_the_account_and_hold_its_deliveries(delivery, card, account, plaza):
    other = Delivery.objects.create(
        variant=card,
        account=account,
        link=_another_link(delivery),
        due_at=clock.now() + dt.timedelta(hours=1),
        planned_at=clock.now() + dt.timedelta(hours=1),
    )
    plaza.faults = [says(401)]
    after(delivery)
    account.refresh_from_db()
    other.refresh_from_db()
    assert (account.state, "reconnect" in account.reason) == ("paused", True)
    assert (delivery.state, delivery.hold, delivery.armed_at) == ("held", "account_paused", None)
    assert (other.state, other.hold) == ("held", "account_paused")
    assert delivery.attempts.get().outcome == Attempt.Outcome.AUTH_FAILED


def test_an_unexpected_error_before_the_call_is_tried_again_and_kept(delivery, plaza, monkeypatch):
    from tests.publishing.platform import Connector

    def broken(self, *args):
        raise ZeroDivisionError("open-sesame divided by zero")

    monkeypatch.setattr(Connector, "prepare", broken)
    after(delivery)
    assert delivery.state == "scheduled"
    assert "ZeroDivisionError" in delivery.reason
    assert "open-sesame" not in delivery.reason


def test_an_unexpected_error_after_arming_is_never_a_retry(delivery, plaza, monkeypatch):
    from tests.publishing.platform import Connector

    def broken(self, *args):
        raise ZeroDivisionError("what now")

    monkeypatch.setattr(Connector, "publish", broken)
    after(delivery)
    assert delivery.state == "unconfirmed"
    assert delivery.attempts.get().outcome == Attempt.Outcome.AMBIGUOUS


def test_an_account_whose_secrets_cannot_be_read_is_paused(delivery, plaza, settings):
    settings.SECRET_KEY = "another one"
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    assert "Enter the secrets again" in Account.objects.get().reason


def test_an_account_whose_channel_is_gone_is_paused(delivery, plaza):
    Account.objects.update(channel="gone")
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    assert "There is no channel 'gone'" in Account.objects.get().reason


def test_waits_grow_with_jitter_up_to_half_an_hour():
    waits = [retry.wait(tries).total_seconds() for tries in range(1, 12)]
    assert 24 <= waits[0] <= 36
    assert 48 <= waits[1] <= 72
    assert all(wait <= 1800 * 1.2 for wait in waits)
    assert len({retry.wait(3).total_seconds() for _ in range(20)}) > 1


def _another_link(delivery: Delivery):
    link = delivery.link
    link.pk, link.code = None, "another2"
    link.save()
    return link
