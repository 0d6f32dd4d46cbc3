"""Who is told of what went wrong, and that it is well again: over a real mail server and a real webhook receiver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core import mail
from standardwebhooks.webhooks import Webhook

from contenthub.lib import clock, sealed
from contenthub.publishing import actions
from contenthub.publishing.models import Account, Delivery, Heartbeat, Notice, NoticeEvent, NoticeTarget
from contenthub.publishing.notices import deriving, sending, settling, transports, upkeep, watching, wording
from contenthub.publishing.worker import work
from tests.channels.mail_server import MailServer
from tests.channels.servers import PlatformServer, Reply
from tests.publishing.platform import drop, says

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8lKGSbHy5Sc="


@pytest.fixture(autouse=True)
def no_worker(db, settings):
    """Without a worker messages are sent by whoever gathers them; and what was looked up an hour ago is forgotten."""
    settings.LANGUAGE_CODE = "en"
    settings.EMAIL_URL = "console:"


@pytest.fixture
def told() -> NoticeTarget:
    """Told of everything, by mail."""
    return NoticeTarget.objects.create(address="ops@example.com", events=NoticeEvent.values)


@pytest.fixture
def receiver() -> Iterator[PlatformServer]:
    with PlatformServer() as server:
        yield server


@pytest.fixture
def hooked(receiver: PlatformServer) -> NoticeTarget:
    """Told of everything, by webhook."""
    fields = {"way": "webhook", "address": f"{receiver.url}/in", "sealed": sealed.seal({"secret": SECRET})}
    return NoticeTarget.objects.create(events=NoticeEvent.values, **fields)


@pytest.fixture
def failed(delivery: Delivery, plaza) -> Delivery:
    """The platform said no."""
    plaza.faults = [says(422)]
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    return delivery


def tell(after: float = 0.0) -> None:
    """One turn of the dispatcher's, so many seconds from now."""
    upkeep.tell(clock.now() + dt.timedelta(seconds=after))


def tell_all() -> None:
    """Everything that there is to tell, with nothing left to wait for."""
    tell()
    Notice.objects.filter(sent_at=None).update(due_at=clock.now())
    tell()


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_a_failure_is_told_with_the_reason_the_page_and_what_to_do(told, failed):
    tell_all()
    (message,) = mail.outbox
    assert message.subject == "Content Hub: Not delivered: “Card” to The plaza"
    assert message.to == ["ops@example.com"]
    for words in (failed.reason, f"/admin/publishing/deliveries/inspect/{failed.pk}/", "send it again", "Planned for"):
        assert words in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_failure_is_told_once_however_often_one_looks(told, failed):
    for _ in range(4):
        tell_all()
    assert len(mail.outbox) == 1


def test_a_second_failure_of_the_same_delivery_is_told_again(told, failed, plaza):
    tell_all()
    plaza.faults = [says(422)]
    actions.retry(failed)
    work(failed.pk)
    tell_all()
    assert len(mail.outbox) == 2


def test_a_failure_announced_is_told_to_be_live_when_it_is(told, failed, plaza):
    tell_all()
    actions.retry(failed)
    work(failed.pk)
    tell_all()
    assert subjects()[1:] == ["Content Hub: Live after all: “Card” on The plaza"]
    assert "https://plaza.example/p1" in mail.outbox[1].body
    tell_all()
    assert len(mail.outbox) == 2


def test_what_became_live_before_it_was_told_is_not_told_at_all(told, failed, plaza):
    tell()
    actions.retry(failed)
    work(failed.pk)
    tell_all()
    assert mail.outbox == []


def test_what_was_given_up_is_over_without_a_word(told, failed):
    tell_all()
    actions.cancel(failed)
    tell_all()
    assert len(mail.outbox) == 1
    assert not Notice.objects.filter(over_at=None).exists()


def test_many_failures_of_one_account_within_a_minute_are_one_message(told, card, account, plaza):
    made = [actions.schedule(card, account) for _ in range(60)]
    Delivery.objects.update(state="failed", reason="It said no.")
    tell()
    assert mail.outbox == [], "more may come"
    tell_all()
    assert subjects() == ["Content Hub: 60 deliveries to The plaza failed"]
    assert "… and 10 more." in mail.outbox[0].body
    assert Notice.objects.filter(sent_at__isnull=False).count() == len(made)


