"""One delivery's page while its outcome is open: what is known, what follows by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from contenthub.lib import clock
from contenthub.links.models import Click
from contenthub.publishing import verbs
from contenthub.publishing.models import Delivery
from contenthub.publishing.worker import work
from tests.publishing.platform import drop

PAGE, NOW = "publishing_delivery:inspect", "publishing_delivery:now"


@pytest.fixture
def doubtful(make_delivery, plaza) -> Delivery:
    """Its call broke off, and nobody can look it up."""
    delivery = make_delivery("plaza_blind")
    plaza.faults = [drop]
    work(delivery.pk)
    return Delivery.objects.get(pk=delivery.pk)


def page(browser, delivery: Delivery, name: str = PAGE) -> str:
    return browser.get(reverse(name, args=[delivery.pk])).content.decode()


def click(delivery: Delivery, label: str, after: float = 60.0) -> None:
    Click.objects.create(link=delivery.link, at=delivery.armed_at + dt.timedelta(seconds=after), label=label)


def test_it_says_what_was_sent_when_and_that_only_a_person_can_look(admin, doubtful):
    text = page(admin, doubtful)
    for words in (
        "The call was made at",
        "Only a person can look",
        "What operators do",
        "Nobody has followed its link",
    ):
        assert words in text
    assert f'href="{doubtful.account.values["base_url"]}"' in text


def test_a_person_who_followed_the_link_is_shown_as_evidence(admin, doubtful):
    click(doubtful, "human")
    text = page(admin, doubtful)
    assert "It is very likely out" in text and "A person followed its link" in text
    assert "A person has followed its link, so it is very likely out." in text


def test_machines_are_weaker_evidence_and_clicks_before_the_call_are_none(admin, doubtful):
    click(doubtful, "bot")
    click(doubtful, "human", after=-60)
    text = page(admin, doubtful)
    assert "A machine fetched its link once" in text and "It is very likely out" not in text


def test_what_was_tried_since_is_told(admin, delivery, plaza):
    plaza.faults = [drop]
    work(delivery.pk)
    Delivery.objects.update(wake_at=clock.now())
    work(delivery.pk)
    text = page(admin, delivery)
    assert "The hub can look it up" in text and "It was asked once" in text and "It is asked again at" in text


@pytest.mark.parametrize(
    ("state", "fields", "moves"),
    [
        ("sending", {"leased_until": dt.timedelta(minutes=1)}, True),
        ("unconfirmed", {"wake_at": dt.timedelta(minutes=1)}, True),
        ("unconfirmed", {"wake_at": None}, False),
        ("scheduled", {"due_at": dt.timedelta(seconds=30)}, True),
        ("scheduled", {"due_at": dt.timedelta(hours=1)}, False),
        ("live", {"live_at": dt.timedelta(0)}, False),
        ("failed", {}, False),
    ],
)
def test_the_page_follows_what_is_under_way_and_stops_when_it_is_settled(admin, delivery, state, fields, moves):
    times = {name: value if value is None else clock.now() + value for name, value in fields.items()}
    Delivery.objects.filter(pk=delivery.pk).update(state=state, **times)
    assert ("data-moving" in page(admin, delivery)) is moves


def test_the_parts_are_sent_again_only_when_they_would_show_something_else(admin, doubtful):
    url = reverse(NOW, args=[doubtful.pk])
    version = admin.get(url).context["version"]
    assert admin.get(url, {"version": version}).status_code == 204
    click(doubtful, "human")
    fresh = admin.get(url, {"version": version})
    assert fresh.status_code == 200 and "It is very likely out" in fresh.content.decode()
    assert "<html" not in fresh.content.decode()


def test_a_page_that_shows_what_was_decides_nothing(admin, doubtful):
    stale = verbs.seen(doubtful)
    Delivery.objects.filter(pk=doubtful.pk).update(state="unconfirmed")
    url = reverse("publishing_delivery:verb", args=[doubtful.pk, "give_up"])
    said = admin.post(url, {"seen": stale}, follow=True).content.decode()
    doubtful.refresh_from_db()
    assert "Somebody else was first" in said and doubtful.state == "unconfirmed"


def test_an_update_is_shown_with_the_link_of_what_it_changes(admin, delivery, card, account):
    Delivery.objects.filter(pk=delivery.pk).update(state="live", live_at=clock.now())
    now = clock.now()
    change = Delivery.objects.create(
        variant=card, account=account, intent="update", original=delivery, due_at=now, planned_at=now, state="failed"
    )
    assert delivery.link.short_url in page(admin, change)
