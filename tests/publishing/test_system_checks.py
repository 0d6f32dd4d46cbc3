"""What ``manage.py check`` says before something fails at run time."""

from __future__ import annotations

import pytest

from contenthub.publishing import system_checks
from contenthub.publishing.models import Account


def ids(found) -> list[str]:
    return [message.id for message in found]


def test_an_ordinary_installation_passes(db):
    assert system_checks.queues(None) == system_checks.times(None) == []
    assert system_checks.stored_accounts(None, databases=["default"]) == []


def test_a_missing_queue_is_an_error(settings):
    settings.RQ_QUEUES = {"default": {}}
    assert ids(system_checks.queues(None)) == ["publishing.E001"]


def test_a_window_no_longer_than_the_lease_is_told(settings):
    settings.HUB_DELIVERY_WINDOW, settings.HUB_LEASE_SECONDS = 200, 120
    assert ids(system_checks.times(None)) == ["publishing.W001"]


@pytest.mark.parametrize(("url", "expected"), [("http://localhost:8000", 1), ("https://hub.example", 0)])
def test_links_that_lead_nowhere_are_told_before_deploying(settings, url, expected):
    settings.BASE_URL = url
    assert ids(system_checks.public_address(None)) == ["publishing.W002"] * expected


def test_private_addresses_in_production_are_told(settings):
    settings.PRODUCTION, settings.ALLOW_PRIVATE_ADDRESSES = True, True
    assert ids(system_checks.private_addresses(None)) == ["publishing.W003"]


def test_accounts_that_cannot_be_used_are_told(account, settings):
    Account.objects.create(name="Gone", channel="gone")
    settings.SECRET_KEY = "another"
    assert sorted(ids(system_checks.stored_accounts(None, databases=["default"]))) == [
        "publishing.W004",
        "publishing.W005",
    ]


def test_without_the_database_nothing_is_asked_of_it():
    assert system_checks.stored_accounts(None) == []
