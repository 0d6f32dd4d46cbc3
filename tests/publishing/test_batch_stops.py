"""What one delivery of a batch learns of its account holds for the others of the batch at once."""

from __future__ import annotations

import datetime as dt

import pytest

from contenthub.lib import clock
from contenthub.publishing import actions, batches
from contenthub.publishing.bringing import Run
from contenthub.publishing.lane import Slice
from contenthub.publishing.models import Account, Delivery
from tests.channels.servers import Reply
from tests.publishing.platform import Connector

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def uploads(plaza, monkeypatch):
    """Answers that the plaza gives to uploads, one each; afterwards it takes them."""
    answers: list[Reply] = []
    usual = type(plaza).answer

    def answer(self, request):
        return answers.pop(0) if request.path == "/uploads" and answers else usual(self, request)

    monkeypatch.setattr(type(plaza), "answer", answer)
    return answers


def made(card, account: Account, count: int) -> list[Delivery]:
    return [actions.schedule(card, account) for _ in range(count)]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def calls(plaza, path: str) -> int:
    return sum(request.path == path for request in plaza.requests)


def test_asked_to_wait_while_uploading_the_rest_of_the_batch_makes_no_call(card, account, plaza, uploads):
    made(card, account, 3)
    uploads.append(Reply(429, {"error": "slow down"}, {"Retry-After": "60"}))
    Slice(account.pk).run()
    assert states() == ["scheduled"] * 3
    assert calls(plaza, "/uploads") == 1
    assert list(Delivery.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0, 0]


def test_not_let_in_while_uploading_the_rest_of_the_batch_makes_no_call_and_is_held(card, account, plaza, uploads):
    made(card, account, 3)
    uploads.append(Reply(401, {"error": "who are you?"}))
    Slice(account.pk).run()
    assert calls(plaza, "/uploads") == 1
    Slice(account.pk).run()
    assert set(Delivery.objects.values_list("state", "hold")) == {("held", "account_paused")}
    assert calls(plaza, "/uploads") == 1


def test_after_a_renewal_the_rest_of_the_batch_goes_with_the_new_credentials(card, make_account, plaza):
    account = make_account("plaza_rotating")
    made(card, account, 4)
    plaza.access = "another"
    for _ in range(3):
        Slice(account.pk).run()
    assert (Account.objects.get().state, plaza.exchanges) == ("active", 1)
    assert states() == ["live"] * 4


def test_what_was_claimed_before_the_platform_asked_to_wait_uploads_nothing(card, account, plaza):
    made(card, account, 2)
    claims = batches.take(account, 2)
    Account.objects.update(not_before=clock.now() + dt.timedelta(minutes=1))
    account.refresh_from_db()
    batches.give_back(Run(claims).go())
    assert plaza.requests == []
    assert states() == ["scheduled"] * 2
    assert set(Delivery.objects.values_list("tries", flat=True)) == {0}


def test_a_server_that_does_not_tell_its_limits_is_not_asked_for_each_of_a_batch(card, account, plaza, monkeypatch):
    """Each question may hang as long as a call: whoever has to stop must not wait for all of them."""
    made(card, account, 3)
    asked = []

    def limits(self):
        asked.append(1)
        with self._client() as client:
            return client.read("/limits").object()

    monkeypatch.setattr(Connector, "limits", limits)
    plaza.stops_at = "/limits"
    claims = batches.take(account, 3)
    rest = Run(claims, go_on=lambda: not asked).go()
    batches.give_back(rest)
    assert len(asked) == 1
    assert len(rest) == 2
    assert states() == ["scheduled"] * 3
