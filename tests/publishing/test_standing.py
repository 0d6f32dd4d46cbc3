"""How an account stands, for programs and on its screens."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import accounts, actions, rates
from contenthub.publishing.models import Account
from contenthub.publishing.standing import accounts_report
from tests.publishing.platform import Connector


@pytest.fixture
def limited(account, monkeypatch: pytest.MonkeyPatch) -> Account:
    """It may make 300 calls in five minutes, and has made twelve."""
    monkeypatch.setattr(Connector, "capabilities", dataclasses.replace(Connector.capabilities, rate=(300, 300)))
    rates.room(account, accounts.capabilities(account), 12)
    return account


def test_a_report_has_exactly_the_promised_keys(limited, delivery):
    report = accounts_report(limited)
    assert report == {
        "account_id": limited.pk,
        "name": "The plaza",
        "channel": "plaza",
        "state": "active",
        "trouble": "",
        "reason": "",
        "paused_at": None,
        "resumes_at": None,
        "not_before": None,
        "expires_at": None,
        "rate": {"used": 12, "limit": 300, "seconds": 300},
        "app_rate": None,
        "held": 0,
    }


def test_a_paused_accounts_report_says_why_until_when_and_what_is_held(account, delivery):
    until = clock.now() + dt.timedelta(hours=1)
    actions.pause_account(account, "Asked to wait.", trouble=Account.Trouble.RATE, resumes_at=until)
    account.refresh_from_db()
    report = accounts_report(account)
    assert (report["state"], report["trouble"], report["reason"]) == ("paused", "rate", "Asked to wait.")
    assert report["resumes_at"] == until.isoformat(timespec="seconds")
    assert report["paused_at"] and report["held"] == 1


def test_a_report_of_an_account_whose_channel_is_gone_can_be_made(account):
    Account.objects.update(channel="gone")
    account.refresh_from_db()
    assert accounts_report(account)["rate"] is None


def test_the_accounts_page_shows_how_it_stands(admin, limited, delivery):
    until = clock.now() + dt.timedelta(hours=1)
    Account.objects.update(not_before=clock.now() + dt.timedelta(minutes=1), expires_at=clock.now() + dt.timedelta(2))
    limited.refresh_from_db()
    text = admin.get(reverse("publishing_account:inspect", args=[limited.pk])).content.decode()
    assert "12 of 300 calls within 5 minutes" in text
    assert "Makes no call before" in text and "Credentials end" in text and "Soon" in text
    actions.pause_account(limited, "Asked to wait.", trouble=Account.Trouble.RATE, resumes_at=until)
    text = admin.get(reverse("publishing_account:inspect", args=[limited.pk])).content.decode()
    assert "Asked to wait." in text and "by itself" in text and "Paused since" in text


def test_the_listing_shows_trouble_waits_and_ends(admin, account):
    Account.objects.update(not_before=clock.now() + dt.timedelta(minutes=1), expires_at=clock.now() + dt.timedelta(2))
    text = admin.get(reverse("publishing_account:index")).content.decode()
    assert "Waits until" in text and "Credentials end on" in text
    actions.pause_account(account, "Not let in.", trouble=Account.Trouble.AUTH)
    assert "Credentials not accepted" in admin.get(reverse("publishing_account:index")).content.decode()


def test_the_address_of_a_named_original_is_offered(admin, make_delivery, plaza):
    from contenthub.publishing.worker import work

    delivery = make_delivery("plaza_blind")
    plaza.faults = [plaza.refuse_as_duplicate]
    work(delivery.pk)
    text = admin.get(reverse("publishing_delivery:inspect", args=[delivery.pk])).content.decode()
    assert 'value="https://plaza.example/original"' in text
    assert "Refused as a duplicate" in text