def test_two_accounts_are_two_messages(told, card, make_account):
    for name in ("One", "Two"):
        actions.schedule(card, make_account(name=name))
    Delivery.objects.update(state="failed", reason="No.")
    tell_all()
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("channel", ["plaza_blind"])
def test_an_unknown_outcome_is_told_once_it_is_a_persons(told, make_delivery, plaza, channel):
    delivery = make_delivery(channel)
    plaza.faults = [drop]
    work(delivery.pk)
    tell_all()
    assert subjects() == ["Content Hub: Needs you: “Card” to The plaza_blind"]
    actions.settle_live(Delivery.objects.get(), "https://plaza.example/seen")
    tell_all()
    assert "Live after all" in subjects()[1]


def test_an_unknown_outcome_that_is_being_looked_up_is_not_told(told, delivery, plaza):
    plaza.faults = [drop]
    work(delivery.pk)
    tell_all()
    assert mail.outbox == []


@pytest.mark.parametrize(("hold", "count"), [("missed", 1), ("behind", 1), ("account_paused", 0)])
def test_what_is_held_is_told_unless_its_account_is_what_is_wrong(told, delivery, hold, count):
    Delivery.objects.update(state="held", hold=hold, reason="Because.")
    tell_all()
    assert len(mail.outbox) == count


def test_held_again_after_a_new_time_is_told_again(told, delivery):
    Delivery.objects.update(state="held", hold="behind", reason="Because.")
    tell_all()
    Delivery.objects.update(state="scheduled", hold="")
    tell_all()
    Delivery.objects.update(state="held", hold="behind", reason="Because.")
    tell_all()
    assert len(mail.outbox) == 2


def test_an_account_in_trouble_and_its_return_are_told(told, account, delivery):
    Account.objects.update(state="paused", trouble="auth", reason="Its token is not accepted; reconnect the account.")
    Delivery.objects.update(state="held", hold="account_paused", reason="Paused.")
    tell_all()
    assert subjects() == ["Content Hub: The account “The plaza” does not work"]
    assert "reconnect the account" in mail.outbox[0].body and "1 delivery is held" in mail.outbox[0].body
    tell_all()
    Account.objects.update(state="active", trouble="")
    tell_all()
    assert subjects()[1:] == ["Content Hub: The account “The plaza” works again"]


@pytest.mark.parametrize(
    ("trouble", "minutes", "count"), [("by_hand", None, 0), ("rate", 2, 0), ("rate", 30, 1), ("quota", 600, 1)]
)
def test_a_pause_by_hand_or_of_minutes_is_nobodys_business(told, account, trouble, minutes, count):
    resumes = clock.now() + dt.timedelta(minutes=minutes) if minutes else None
    Account.objects.update(state="paused", trouble=trouble, resumes_at=resumes, reason="Why.")
    tell_all()
    assert len(mail.outbox) == count


def test_each_announcement_of_an_end_of_credentials_is_told_once(told, account):
    for days in (14, 14, 3):
        Account.objects.update(expires_at=clock.now() + dt.timedelta(days=days), expiry_told=days)
        tell_all()
    assert subjects() == [
        "Content Hub: The credentials of “The plaza” end in 14 days or less",
        "Content Hub: The credentials of “The plaza” end in 3 days or less",
    ]


def test_what_is_gone_is_told_once(told, delivery):
    Delivery.objects.update(state="live", live_at=clock.now(), gone_at=clock.now())
    tell_all()
    tell_all()
    assert subjects() == ["Content Hub: Gone: “Card” from The plaza"]
    Delivery.objects.update(gone_at=None)
    tell_all()
    assert "Live after all" in subjects()[1]
    Delivery.objects.update(gone_at=clock.now())
    tell_all()
    assert "Gone: " in subjects()[2]


def test_two_dispatchers_tell_a_recovery_once(told, failed, plaza):
    tell_all()
    actions.retry(failed)
    work(failed.pk)
    seen = settling.settled(Notice.objects.filter(over_at=None))
    settling.recovered(seen, clock.now())
    settling.recovered(seen, clock.now())
    assert Notice.objects.filter(event="recovery").count() == 1


def test_a_target_is_told_only_of_what_it_wants(failed):
    NoticeTarget.objects.create(address="a@example.com", events=["account", "recovery"])
    NoticeTarget.objects.create(address="b@example.com", events=["failure"], active=False)
    tell_all()
    assert mail.outbox == []


def test_a_target_of_one_campaign_hears_of_its_deliveries_only(told, failed, asset):
    told.campaign = type(asset.campaign).objects.create(name="Other", slug="other", utm_campaign="other")
    told.save()
    tell_all()
    assert mail.outbox == []
    told.campaign = asset.campaign
    told.save()
    tell_all()
    assert len(mail.outbox) == 1


def test_a_new_target_hears_of_what_happens_from_now_on(failed, told, plaza):
    deriving.mute(told, clock.now())
    tell_all()
    actions.retry(failed)
    work(failed.pk)
    tell_all()
    assert mail.outbox == [], "neither of what was there before, nor of its end"


