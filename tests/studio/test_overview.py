"""The overview closes the loop: deliveries, clicks by people and machines, leads and what brought them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.audience.actions import submit_form
from contenthub.links.models import Click
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.worker import work
from contenthub.studio.overview import overview
from contenthub.variants.actions import approve, derive

pytestmark = pytest.mark.django_db

PAPER = """# Ferries by the Tide

## Summary

Ferries that follow the tide save 18% of their fuel. Three ports changed their timetables.

## What changed

The port of Hale moved 12 departures by 40 minutes. Crews rest longer between two shifts.
"""


@pytest.fixture
def asset(tmp_path) -> Asset:
    ensure_libraries()
    (tmp_path / "ferries.md").write_text(PAPER)
    return Asset.objects.get(pk=import_asset(tmp_path / "ferries.md", publish=True).asset_id)


@pytest.fixture
def delivery(asset, tmp_path):
    (tmp_path / "outbox").mkdir()
    account = add_account("folder", "Outbox", {"directory": str(tmp_path / "outbox")})
    card = next(variant for variant in derive(asset, ["social_card", "h5_page"]) if variant.kind_name == "social_card")
    made = schedule(approve(card), account)
    work(made.pk)
    made.refresh_from_db()
    return made


def click(delivery, label: str) -> None:
    Click.objects.create(link=delivery.link, at=timezone.now(), label=label)


def test_clicks_of_machines_are_counted_apart_and_leads_go_to_the_link_that_brought_them(asset, delivery):
    for label in ("human", "human", "bot", "suspect"):
        click(delivery, label)
    submit_form(asset, email="rita@example.org", name="Rita", consents={}, last_link=delivery.link)
    submit_form(asset, email="otto@example.org", name="Otto", consents={})
    found = overview(asset)
    assert (found.live, found.clicks, found.machine_clicks) == (1, 2, 2)
    assert (len(found.leads), found.unattributed) == (2, 1)
    assert found.rate == 50
    card = next(row for row in found.rows if row.variant.kind_name == "social_card")
    assert (card.live, card.clicks, card.leads) == (1, 2, 1)


def test_a_rate_without_clicks_is_unknown_and_not_nought(asset, delivery):
    assert overview(asset).rate is None


def test_the_screen_takes_the_same_number_of_queries_however_many_clicks(
    asset, delivery, admin_client, django_assert_max_num_queries
):
    address = reverse("hub:overview", args=[asset.pk])
    admin_client.get(address)
    for _ in range(30):
        click(delivery, "human")
    with django_assert_max_num_queries(60):
        answer = admin_client.get(address)
    assert b"Outbox" in answer.content


def test_a_lead_shows_the_delivery_behind_it(asset, delivery, admin_client):
    lead = submit_form(
        asset, email="rita@example.org", name="Rita", consents={}, first_link=delivery.link, last_link=delivery.link
    )
    answer = admin_client.get(f"/admin/leads/inspect/{lead.pk}/")
    assert b"First and last" in answer.content
    assert f"/admin/publishing/deliveries/inspect/{delivery.pk}/".encode() in answer.content


def test_the_home_shows_what_needs_a_person_and_what_came_back(asset, delivery, admin_client):
    click(delivery, "human")
    content = admin_client.get("/admin/").content.decode()
    assert "Nothing waits for you" in content
    assert "Ferries by the Tide" in content


def test_someone_without_rights_does_not_see_it(asset, client):
    client.force_login(User.objects.create_user("nobody"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("hub:overview", args=[asset.pk]))
    assert answer.status_code in (302, 403)
    assert b"Ferries" not in answer.content
