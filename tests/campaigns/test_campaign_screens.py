"""Campaigns in the admin."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.brand.models import Brand
from contenthub.campaigns.models import Campaign, KpiTarget

LIST = "/admin/campaigns/"
FORMSETS = {
    f"{name}-{part}": count
    for name in ("kpi_targets", "calls_to_action")
    for part, count in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
}
FIELDS = {"name": "Spring", "objective": "leads", "time_zone": "Europe/Berlin", "currency": "EUR", **FORMSETS}


def test_an_editor_makes_a_campaign_and_leaves_the_names_to_us(person):
    person("Editors").post(f"{LIST}add/", {**FIELDS, "starts_on": "2026-03-01"})
    campaign = Campaign.objects.get()
    assert (campaign.slug, campaign.utm_campaign, campaign.currency) == ("spring", "2026-03_spring", "EUR")


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Europe/Nowhere"), ("currency", "euro"), ("utm_campaign", "Not Good"), ("name", "")],
)
def test_what_is_wrong_is_said_beside_its_field(field, value, person):
    answer = person("Editors").post(f"{LIST}add/", {**FIELDS, field: value})
    assert field in answer.context["form"].errors
    assert Campaign.objects.count() == 0


def test_targets_and_calls_to_action_belong_to_the_form(person):
    fields = {
        **FIELDS,
        "kpi_targets-TOTAL_FORMS": 1,
        "kpi_targets-0-metric": "leads",
        "kpi_targets-0-target": "120",
        "kpi_targets-0-ORDER": 1,
        "calls_to_action-TOTAL_FORMS": 1,
        "calls_to_action-0-language": "zh-hans",
        "calls_to_action-0-text": "下载白皮书",
        "calls_to_action-0-ORDER": 1,
    }
    person("Editors").post(f"{LIST}add/", fields)
    campaign = Campaign.objects.get()
    assert campaign.kpi_targets.get().target == 120
    assert campaign.call_to_action("zh-hans") == "下载白皮书"
    assert campaign.call_to_action("en", "Read it") == "Read it"


def test_the_listing_shows_and_filters(person):
    Campaign.objects.create(name="Spring", objective="leads", starts_on=dt.date(2026, 3, 1))
    Campaign.objects.create(name="Autumn", objective="awareness")
    client = person("Editors")
    shown = client.get(LIST).content.decode()
    assert "2026-03_spring" in shown
    assert "March 1, 2026" in shown
    only = client.get(LIST, {"objective": "awareness"}).context["object_list"]
    assert [campaign.name for campaign in only] == ["Autumn"]


@pytest.mark.parametrize("screen", ["inspect", "history", "usage", "edit"])
def test_every_screen_of_a_campaign_opens(screen, person):
    campaign = Campaign.objects.create(name="Spring", budget=1200, brand=Brand.objects.create(name="Guild"))
    KpiTarget.objects.create(campaign=campaign, metric="leads", target=120)
    assert person("Editors").get(f"{LIST}{screen}/{campaign.pk}/").status_code == 200


def test_an_editor_does_not_delete_and_a_moderator_does(person):
    campaign = Campaign.objects.create(name="Spring")
    person("Editors").post(f"{LIST}delete/{campaign.pk}/")
    assert Campaign.objects.count() == 1
    person("Moderators").post(f"{LIST}delete/{campaign.pk}/")
    assert Campaign.objects.count() == 0


def test_a_brand_in_use_cannot_be_deleted(person, django_capture_on_commit_callbacks):
    client = person("Moderators")
    with django_capture_on_commit_callbacks(execute=True):
        brand = Brand.objects.create(name="Guild")
        Campaign.objects.create(name="Spring", brand=brand)
    shown = client.get(f"/admin/brands/delete/{brand.pk}/").content.decode()
    assert "referenced" in shown
    answer = client.post(f"/admin/brands/delete/{brand.pk}/")
    assert answer.status_code < 500
    assert Brand.objects.count() == 1
