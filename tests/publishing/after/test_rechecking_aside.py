"""Looking whether posts are still there is nobody's hurry: it keeps no delivery waiting, whatever the platform does."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from contenthub.lib import clock
from contenthub.publishing import actions, dispatcher, rechecking
from contenthub.publishing.models import Account, Delivery
from tests.channels.servers import RESET, SILENCE, Reply
from tests.publishing.after.square import Square
from tests.publishing.test_lane_worker import is_live, until, worker

__all__ = ["worker"]


@pytest.fixture
def make_old(card):
    """Live through the account, and to be looked at now."""

    def make(account: Account, count: int) -> list[Delivery]:
        at = clock.now()
        values = {"state": "live", "live_at": at, "receipt_id": "s1", "recheck_at": at, "due_at": at}
        made = [actions.schedule(card, account) for _ in range(count)]
        Delivery.objects.filter(pk__in=[each.pk for each in made]).update(**values)
        return [Delivery.objects.get(pk=each.pk) for each in made]

    return make


@pytest.mark.django_db(transaction=True)
def test_a_platform_that_does_not_say_keeps_no_delivery_waiting(card, make_account, make_old, plaza, worker):
    with Square() as hanging:
        hanging.answers = [SILENCE] * 10
        make_old(make_account("plaza_editable", name="Hangs", base_url=hanging.url), 6)
        assert rechecking.step(clock.now()) == 6
        until(lambda: hanging.requests)
        other = actions.schedule(card, make_account("plaza"))
        start = time.monotonic()
        dispatcher.step()
        until(lambda: is_live(other))
        took = time.monotonic() - start
    assert took < 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", [RESET, Reply(503), Reply(401)])
def test_an_account_that_does_not_answer_is_not_asked_for_each_of_its_posts(make_old, account, plaza, answer):
    first, *others = make_old(account, 3)
    plaza.answers = [answer]
    rechecking.look(first.pk)
    assert all(Delivery.objects.get(pk=each.pk).recheck_at > clock.now() + dt.timedelta(minutes=59) for each in others)
    before = len(plaza.requests)
    # Their jobs are queued already.
    for each in others:
        rechecking.run(each.pk)
    assert len(plaza.requests) == before


def test_asked_to_wait_the_whole_account_waits(make_old, account, plaza):
    first, _other = make_old(account, 2)
    plaza.answers = [Reply(429, {"error": "slow down"}, {"Retry-After": "120"})]
    rechecking.look(first.pk)
    waits = Account.objects.get().not_before
    assert 115 < (waits - clock.now()).total_seconds() <= 120
