"""Nothing goes out that says what the asset no longer says; what was confirmed goes by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contenthub.assets.models import Asset
from contenthub.lib import clock
from contenthub.publishing import actions, release_check
from contenthub.publishing.errors import CannotChange, CannotSchedule
from contenthub.publishing.models import Delivery
from contenthub.publishing.worker import work
from contenthub.variants.behind import judging
from contenthub.variants.models import Variant
from contenthub.variants.source import Source


@pytest.fixture
def card(make_card, asset) -> Variant:
    """Approved; its copy comes from the asset's summary."""
    return make_card(field_sources={"copy_text": source(asset)})


def source(asset: Asset) -> dict[str, Any]:
    latest = asset.get_latest_revision_as_object()
    return Source(asset.pk, asset.latest_revision_id, ["summary"], latest.summary).as_json()


def revise(asset: Asset, summary: str) -> None:
    asset = Asset.objects.get(pk=asset.pk)
    draft = asset.get_latest_revision_as_object()
    draft.summary = summary
    draft.save_revision()


def confirm(card: Variant, asset: Asset, *, approve: bool = True) -> None:
    page = Variant.objects.get(pk=card.pk).specific.get_latest_revision_as_object()
    page.field_sources = {"copy_text": source(Asset.objects.get(pk=asset.pk))}
    revision = page.save_revision()
    if approve:
        revision.publish()


def after(delivery: Delivery) -> Delivery:
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_what_is_due_after_the_asset_changed_is_held(delivery, asset, plaza):
    revise(asset, "They do something else.")
    after(delivery)
    assert (delivery.state, delivery.hold) == ("held", "behind")
    assert "Confirm that part" in delivery.reason
    assert plaza.requests == []


def test_a_revision_of_other_words_holds_nothing(delivery, asset, plaza):
    revise(asset, f"{asset.summary} And a sentence more.")
    assert after(delivery).state == "live"


def test_what_is_scheduled_for_later_is_held_as_soon_as_the_asset_changes(card, account, asset):
    delivery = actions.schedule(card, account, clock.now() + dt.timedelta(days=2))
    revise(asset, "They do something else.")
    judging.catch_up()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "behind")


def test_confirmed_but_not_approved_it_stays_held(delivery, card, asset):
    revise(asset, "They do something else.")
    after(delivery)
    confirm(card, asset, approve=False)
    judging.catch_up()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "behind")


def test_confirmed_and_approved_it_goes_out_by_itself(delivery, card, asset, plaza):
    revise(asset, "They do something else.")
    after(delivery)
    confirm(card, asset)
    judging.catch_up()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold, delivery.reason) == ("scheduled", "", "")
    assert after(delivery).state == "live"
    assert len(plaza.audience) == 1


def test_confirmed_after_its_time_it_asks_first(delivery, card, asset, settings):
    revise(asset, "They do something else.")
    after(delivery)
    late = clock.now() - dt.timedelta(seconds=settings.HUB_DELIVERY_WINDOW + 60)
    Delivery.objects.update(planned_at=late)
    confirm(card, asset)
    judging.catch_up()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "missed")
    assert "choose another time" in delivery.reason


def test_taken_down_it_is_not_released(delivery, card, asset):
    revise(asset, "They do something else.")
    after(delivery)
    card.specific.unpublish()
    judging.catch_up()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.hold) == ("held", "behind")


def test_the_asset_changed_back_releases_it_too(delivery, asset):
    said = asset.summary
    revise(asset, "They do something else.")
    after(delivery)
    revise(asset, said)
    judging.catch_up()
    delivery.refresh_from_db()
    assert delivery.state == "scheduled"


def test_scheduling_and_sending_what_is_behind_is_refused(delivery, card, account, asset):
    revise(asset, "They do something else.")
    with pytest.raises(CannotSchedule, match="The asset has changed"):
        actions.schedule(card, account)
    after(delivery)
    with pytest.raises(CannotChange, match="The asset has changed"):
        actions.retry(delivery)


def test_an_asset_revised_while_it_is_prepared_stops_the_call(delivery, asset, plaza, monkeypatch):
    from tests.publishing.platform import Connector

    def slow(self, post, state):
        revise(asset, "They do something else.")
        return state

    monkeypatch.setattr(Connector, "prepare", slow)
    after(delivery)
    assert (delivery.state, delivery.hold, delivery.armed_at) == ("held", "behind", None)
    assert plaza.audience == []


def test_what_is_live_stays_live(delivery, asset):
    assert after(delivery).state == "live"
    revise(asset, "They do something else.")
    judging.catch_up()
    delivery.refresh_from_db()
    assert delivery.state == "live"


def test_confirmed_after_its_all_or_none_release_was_kept_it_does_not_go_alone(card, make_card, account, asset, plaza):
    pairs = [(make_card(title="Other"), account), (card, account)]
    release = actions.make_release("Launch", pairs, clock.now(), all_or_none=True)
    revise(asset, "They do something else.")
    judging.catch_up()
    release_check.run(clock.now())
    confirm(card, asset)
    judging.catch_up()
    assert list(release.deliveries.values_list("state", "hold")) == [("held", "failed_check")] * 2
    assert actions.send_held(release) == 2
