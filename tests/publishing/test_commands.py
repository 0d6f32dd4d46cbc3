"""The command line: JSON as it is promised, one line and exit 1 for errors."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from contenthub.lib import clock
from contenthub.publishing import actions, retry
from contenthub.publishing.models import Account, Blackout, Delivery, Slot
from contenthub.publishing.worker import work
from tests.publishing.conftest import TOKEN
from tests.publishing.platform import drop


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def given(*words: str):
    """What ``--json`` prints: exactly one document."""
    return json.loads(run(*words, "--json"))


def test_an_account_is_made_and_listed_without_its_secrets(db, plaza):
    made = given("account", "add", "plaza", "Main", "--set", f"base_url={plaza.url}", "--set", f"token={TOKEN}")
    assert made["name"] == "Main" and made["stored_secrets"] == ["token"]
    listed = run("account", "list", "--json")
    assert TOKEN not in listed
    assert json.loads(listed) == [made]
    assert "Main" in run("account", "list")


def test_an_account_is_tested_changed_paused_and_resumed(account):
    assert given("account", "test", account.name)["result"] == "The plaza answers."
    assert given("account", "set", account.name, "--set", "room=attic")["settings"]["room"] == "attic"
    assert given("account", "pause", account.name)["state"] == "paused"
    assert given("account", "resume", account.name)["state"] == "active"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("account", "add", "fax", "F"), "no channel 'fax'"),
        (("account", "add", "plaza", "F", "--set", "token"), "key=value"),
        (("account", "add", "plaza", "F"), "base_url: Required"),
        (("account", "test", "Nobody"), "no account “Nobody”"),
        (("schedule", "99999", "--account", "X"), "no variant 99999"),
        (("deliveries", "--asset", "99999"), "no asset 99999"),
    ],
)
def test_errors_are_one_line(db, words, said):
    with pytest.raises(CommandError) as error:
        run(*words)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_failed_test_of_a_connection_is_an_error(make_account):
    make_account(name="Wrong", token="wrong-token")
    with pytest.raises(CommandError, match="reconnect"):
        run("account", "test", "Wrong")


def test_scheduling_prints_what_is_promised(card, account):
    said = given("schedule", str(card.pk), "--account", account.name, "--at", "2027-01-02T03:04:05+08:00")
    assert said == {
        "delivery_id": Delivery.objects.get().pk,
        "state": "scheduled",
        "due_at": "2027-01-01T19:04:05+00:00",
    }


def test_a_time_without_offset_is_the_campaigns(card, account):
    said = given("schedule", str(card.pk), "--account", account.name, "--at", "2027-01-02T03:04")
    assert said["due_at"] == "2027-01-01T19:04:00+00:00"


@pytest.mark.parametrize("at", ["tomorrow", "2020-01-01", "2027-13-01T00:00"])
def test_a_time_that_makes_no_sense_is_an_error(card, account, at):
    with pytest.raises(CommandError):
        run("schedule", str(card.pk), "--account", account.name, "--at", at)


def test_an_unapproved_variant_is_an_error(make_card, account):
    with pytest.raises(CommandError, match="not approved"):
        run("schedule", str(make_card(approved=False).pk), "--account", account.name)


def test_deliveries_are_listed_with_exactly_the_keys_promised(delivery, asset, plaza):
    work(delivery.pk)
    rows = given("deliveries", "--asset", str(asset.pk))
    link = delivery.link
    assert rows == [
        {
            "delivery_id": delivery.pk,
            "asset": asset.pk,
            "variant": delivery.variant_id,
            "kind": "social_card",
            "account": "The plaza",
            "channel": "plaza",
            "state": "live",
            "reason": "",
            "due_at": rows[0]["due_at"],
            "live_at": rows[0]["live_at"],
            "url": "https://plaza.example/p1",
            "link": link.short_url,
            "tagged_target": link.tagged_target,
            "attempts": 1,
        }
    ]
    assert dt.datetime.fromisoformat(rows[0]["live_at"]).tzinfo is not None
    assert "https://plaza.example/p1" in run("deliveries")


def test_without_deliveries_that_is_said(db):
    assert given("deliveries") == []
    assert "no deliveries" in run("deliveries")


def test_publish_due_works_what_is_due_and_leaves_the_rest(card, account, plaza):
    now = actions.schedule(card, account)
    later = actions.schedule(card, account, clock.now() + dt.timedelta(hours=1))
    rows = given("publish_due")
    assert [(row["delivery_id"], row["state"]) for row in rows] == [(now.pk, "live")]
    later.refresh_from_db()
    assert later.state == "scheduled"
    assert given("publish_due") == []
    assert "Nothing is due" in run("publish_due")


def test_publish_due_looks_up_what_is_unconfirmed(delivery, plaza):
    plaza.faults = [plaza.accept_silently]
    rows = given("publish_due")
    assert [row["state"] for row in rows] == ["live"]
    assert len(plaza.audience) == 1


def test_publish_due_leaves_to_others_what_is_in_their_hands(delivery, plaza):
    Delivery.objects.update(state="sending", leased_until=clock.now() + dt.timedelta(minutes=1), leased_by="hub")
    assert given("publish_due") == []
    assert plaza.requests == []


def test_publish_due_takes_over_what_a_dead_worker_left(delivery, plaza):
    Delivery.objects.update(state="sending", leased_until=clock.now(), leased_by="dead")
    assert [row["state"] for row in given("publish_due")] == ["live"]


def test_publish_due_waits_as_long_as_it_was_told(delivery, plaza, monkeypatch):
    monkeypatch.setattr(retry, "_LOOK_FIRST", 0.3)
    plaza.faults = [plaza.accept_and_hide]
    assert [row["state"] for row in given("publish_due")] == ["sending"]
    plaza.show()
    assert [row["state"] for row in given("publish_due", "--wait", "10")] == ["live"]


def test_publish_due_publishes_nothing_unapproved(delivery, card, plaza):
    card.specific.unpublish()
    rows = given("publish_due")
    assert [(row["state"], "not approved" in row["reason"]) for row in rows] == [("held", True)]
    assert plaza.audience == []


def test_one_account_in_trouble_does_not_keep_the_others_waiting(card, make_account, plaza):
    bad, good = make_account(name="Bad"), make_account(name="Good")
    Account.objects.filter(pk=bad.pk).update(sealed="garbage")
    actions_due = [actions.schedule(card, good), Delivery.objects.get(pk=_behind_the_back(card, bad, good))]
    given("publish_due")
    assert [Delivery.objects.get(pk=each.pk).state for each in actions_due] == ["live", "held"]


def _behind_the_back(card, bad, good) -> int:
    """A delivery to an account that broke after it was scheduled."""
    made = actions.schedule(card, good)
    Delivery.objects.filter(pk=made.pk).update(account=bad)
    return made.pk


def test_a_drop_and_a_loss_are_told_in_the_table(delivery, plaza):
    plaza.faults = [drop]
    assert "unconfirmed" in run("publish_due")


def test_scheduling_in_the_next_free_slot(card, account):
    with pytest.raises(CommandError, match="has no slots"):
        run("schedule", str(card.pk), "--account", account.name, "--next-slot")
    Slot.objects.create(account=account, weekday=0, at=dt.time(9))
    said = given("schedule", str(card.pk), "--account", account.name, "--next-slot")
    assert said["due_at"].endswith("T01:00:00+00:00"), "on the clock of the campaign, Asia/Shanghai"
    with pytest.raises(CommandError, match="not allowed with"):
        run("schedule", str(card.pk), "--account", account.name, "--next-slot", "--at", "2027-01-01T00:00")


def test_scheduling_on_the_campaigns_clock_says_which_of_two_hours_it_took(card, account, asset):
    asset.campaign.time_zone = "America/New_York"
    asset.campaign.save()
    said = run("schedule", str(card.pk), "--account", account.name, "--at", "2027-11-07T01:30")
    assert "2027-11-07T05:30:00+00:00 (2027-11-07 01:30 EDT)" in said
    assert "this is the first, 01:30 EDT (the second is 01:30 EST)" in said
    with pytest.raises(CommandError, match="clocks are put forward"):
        run("schedule", str(card.pk), "--account", account.name, "--at", "2027-03-14T02:30")


def test_a_blackout_is_overridden_only_when_asked(card, account):
    now = clock.now()
    ends = now + dt.timedelta(hours=1)
    Blackout.objects.create(name="Quiet", starts_at=now - dt.timedelta(hours=1), ends_at=ends, time_zone="UTC")
    with pytest.raises(CommandError, match="Quiet"):
        run("schedule", str(card.pk), "--account", account.name)
    assert given("schedule", str(card.pk), "--account", account.name, "--despite-blackout")["state"] == "scheduled"
