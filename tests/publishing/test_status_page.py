"""The status page, what the home page says, and the screens of notifications."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from contenthub.lib import clock, sealed
from contenthub.publishing import heartbeat
from contenthub.publishing.models import Delivery, Heartbeat, NoticeTarget
from contenthub.publishing.worker import work
from tests.channels.servers import PlatformServer, Reply
from tests.publishing.platform import says
from tests.publishing.test_notices import SECRET
from tests.publishing.test_status import beats


@pytest.fixture(autouse=True)
def fresh(settings, valkey_url):
    settings.RQ_QUEUES = {name: {"URL": valkey_url} for name in settings.RQ_QUEUES}
    settings.EMAIL_URL = "console:"
    cache.clear()
    yield
    cache.clear()


def page(browser, name: str, *args) -> str:
    response = browser.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_hub_says_what_to_do(admin):
    text = page(admin, "publishing_status:index")
    for words in ("No dispatcher is running", "Start the hub: manage.py hub", "Add the first one", "Nothing was tried"):
        assert words in text


def test_the_page_shows_processes_figures_channels_and_tries(admin, delivery, plaza):
    plaza.faults = [says(422)]
    work(delivery.pk)
    beats("dispatcher", 11)
    beats("worker", 12, ago=30)
    heartbeat.beat("worker")
    text = page(admin, "publishing_status:index")
    for words in ("All is well", "box, 11", "Dead", "0 of 1", "Refused", "says 422", "publish"):
        assert words in text


def test_what_changes_is_given_alone_and_never_kept(admin):
    response = admin.get(reverse("publishing_status:results"))
    assert "<html" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_held_deliveries_are_shown_by_reason(admin, delivery):
    Delivery.objects.update(state="held", hold="missed")
    assert "Missed its time: 1" in page(admin, "publishing_status:index")


def test_the_home_page_warns_while_nothing_goes_out(admin):
    assert "No dispatcher is running: nothing goes out" in page(admin, "wagtailadmin_home")
    for name in ("dispatcher", "worker"):
        Heartbeat.objects.create(name=name, host="box", pid=1, started_at=clock.now(), at=clock.now())
    assert "nothing goes out" not in page(admin, "wagtailadmin_home")


def test_who_may_not_see_deliveries_sees_no_status(client, db):
    user = User.objects.create_user("writer")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("publishing_status:results")).status_code in (302, 403)
    assert client.get(reverse("publishing_notice:index")).status_code in (302, 403)
    assert "nothing goes out" not in client.get(reverse("wagtailadmin_home")).content.decode()


def add(browser, **typed) -> str:
    fields = {"way": "mail", "address": "ops@example.com", "events": ["failure"], "language": "en", "active": "on"}
    return browser.post(reverse("publishing_notice:add"), {**fields, **typed}, follow=True).content.decode()


def test_an_empty_list_says_what_to_do(admin):
    assert "Nobody is told yet" in page(admin, "publishing_notice:index")


def test_an_address_is_added_and_tested(admin):
    assert "Send a test" in add(admin)
    target = NoticeTarget.objects.get()
    assert (target.address, target.events) == ("ops@example.com", ["failure"])
    said = admin.post(reverse("publishing_notice:test", args=[target.pk]), follow=True).content.decode()
    assert "The test was sent to ops@example.com." in said
    assert mail.outbox[0].subject == "Content Hub: Notifications arrive here"


@pytest.mark.parametrize(
    "typed",
    [
        {"address": "nobody"},
        {"way": "webhook", "address": "ops@example.com"},
        {"way": "webhook", "address": "https://example.com/in", "secret": "short"},
        {"events": []},
    ],
)
def test_what_makes_no_sense_is_refused(admin, typed):
    assert "error" in add(admin, **typed)
    assert not NoticeTarget.objects.exists()


def test_a_webhooks_secret_is_made_shown_once_and_kept_sealed(admin):
    said = add(admin, way="webhook", address="http://receiver:8080/in")
    target = NoticeTarget.objects.get()
    secret = sealed.unseal(target.sealed)["secret"]
    assert secret.startswith("whsec_") and secret in said.replace("&#x2B;", "+").replace("&#x3D;", "=")
    assert secret not in page(admin, "publishing_notice:inspect", target.pk)
    assert secret not in page(admin, "publishing_notice:edit", target.pk)
    typed = {"way": "webhook", "address": target.address, "events": ["hub"], "language": "en", "active": "on"}
    admin.post(reverse("publishing_notice:edit", args=[target.pk]), typed)
    target.refresh_from_db()
    assert target.events == ["hub"]
    assert sealed.unseal(target.sealed)["secret"] == secret, "left empty: kept"


def test_a_test_that_fails_says_why(admin):
    with PlatformServer() as server:
        server.script = [Reply(500)]
        fields = {"way": "webhook", "address": server.url, "sealed": sealed.seal({"secret": SECRET})}
        target = NoticeTarget.objects.create(events=["failure"], **fields)
        said = admin.post(reverse("publishing_notice:test", args=[target.pk]), follow=True).content.decode()
    assert "500" in said
    assert server.requests[0].headers["webhook-id"].startswith("test-")


def test_looking_sends_nothing(admin):
    target = NoticeTarget.objects.create(address="ops@example.com", events=["failure"])
    assert admin.get(reverse("publishing_notice:test", args=[target.pk])).status_code == 405
    assert mail.outbox == []


def test_what_was_sent_and_what_was_not_is_shown(admin, delivery):
    target = NoticeTarget.objects.create(address="ops@example.com", events=["failure"])
    at = clock.now()
    for number, fields in enumerate(
        [{"sent_at": at, "tries": 1}, {"tries": 20, "error": "No."}, {"tries": 1, "error": "Busy."}]
    ):
        target.notices.create(
            event="failure", about=f"delivery:{number}", delivery=delivery, created_at=at, due_at=at, **fields
        )
    text = page(admin, "publishing_notice:inspect", target.pk)
    for words in ("Given up", "Not yet, after 1 try", "Busy."):
        assert words in text
