"""Nobody waits for ever: campaigns where only one post fits in at a time, and posts beside many look-ups."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest

from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.publishing import actions, lanes, lease, rates, turns
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Account, Delivery
from tests.publishing.platform import Connector, drop

pytestmark = pytest.mark.django_db(transaction=True)


def due(card, account, count: int, minutes: int, **fields) -> list[int]:
    found = [actions.schedule(card, account).pk for _ in range(count)]
    at = clock.now() - dt.timedelta(minutes=minutes)
    Delivery.objects.filter(pk__in=found).update(due_at=at, **fields)
    return found


def test_where_only_one_goes_at_a_time_a_small_campaign_is_not_kept_behind_a_big_one(card, account):
    """A platform that takes longer than a lane's slice, or lets one call through at a time, begins anew each time."""
    big, small = (Campaign.objects.create(name=name, slug=name, utm_campaign=name) for name in ("big", "small"))
    due(card, account, 30, 10, campaign=big)
    (single,) = due(card, account, 1, 5, campaign=small)
    firsts = [lanes.next_due(account.pk, clock.now(), 1)[0] for _ in range(60)]
    assert 10 <= firsts.count(single) <= 50


def test_within_a_campaign_the_oldest_goes_first(card, account):
    big, small = (Campaign.objects.create(name=name, slug=name, utm_campaign=name) for name in ("big", "small"))
    crowd = due(card, account, 5, 10, campaign=big)
    due(card, account, 5, 5, campaign=small)
    found = [pk for pk in lanes.next_due(account.pk, clock.now(), 10) if pk in crowd]
    assert found == crowd


def test_posts_go_out_beside_look_ups_that_take_all_the_time_there_is(card, account, plaza, monkeypatch):
    first = [actions.schedule(card, account).pk for _ in range(3)]
    plaza.faults = [drop] * 3
    Slice(account.pk).run()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"unconfirmed"}
    post = actions.schedule(card, account)
    find = Connector.find

    def slowly(self, *args):
        time.sleep(0.6)
        return find(self, *args)

    monkeypatch.setattr(Connector, "find", slowly)
    assert Slice(account.pk, seconds=0.5).run() == [first[0], post.pk]
    post.refresh_from_db()
    assert post.state == "live"


def test_whoever_is_to_stop_begins_nothing(card, account, plaza):
    actions.schedule(card, account)
    assert Slice(account.pk, go_on=lambda: False).run() == []
    assert plaza.requests == []


def test_of_accounts_that_share_a_limit_none_is_always_first(card, make_account, monkeypatch):
    """Where the whole app may make one call at a time the account with the oldest backlog would take each of them."""
    able = dataclasses.replace(Connector.capabilities, app_rate=(1, 3600))
    monkeypatch.setattr(Connector, "capabilities", able)
    one, other = make_account(name="One"), make_account(name="Other")
    claims = [lease.claim(actions.schedule(card, account).pk) for account in (one, other)]
    assert rates.room(one, able, 1)[0] == 1
    firsts = set()
    for _ in range(30):
        Account.objects.update(not_before=None)
        for claim in claims:
            claim.delivery.account.not_before = None
            with pytest.raises(turns.NotYet), turns.reserved(claim):
                pass
        # As a dispatcher sees them, once a second.
        seen = [int(account.not_before.timestamp()) for account in Account.objects.order_by("pk")]
        firsts.add((seen[0] > seen[1]) - (seen[0] < seen[1]))
    assert {-1, 1} <= firsts
