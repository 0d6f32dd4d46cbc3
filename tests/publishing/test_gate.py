"""Nothing goes out that may not, whichever way it was asked for."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Page

from contenthub.brand.models import Brand, BrandTerm
from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.worker import work


def after(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_an_unapproved_variant_is_not_scheduled(make_card, account):
    with pytest.raises(CannotSchedule, match="not approved"):
        actions.schedule(make_card(approved=False), account)
    assert not Delivery.objects.exists()


def test_a_variant_unpublished_since_is_held(delivery, card, plaza):
    card.specific.unpublish()
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "not_approved")
    assert plaza.requests == []


def test_an_approval_withdrawn_while_it_is_prepared_stops_the_call(delivery, card, plaza, monkeypatch):
    from tests.publishing.platform import Connector

    def slow(self, post, state):
        card.specific.unpublish()
        return state

    monkeypatch.setattr(Connector, "prepare", slow)
    after(delivery)
    assert (delivery.state, delivery.hold, delivery.armed_at) == ("held", "not_approved", None)
    assert plaza.audience == []


def test_a_revision_approved_while_it_is_prepared_is_the_one_that_goes(delivery, card, plaza, monkeypatch):
    from tests.publishing.platform import Connector

    def slow(self, post, state):
        if "early" in post.text:
            return state
        page = card.specific
        page.copy_text = "Changed early enough."
        page.save_revision().publish()
        return state

    monkeypatch.setattr(Connector, "prepare", slow)
    after(delivery)
    after(delivery)
    assert delivery.state == "live"
    assert [post["text"][:21] for post in plaza.audience] == ["Changed early enough."]


def test_a_draft_is_never_sent(delivery, card, plaza):
    page = card.specific
    page.copy_text = "Half finished"
    page.save_revision()
    after(delivery)
    assert delivery.state == "live"
    assert "Half finished" not in plaza.audience[0]["text"]


def test_an_account_paused_since_is_held(delivery, account, plaza):
    Account.objects.update(state="paused", reason="Token gone.")
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "account_paused")
    assert "Token gone" in delivery.reason


def test_what_missed_its_window_is_held_not_sent_late(delivery, plaza, settings):
    late = clock.now() - dt.timedelta(seconds=settings.HUB_DELIVERY_WINDOW + 1)
    Delivery.objects.update(planned_at=late)
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "missed")
    assert plaza.requests == []


def test_a_check_that_fails_since_holds_it(delivery, asset, plaza):
    brand = Brand.objects.create(
        name="B", is_default=True, terms=[BrandTerm(language="en", rule="forbidden", word="operators")]
    )
    assert brand.pk
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "failed_check")
    assert "operators" in delivery.reason
    assert plaza.requests == []


def test_an_asset_taken_down_since_holds_it(delivery, asset, plaza):
    asset.unpublish()
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "failed_check")
    assert "Publish the asset first" in delivery.reason


def test_retrying_what_is_unapproved_is_refused(delivery, card, plaza):
    card.specific.unpublish()
    after(delivery)
    with pytest.raises(CannotChange, match="not approved"):
        actions.retry(delivery)
    delivery.refresh_from_db()
    assert delivery.state == "held"


def test_a_row_made_due_behind_the_actions_back_is_still_held(card, delivery, plaza):
    Page.objects.filter(pk=card.pk).update(live=False)
    Delivery.objects.update(state="scheduled", due_at=clock.now(), planned_at=clock.now())
    after(delivery)
    assert delivery.hold == "not_approved"
    assert plaza.audience == []


def test_a_check_of_the_channel_holds_it_too(delivery, card, plaza):
    # A limit that the account turned out to have since.
    Account.objects.update(limits={"text_limit": 20}, limits_at=clock.now())
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "failed_check")
    assert "20 are allowed" in delivery.reason
