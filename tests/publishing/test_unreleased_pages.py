"""A page of the variant's own is linked to only once it answers."""

from __future__ import annotations

import pytest

from channels.base import Receipt
from contenthub.publishing import accounts, actions
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.models import Delivery
from contenthub.publishing.worker import work
from contenthub.variants.actions import approve, derive


@pytest.fixture
def page(asset):
    return approve(derive(asset, ["h5_page"])[0])


@pytest.fixture
def site(db):
    return actions.add_account("site", "This site", {})


def test_a_page_that_is_not_released_is_not_sent_elsewhere(page, account):
    with pytest.raises(CannotSchedule, match="Release it on this site first"):
        actions.schedule(page, account)
    assert not Delivery.objects.exists()


def test_releasing_it_needs_no_release(page, site):
    delivery = actions.schedule(page, site)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "live", delivery.reason


def test_a_released_page_may_be_sent_elsewhere(page, site, account, plaza):
    work(actions.schedule(page, site).pk)
    delivery = actions.schedule(page, account)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "live", delivery.reason
    assert delivery.link.target == page.public_url
    assert len(plaza.audience) == 1


def test_it_is_planned_together_with_its_release_and_held_while_that_did_not_happen(page, site, account, plaza):
    release = actions.schedule(page, site)
    delivery = actions.schedule(page, account)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "failed_check")
    assert "Release it on this site first" in delivery.reason
    work(release.pk)
    actions.retry(delivery)
    work(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "live", delivery.reason
    assert len(plaza.audience) == 1


def test_a_page_withdrawn_since_is_held(page, site, account, plaza):
    work(actions.schedule(page, site).pk)
    delivery = actions.schedule(page, account)
    accounts.connector(site).withdraw(Receipt(id=str(page.pk), url=page.public_url))
    work(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "failed_check")
    assert plaza.audience == []


def test_a_page_whose_asset_is_not_published_would_lead_nowhere(page, site, asset):
    asset.unpublish()
    with pytest.raises(CannotSchedule, match="Publish the asset first"):
        actions.schedule(page, site)
