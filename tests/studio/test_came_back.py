"""The home page's figures: each counted by itself, and the same as if all were counted together."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from contenthub.assets.models import Asset
from contenthub.assets.setup import library_for
from contenthub.audience.models import Contact, Lead
from contenthub.links.actions import Utm, make_link
from contenthub.links.models import Click
from contenthub.publishing.actions import add_account
from contenthub.publishing.models import Delivery
from contenthub.studio.came_back import came_back
from contenthub.studio.overview import overview
from contenthub.studio.panels import NextOut
from contenthub.variants.kinds.social_card import SocialCard

pytestmark = pytest.mark.django_db

NOW = timezone.now()
MONTH = NOW - dt.timedelta(days=30)


@pytest.fixture
def account(tmp_path):
    return add_account("folder", "Outbox", {"directory": str(tmp_path)})


@pytest.fixture
def make_asset():
    def make(title: str):
        asset = Asset(title=title, slug=title.lower(), summary="What it says.")
        library_for("en").add_child(instance=asset)
        return asset, asset.add_child(instance=SocialCard(title=f"Card of {title}", copy_text="In short."))

    return make


def made(card, account, state: str, **fields) -> Delivery:
    asset = card.source_asset
    link = None
    if "original" not in fields:
        link = make_link(target="https://reader.example/", utm=Utm("a", "b", "c"), campaign=None, asset=asset)
    extra = {"live_at": NOW} if state == "live" else {}
    fields = {"due_at": NOW, **extra, **fields}
    return Delivery.objects.create(
        variant_id=card.pk, account=account, link=link, state=state, planned_at=NOW, **fields
    )


def came(delivery: Delivery, label: str, count: int, at: dt.datetime = NOW) -> None:
    Click.objects.bulk_create(Click(link=delivery.link, at=at, label=label) for _ in range(count))


def test_each_figure_counts_its_own_rows_once(make_asset, account):
    asset, card = make_asset("Ferries")
    one, two = made(card, account, "live"), made(card, account, "live")
    made(card, account, "failed")
    made(card, account, "live", intent="update", original=one)
    for delivery in (one, two):
        came(delivery, "human", 3)
        came(delivery, "bot", 2)
    came(one, "suspect", 1)
    came(one, "human", 5, MONTH - dt.timedelta(days=1))
    contact = Contact.objects.create(email="rita@example.org")
    for link in (one.link, None):
        Lead.objects.create(contact=contact, asset=asset, last_link=link)
    found = came_back(MONTH, 8)[0]
    assert (found.human, found.machine, found.live_count, found.lead_count) == (6, 5, 2, 2)


def test_the_assets_with_most_people_come_first_then_those_with_more_that_is_live(make_asset, account):
    make_asset("Quiet")
    (_, out), (_, busy) = make_asset("Out"), make_asset("Busy")
    made(out, account, "live")
    came(made(busy, account, "cancelled"), "human", 1)
    assert [each.title for each in came_back(MONTH, 8)] == ["Busy", "Out", "Quiet"]
    assert [each.title for each in came_back(MONTH, 1)] == ["Busy"]


def test_what_goes_out_next_stands_first_and_all_of_it_is_counted(make_asset, account):
    _, card = make_asset("Ferries")
    due = [made(card, account, "scheduled", due_at=NOW + dt.timedelta(hours=hours)) for hours in range(10, 0, -1)]
    sending = made(card, account, "sending", leased_until=NOW)
    made(card, account, "live")
    said = NextOut().get_context_data()
    assert said["count"] == 11
    assert [each.pk for each in said["deliveries"]] == [sending.pk, *(each.pk for each in reversed(due[3:]))]


def test_an_overview_shows_some_deliveries_of_each_variant_and_counts_all(
    make_asset, account, monkeypatch, admin_client
):
    monkeypatch.setattr("contenthub.studio.overview.SHOWN", 2)
    asset, card = make_asset("Ferries")
    failed = made(card, account, "failed", due_at=NOW - dt.timedelta(days=9))
    live = [made(card, account, "live", due_at=NOW - dt.timedelta(days=days)) for days in range(4)]
    for delivery in live:
        came(delivery, "human", 2)
        came(delivery, "bot", 1)
    Lead.objects.create(contact=Contact.objects.create(email="rita@example.org"), asset=asset, last_link=live[3].link)
    found = overview(asset)
    row = found.rows[0]
    assert [each.pk for each in row.deliveries] == [failed.pk, live[0].pk], "what needs a person, and the latest"
    assert (found.live, found.clicks, found.machine_clicks, row.leads, row.more) == (4, 8, 4, 1, 3)
    assert (live[0].pk, 2, 1) == (row.deliveries[1].pk, row.deliveries[1].human, row.deliveries[1].bot)
    assert b"3 more deliveries" in admin_client.get(f"/admin/hub/assets/{asset.pk}/").content