def test_the_text_is_in_its_readers_language(told, failed):
    NoticeTarget.objects.update(language="zh-hans")
    tell_all()
    assert mail.outbox[0].subject


def test_a_webhook_gets_a_signed_message_with_the_facts(hooked, receiver, failed):
    tell_all()
    (request,) = receiver.requests
    headers = {name: request.headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}
    said = Webhook(SECRET).verify(request.body, headers)
    assert said["type"] == "hub.failure"
    (item,) = said["data"]["items"]
    assert (item["delivery_id"], item["state"], item["text"]) == (failed.pk, "failed", failed.reason)


def test_a_webhook_that_fails_is_tried_again_under_the_same_id(hooked, receiver, failed):
    receiver.script = [Reply(500), Reply(503)]
    tell_all()
    notice = Notice.objects.get()
    assert (notice.tries, notice.sent_at) == (1, None) and "500" in notice.error
    assert notice.due_at > clock.now() + dt.timedelta(seconds=50)
    for _ in range(2):
        Notice.objects.update(due_at=clock.now())
        tell()
    assert [request.headers["webhook-id"] for request in receiver.requests] == [f"notice-{notice.batch}"] * 3
    notice.refresh_from_db()
    assert notice.sent_at and notice.error == ""


def test_a_sender_that_dies_leaves_the_message_to_be_sent_again(hooked, receiver, failed, monkeypatch):
    def dies(*args) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(transports, "send", dies)
        tell_all()
    tell()
    assert receiver.requests == [], "not before its lease is over"
    Notice.objects.update(due_at=clock.now())
    tell()
    assert len(receiver.requests) == 1


def test_it_is_given_up_after_a_day_and_its_end_is_not_told(hooked, receiver, failed, plaza):
    tell()
    Notice.objects.update(tries=sending.TRIES, batch="00000000-0000-0000-0000-000000000001")
    actions.retry(failed)
    work(failed.pk)
    tell_all()
    assert receiver.requests == []


def test_mail_goes_through_a_real_server(settings, told, failed):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        server.on_rcpt = ["450 busy"]
        tell_all()
        assert "does not take mail" in Notice.objects.get().error
        Notice.objects.update(due_at=clock.now())
        tell()
        (message,) = server.mails()
    assert message["Subject"].strip() == "Content Hub: Not delivered: “Card” to The plaza"
    assert message["Message-ID"].startswith("<notice-")


def test_without_a_mail_server_the_notice_waits_and_says_so(settings, told, failed):
    settings.EMAIL_URL = ""
    tell_all()
    assert "set EMAIL_URL" in Notice.objects.get().error
    assert mail.outbox == []


def test_a_hub_without_a_worker_is_told_of_and_its_return(told, monkeypatch):
    monkeypatch.setattr(watching, "PATIENCE", 0.0)
    monkeypatch.setattr(watching, "PARTS", {"worker": watching.PARTS["worker"]})
    watch = watching.Watch()
    for _ in range(3):
        watch.look(clock.now())
    tell_all()
    assert subjects() == ["Content Hub: The hub stands still"]
    assert "No worker is running" in mail.outbox[0].body
    Heartbeat.objects.create(name="worker", host="box", pid=1, started_at=clock.now(), at=clock.now())
    watch.look(clock.now())
    Notice.objects.filter(sent_at=None).update(due_at=clock.now())
    sending.gather(clock.now())
    sending.send_due()
    assert subjects()[1:] == ["Content Hub: The hub works again"]


def test_a_restart_is_nobodys_business(told, monkeypatch):
    monkeypatch.setattr(watching, "PARTS", {"worker": watching.PARTS["worker"]})
    watching.Watch().look(clock.now())
    assert not Notice.objects.exists()


def test_no_secret_travels_or_is_logged(hooked, receiver, failed, caplog):
    receiver.script = [Reply(401, {"error": SECRET})]
    with caplog.at_level("DEBUG"):
        tell_all()
    assert SECRET not in caplog.text
    assert SECRET not in Notice.objects.get().error


def test_a_test_message_says_that_it_is_one(told):
    assert "This is a test" in wording.trial(told).body


def test_nothing_is_asked_of_the_database_for_a_hub_without_targets(django_assert_num_queries):
    with django_assert_num_queries(1):
        tell()


def test_looking_costs_the_same_however_much_was_told(told, card, account, django_assert_max_num_queries):
    for _ in range(20):
        actions.schedule(card, account)
    Delivery.objects.update(state="failed", reason="No.")
    tell_all()
    with django_assert_max_num_queries(18):
        tell()
