"""One decision about many: shown first, carried out for each by itself, told for each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from contenthub.lib import clock
from contenthub.publishing import actions, verbs
from contenthub.publishing.inbox import bulk
from contenthub.publishing.models import Delivery

HOUR = dt.timedelta(hours=1)
URL = "publishing_inbox:bulk"


def ask(browser, decision: str, *deliveries: Delivery, **more):
    """The screen that says what would happen."""
    data = {"decision": decision, "id": [each.pk for each in deliveries], **more}
    return browser.post(reverse(URL), data)


def confirm(browser, decision: str, *deliveries: Delivery, **more) -> str:
    """Carry it out; what the page then says."""
    seen = {f"seen-{each.pk}": verbs.seen(each) for each in deliveries}
    data = {"decision": decision, "sure": "1", "id": [each.pk for each in deliveries], **seen, **more}
    response = browser.post(reverse(URL), data, follow=True)
    for each in deliveries:
        each.refresh_from_db()
    return response.content.decode()


def test_asking_shows_what_would_happen_and_does_nothing(admin, make_in, card):
    good, asks = make_in("failed"), make_in("unconfirmed")
    response = ask(admin, "retry", good, asks)
    assert [each.delivery.pk for each in response.context["able"]] == [good.pk]
    assert [each.delivery.pk for each in response.context["unable"]] == [asks.pk]
    assert "is “unconfirmed”" in response.content.decode()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"failed", "unconfirmed"}


def test_what_still_stands_against_one_is_said_beforehand(admin, make_in, card):
    delivery = make_in("failed")
    card.specific.unpublish()
    response = ask(admin, "retry", delivery)
    assert "not approved yet" in response.context["unable"][0].problem
    assert 'type="submit" class="button button-longrunning' not in response.content.decode()


def test_all_that_match_are_taken_from_every_page_and_nothing_else(admin, make_in):
    failed = {make_in("failed").pk for _ in range(30)}
    make_in("unconfirmed")
    response = admin.post(reverse(URL), {"decision": "drop", "all": "1", "query": "topic=failed"})
    assert {each.delivery.pk for each in response.context["able"]} == failed


def test_so_many_at_a_time_and_the_rest_is_said(admin, make_in, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    for _ in range(3):
        make_in("failed")
    response = admin.post(reverse(URL), {"decision": "drop", "all": "1", "query": ""})
    assert len(response.context["able"]) == 2
    assert "1 more is left for the next time: at most 2" in response.content.decode()


def test_many_are_sent_again_and_one_that_cannot_takes_none_along(admin, make_in, card, make_card):
    draft = make_card(title="Draft")
    one, wrong, two = make_in("failed"), make_in("failed", variant=draft), make_in("held")
    draft.specific.unpublish()
    said = confirm(admin, "retry", one, wrong, two)
    assert (one.state, wrong.state, two.state) == ("scheduled", "failed", "scheduled")
    assert "2 done, 1 not" in said and "not approved yet" in said


def test_many_get_one_time_or_are_spread_over_minutes(admin, make_in):
    some = [make_in("failed", index * HOUR) for index in range(3)]
    confirm(admin, "reschedule", *some, at="2027-05-01T09:30")
    first = dt.datetime(2027, 5, 1, 1, 30, tzinfo=dt.UTC)
    assert {each.due_at for each in some} == {first}
    Delivery.objects.update(state="failed")
    for each in some:
        each.refresh_from_db()
    confirm(admin, "reschedule", *some, at="2027-05-01T09:30", minutes="30")
    assert [(each.due_at - first).total_seconds() / 60 for each in some] == [0, 15, 30]


@pytest.mark.parametrize(
    ("typed", "said"), [({"at": "2020-01-01T00:00"}, "is past"), ({"at": ""}, "required"), ({}, "required")]
)
def test_a_wrong_time_changes_nothing_and_is_said(admin, make_in, typed, said):
    delivery = make_in("failed")
    assert said in confirm(admin, "reschedule", delivery, **typed)
    assert delivery.state == "failed"


def test_giving_up_and_cancelling_is_one_decision(admin, make_in):
    asks, failed, package = make_in("unconfirmed"), make_in("failed"), make_in("handed_over")
    said = confirm(admin, "drop", asks, failed, package)
    assert {each.state for each in (asks, failed, package)} == {"cancelled"}
    assert "not known" in asks.reason and "3 done, 0 not" in said


def test_what_somebody_else_decided_meanwhile_is_left_alone(admin, make_in):
    one, two = make_in("failed"), make_in("failed")
    actions.reschedule(Delivery.objects.get(pk=one.pk), clock.now() + HOUR)
    said = confirm(admin, "drop", one, two)
    assert (one.state, two.state) == ("scheduled", "cancelled")
    assert "Somebody else was first" in said and "1 done, 1 not" in said


def test_confirming_twice_does_it_once(admin, make_in):
    delivery = make_in("failed")
    seen = {f"seen-{delivery.pk}": verbs.seen(delivery)}
    for _ in range(2):
        admin.post(reverse(URL), {"decision": "retry", "sure": "1", "id": delivery.pk, **seen})
    assert list(delivery.attempts.all()) == []
    assert len(admin.session["publishing_inbox_results"]["rows"]) == 1


def test_nothing_selected_is_said(admin, make_in):
    response = admin.post(reverse(URL), {"decision": "retry"}, follow=True)
    assert "Select at least one delivery first" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"decision": "explode"}, {"decision": "retry", "id": "x"}])
def test_what_no_form_of_ours_sends_leads_back(admin, data):
    assert admin.post(reverse(URL), data).status_code == 302


def test_without_a_decision_there_are_no_results(admin):
    assert admin.get(reverse("publishing_inbox:results")).status_code == 302
