"""A campaign's UTM name: made for you, closed to odd characters, and fixed once links carry it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from contenthub.campaigns.models import Campaign
from contenthub.links.models import Link


def test_it_is_made_of_the_month_it_starts_in_and_the_name(db):
    campaign = Campaign.objects.create(name="Operators in Production", starts_on=dt.date(2026, 11, 3))
    assert (campaign.slug, campaign.utm_campaign) == ("operators-in-production", "2026-11_operators-in-production")
    campaign.full_clean()


def test_without_a_start_it_is_this_month(db, time_machine):
    time_machine.move_to(dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC))
    assert Campaign.objects.create(name="Spring").utm_campaign == "2027-01_spring"


def test_a_chinese_name_is_spelled_in_latin_letters(db):
    campaign = Campaign.objects.create(name="春季发布", starts_on=dt.date(2026, 3, 1))
    campaign.full_clean()
    assert campaign.utm_campaign == "2026-03_chun-ji-fa-bu"


def test_two_campaigns_of_one_name_get_two_names(db):
    names = [Campaign.objects.create(name="Spring", starts_on=dt.date(2026, 3, 1)).utm_campaign for _ in range(3)]
    assert names == ["2026-03_spring", "2026-03_spring-2", "2026-03_spring-3"]


def test_a_name_that_was_given_stays(db):
    assert Campaign.objects.create(name="Spring", slug="s", utm_campaign="own").utm_campaign == "own"


@pytest.mark.parametrize("value", ["Spring", "spring sale", "frühling", "a__b", "-a", "a&b"])
def test_other_characters_are_refused(value, db):
    with pytest.raises(ValidationError) as error:
        Campaign(name="Spring", utm_campaign=value).full_clean()
    assert "utm_campaign" in error.value.message_dict


def linked(campaign: Campaign) -> None:
    Link.objects.create(
        code="abc", target="https://example.com/", tagged_target="https://example.com/", utm_source="s", utm_medium="m",
        utm_campaign=campaign.utm_campaign, campaign=campaign,
    )  # fmt: skip


def test_it_may_change_while_no_link_carries_it(db):
    campaign = Campaign.objects.create(name="Spring")
    campaign.utm_campaign = "another"
    campaign.full_clean()


@pytest.mark.parametrize("value", ["another", ""])
def test_once_a_link_carries_it_it_is_fixed(value, db):
    campaign = Campaign.objects.create(name="Spring", utm_campaign="2026-03_spring")
    linked(campaign)
    campaign.utm_campaign = value
    with pytest.raises(ValidationError) as error:
        campaign.full_clean()
    assert "2026-03_spring" in error.value.message_dict["utm_campaign"][0]


def test_everything_else_may_still_change(db):
    campaign = Campaign.objects.create(name="Spring")
    linked(campaign)
    campaign.name = "Spring and summer"
    campaign.full_clean()


def test_it_cannot_end_before_it_starts(db):
    with pytest.raises(ValidationError) as error:
        Campaign(name="Spring", starts_on=dt.date(2026, 3, 2), ends_on=dt.date(2026, 3, 1)).full_clean()
    assert "ends_on" in error.value.message_dict
