"""A sender that is killed in the middle: nobody gets two mails, everybody is accounted for."""

from __future__ import annotations

import datetime as dt
import multiprocessing

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from contenthub.lib import clock
from contenthub.mailing.actions import balance, counts, next_due, send_batch, settle, start
from contenthub.mailing.models import Mailing
from tests.audience.threads import at_once
from tests.mailing.conftest import connector_for
from tests.mailing.holding import HoldingServer

pytestmark = pytest.mark.django_db(transaction=True)


def _send(pk: int, server) -> None:
    send_batch(Mailing.objects.get(pk=pk), connector_for(server), worker="killed")


def _killed_sending(mailing: Mailing, server: HoldingServer) -> None:
    """Send in a process of its own; SIGKILL it when the server has the mail and has not said so."""
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=_send, args=(mailing.pk, server))
    process.start()
    assert server.reached.wait(20)
    process.kill()
    process.join()
    assert process.exitcode == -9


@pytest.mark.parametrize("hold", [1, 4])
def test_after_a_kill_nobody_gets_two_mails_and_the_one_in_flight_is_unconfirmed(post, members, hold):
    members(7)
    mailing = start("k1", post, "newsletter")
    with HoldingServer(hold) as server:
        _killed_sending(mailing, server)
        assert counts(mailing) | {"sent": hold - 1, "sending": 1, "pending": 7 - hold} == counts(mailing)
        assert send_batch(mailing, connector_for(server)) == 7 - hold
        assert not settle(mailing)
        assert next_due(mailing) <= clock.now() + dt.timedelta(seconds=settings.HUB_LEASE_SECONDS)
        with time_machine.travel(next_due(mailing) + dt.timedelta(seconds=1)):
            assert send_batch(mailing, connector_for(server)) == 0
            assert settle(mailing) and balance(mailing)
        assert counts(mailing) | {"sent": 6, "unconfirmed": 1} == counts(mailing)
        assert "stopped before it knew" in mailing.recipients.get(state="unconfirmed").reason
        got = [envelope.rcpt_tos[0] for envelope in server.envelopes]
        assert sorted(got) == sorted(mailing.recipients.values_list("email", flat=True))


def test_a_sender_that_was_only_slow_puts_its_row_right(post, members, server):
    """Its lease ran out and the row was given up; then the server did answer."""
    members(1)
    mailing = start("k1", post, "newsletter")

    class Slow(type(connector_for(server))):
        def publish(self, post, state):
            with time_machine.travel(clock.now() + dt.timedelta(hours=1)):
                assert settle(mailing)
            assert counts(mailing)["unconfirmed"] == 1
            return super().publish(post, state)

    send_batch(mailing, Slow(connector_for(server).values))
    assert counts(mailing)["sent"] == 1 and balance(mailing)


def test_two_workers_at_once_send_each_mail_once(post, members, server):
    members(40)
    mailing = start("k1", post, "newsletter")
    work = [lambda: send_batch(mailing, connector_for(server), limit=100, worker="w")] * 3
    handled = at_once(*work)
    assert sum(handled) == 40
    got = [envelope.rcpt_tos[0] for envelope in server.envelopes]
    assert len(got) == len(set(got)) == 40
    assert counts(mailing)["sent"] == 40 and settle(mailing) and balance(mailing)


def test_two_starts_at_once_make_one_ledger(post, members):
    members(30)
    made = at_once(*[lambda: start("k1", post, "newsletter").pk] * 3)
    assert len(set(made)) == 1
    assert Mailing.objects.get().recipients.count() == 30


def test_two_that_settle_at_once_announce_it_once(post, members, server):
    from contenthub.mailing.signals import mailing_finished

    members(1)
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector_for(server))
    heard = []
    mailing_finished.connect(lambda **_: heard.append(1), weak=False, dispatch_uid="test")
    try:
        assert at_once(*[lambda: settle(Mailing.objects.get())] * 3) == [True] * 3
    finally:
        mailing_finished.disconnect(dispatch_uid="test")
    assert heard == [1]


def test_a_batch_inside_a_transaction_is_refused(post, members, server):
    from django.db import transaction

    members(1)
    mailing = start("k1", post, "newsletter")
    with pytest.raises(RuntimeError), transaction.atomic():
        send_batch(mailing, connector_for(server))
    assert server.envelopes == []
