"""What the server says decides what happens to the row: later again, never again, or a person must look."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from channels.base import AuthFailed, Refused
from contenthub.audience.models import Contact
from contenthub.lib import clock
from contenthub.mailing.actions import balance, counts, next_due, send_batch, settle, start
from tests.channels.mail_server import MailServer
from tests.mailing.conftest import connector_for

GREYLISTED = "450 4.2.0 greylisted, come back"
BUSY = "451 4.3.0 too busy"
NO_SUCH_USER = "550 5.1.1 no such user"
SPAM = "554 5.7.1 looks like spam"


def test_greylisting_is_tried_again_later(server, connector, post, members):
    members(2)
    server.on_rcpt = [GREYLISTED]
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    row = mailing.recipients.get(state="pending")
    assert (row.attempts, "greylisted" in row.reason) == (1, True)
    assert next_due(mailing) == row.due_at > clock.now() + dt.timedelta(seconds=200)
    assert send_batch(mailing, connector) == 0
    with time_machine.travel(row.due_at):
        assert send_batch(mailing, connector) == 1
    assert counts(mailing)["sent"] == 2
    assert len({mail["Message-ID"] for mail in server.mails()}) == 2


def test_a_mailbox_that_never_takes_the_mail_fails_after_the_last_attempt(server, connector, post, members):
    members(1)
    mailing = start("k1", post, "newsletter")
    tries = 0
    while (due := next_due(mailing)) is not None:
        server.on_rcpt = [GREYLISTED]
        with time_machine.travel(due):
            tries += send_batch(mailing, connector)
    row = mailing.recipients.get()
    assert (tries, row.state, row.attempts) == (6, "failed", 6)
    assert "greylisted" in row.reason and settle(mailing) and balance(mailing)


def test_a_mailbox_that_does_not_exist_is_suppressed(server, connector, post, members):
    members(2)
    server.on_rcpt = [NO_SUCH_USER]
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    row = mailing.recipients.get(state="refused")
    assert "no such user" in row.contact.suppressed
    assert Contact.objects.exclude(suppressed="").count() == 1
    second = start("k2", post, "newsletter")
    assert second.recipients.get(contact=row.contact).reason == "address suppressed"


def test_a_refusal_that_blames_the_mail_suppresses_nobody(server, connector, post, members):
    members(1)
    server.on_data = [SPAM]
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    assert counts(mailing)["refused"] == 1
    assert not Contact.objects.exclude(suppressed="").exists()


def test_a_mail_that_everybody_refuses_stops_and_loses_nobody(server, connector, post, members):
    members(8)
    server.on_data = [SPAM] * 8
    mailing = start("k1", post, "newsletter")
    with pytest.raises(Refused, match="looks like spam"):
        send_batch(mailing, connector)
    assert counts(mailing)["pending"] == 8
    server.on_data = []
    send_batch(mailing, connector)
    assert counts(mailing)["sent"] == len(server.envelopes) == 8


def test_dead_mailboxes_in_a_row_are_not_taken_for_a_refused_mail(server, connector, post, members):
    members(7)
    server.on_rcpt = [NO_SUCH_USER] * 7
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    assert counts(mailing)["refused"] == 7


def test_wrong_credentials_reach_the_caller_and_nothing_is_lost(post, members):
    members(2)
    mailing = start("k1", post, "newsletter")
    with MailServer(login=True) as server, pytest.raises(AuthFailed):
        send_batch(mailing, connector_for(server, username="newsletter", password="wrong"))
    assert counts(mailing)["pending"] == 2
    assert set(mailing.recipients.values_list("attempts", flat=True)) == {0}


def test_a_server_that_is_busy_makes_all_wait(server, connector, post, members):
    members(6)
    server.on_mail = [BUSY] * 6
    mailing = start("k1", post, "newsletter")
    assert send_batch(mailing, connector) == 3
    assert counts(mailing)["pending"] == 6
    assert set(mailing.recipients.values_list("attempts", flat=True)) == {1}
    assert next_due(mailing) > clock.now()
    server.on_mail = []
    with time_machine.travel(clock.now() + dt.timedelta(minutes=6)):
        assert send_batch(mailing, connector) == 6
    assert counts(mailing)["sent"] == 6


def test_a_server_that_is_never_there_ends_in_failed_for_all(server, post, members):
    members(5)
    mailing = start("k1", post, "newsletter")
    rounds = 0
    with MailServer() as gone:
        connector = connector_for(gone)
    while (due := next_due(mailing)) is not None and rounds < 10:
        rounds += 1
        with time_machine.travel(due + dt.timedelta(seconds=5)):
            send_batch(mailing, connector)
    assert (rounds, counts(mailing)["failed"]) == (6, 5)
    assert "cannot be reached" in mailing.recipients.first().reason
    assert settle(mailing) and balance(mailing)


def test_an_error_nobody_foresaw_leaves_that_row_unconfirmed_and_the_rest_pending(server, connector, post, members):
    members(3)

    class Broken(type(connector)):
        def publish(self, post, state):
            raise ZeroDivisionError

    mailing = start("k1", post, "newsletter")
    with pytest.raises(ZeroDivisionError):
        send_batch(mailing, Broken(connector.values))
    assert counts(mailing)["unconfirmed"] == 1 and counts(mailing)["pending"] == 2
