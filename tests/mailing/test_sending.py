"""Batches go out through a real mail server, and every outcome is written down."""

from __future__ import annotations

from contenthub.audience.actions import suppress, unsubscribe
from contenthub.audience.models import Contact
from contenthub.mailing.actions import balance, counts, next_due, send_batch, settle, start
from contenthub.mailing.models import Mailing
from contenthub.mailing.signals import mailing_finished
from tests.channels.mail_server import HANG_UP


def got(server) -> list[str]:
    return sorted(envelope.rcpt_tos[0] for envelope in server.envelopes)


def states(mailing) -> dict[str, int]:
    return {state: count for state, count in counts(mailing).items() if count}


def test_everybody_gets_one_mail_of_their_own_over_one_connection(server, connector, post, members):
    members(4)
    mailing = start("k1", post, "newsletter")
    assert send_batch(mailing, connector) == 4
    assert got(server) == [f"reader{number}@example.com" for number in range(4)]
    assert server.connections == 1
    assert all(len(envelope.rcpt_tos) == 1 for envelope in server.envelopes)
    assert len({mail["Message-ID"] for mail in server.mails()}) == 4
    assert states(mailing) == {"sent": 4} and balance(mailing)


def test_a_batch_handles_no_more_than_its_limit(server, connector, post, members):
    members(5)
    mailing = start("k1", post, "newsletter")
    assert [send_batch(mailing, connector, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert len(server.envelopes) == 5


def test_consent_withdrawn_after_the_start_is_respected(server, connector, post, members):
    members(3)
    mailing = start("k1", post, "newsletter")
    unsubscribe(Contact.objects.by_email("reader1@example.com").get(), "one_click")
    suppress(Contact.objects.by_email("reader2@example.com").get(), "complained")
    send_batch(mailing, connector)
    assert got(server) == ["reader0@example.com"]
    assert states(mailing) == {"sent": 1, "excluded": 2}
    assert set(mailing.recipients.filter(state="excluded").values_list("reason", flat=True)) == {
        "consent withdrawn",
        "address suppressed",
    }


def test_a_contact_that_was_erased_gets_nothing_and_stays_in_the_ledger(server, connector, post, members):
    members(2)
    mailing = start("k1", post, "newsletter")
    Contact.objects.by_email("reader0@example.com").delete()
    send_batch(mailing, connector)
    assert got(server) == ["reader1@example.com"]
    assert states(mailing) == {"sent": 1, "excluded": 1} and balance(mailing)


def test_a_mail_whose_outcome_is_unknown_is_never_sent_again(server, connector, post, members):
    members(3)
    server.on_data = ["", HANG_UP, ""]
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    send_batch(mailing, connector)
    assert states(mailing) == {"sent": 2, "unconfirmed": 1}
    assert got(server) == [f"reader{number}@example.com" for number in range(3)]
    assert "did not confirm" in mailing.recipients.get(state="unconfirmed").reason


def test_the_mailing_finishes_once_when_its_ledger_balances(
    server, connector, post, members, django_capture_on_commit_callbacks
):
    members(2)
    mailing = start("k1", post, "newsletter")
    heard = []
    mailing_finished.connect(lambda mailing, **_: heard.append(mailing), weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert not settle(mailing) and not balance(mailing)
            assert next_due(mailing) is not None
            send_batch(mailing, connector)
            assert settle(mailing) and settle(Mailing.objects.get())
    finally:
        mailing_finished.disconnect(dispatch_uid="test")
    assert heard == [mailing]
    assert (mailing.state, next_due(mailing)) == ("finished", None)


def test_a_ledger_with_a_row_missing_does_not_balance(server, connector, post, members):
    members(2)
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    mailing.recipients.first().delete()
    assert not balance(mailing)
