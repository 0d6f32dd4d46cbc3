"""Deciding about deliveries from the command line, and watching them."""

from __future__ import annotations

import datetime as dt
import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.management import terminal
from contenthub.publishing.management.screen import cut, screen
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.watching import Watch
from contenthub.publishing.worker import work
from tests.publishing.platform import says

HOUR = dt.timedelta(hours=1)
#: The screen is emptied and drawn.
DRAWN = "\x1b[H\x1b[2J"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def given(*words: str):
    return json.loads(run(*words, "--json"))


def refused(*words: str) -> tuple[str, str]:
    """What a command that could not do all of it says: (output, error)."""
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*words, stdout=out)
    return out.getvalue(), str(error.value)


def test_settling_says_where_it_is_live(make_in):
    delivery = make_in("unconfirmed")
    said = given("settle", str(delivery.pk), "--live", "https://plaza.example/p1")
    assert (said["state"], said["url"]) == ("live", "https://plaza.example/p1")
    other = make_in("unconfirmed")
    assert "is live" in run("settle", str(other.pk), "--live", "")


def test_settling_sends_again_or_gives_up(make_in):
    again, lost = make_in("unconfirmed"), make_in("unconfirmed")
    assert given("settle", str(again.pk), "--send-again")["state"] == "scheduled"
    assert "is cancelled. Given up. Whether it went out is not known." in run("settle", str(lost.pk), "--give-up")


@pytest.mark.parametrize("words", [(), ("--send-again", "--give-up"), ("--live", "https://x.example", "--give-up")])
def test_settling_takes_exactly_one_word(make_in, words):
    with pytest.raises(CommandError):
        run("settle", str(make_in("unconfirmed").pk), *words)
    assert Delivery.objects.get().state == "unconfirmed"


@pytest.mark.parametrize(
    ("state", "words", "said"),
    [
        ("failed", ("--give-up",), "manage.py cancel"),
        ("live", ("--give-up",), "manage.py withdraw"),
        ("cancelled", ("--give-up",), "is cancelled, not unconfirmed."),
        ("failed", ("--send-again",), "now “failed”"),
        ("failed", ("--live", "nowhere"), "full address"),
    ],
)
def test_settling_what_is_not_in_doubt_is_refused_with_what_to_do(make_in, state, words, said):
    assert said in refused("settle", str(make_in(state).pk), *words)[1]


def test_a_delivery_that_is_not_there_is_an_error(db):
    for command in (
        ("settle", "9", "--give-up"),
        ("retry", "9"),
        ("cancel", "9"),
        ("reschedule", "9", "--at", "2027-01-01"),
    ):
        assert "There is no delivery 9. manage.py deliveries lists them." in refused(*command)[1]


def test_retrying_tells_of_each_and_fails_if_one_was_refused(make_in, make_card):
    draft = make_card(title="Draft")
    one, wrong = make_in("failed"), make_in("failed", variant=draft)
    draft.specific.unpublish()
    out, error = refused("retry", "--failed", "--json")
    assert [(row["delivery_id"], row["done"], row["state"]) for row in json.loads(out)] == [
        (one.pk, True, "scheduled"),
        (wrong.pk, False, "failed"),
    ]
    assert "not approved" in json.loads(out)[1]["reason"] and error.startswith("1 could not be done")


def test_retrying_takes_what_is_held_for_a_reason_and_to_an_account(make_in, make_account):
    missed = make_in("held", hold="missed")
    make_in("held", hold="behind"), make_in("held", hold="missed", account=make_account(name="Other"))
    rows = given("retry", "--held", "missed", "--account", "The plaza")
    assert [row["delivery_id"] for row in rows] == [missed.pk]
    assert len(given("retry", "--held")) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "Say which"), (("1", "--failed"), "not both"), (("--failed", "--account", "X"), "no account “X”")],
)
def test_retrying_needs_to_know_which(db, words, said):
    assert said in refused("retry", *words)[1]


def test_nothing_to_retry_is_no_error(db):
    assert "There is none" in run("retry", "--failed") and given("retry", "--failed") == []


def test_cancelling_and_giving_other_times(make_in):
    some = [make_in("failed") for _ in range(3)]
    ids = [str(each.pk) for each in some]
    rows = given("reschedule", *ids, "--at", "2027-05-01T09:30", "--spread", "30")
    assert [row["due_at"] for row in rows] == [f"2027-05-01T01:{minute}:00+00:00" for minute in (30, 45)] + [
        "2027-05-01T02:00:00+00:00"
    ]
    assert {row["state"] for row in given("cancel", *ids)} == {"cancelled"}
    assert "is past" in refused("reschedule", str(make_in("failed").pk), "--at", "2020-01-01")[0]
    assert "date and time" in refused("reschedule", str(make_in("failed").pk), "--at", "soon")[1]


def test_accounts_tell_how_they_are_doing(make_in, account, make_account, delivery, plaza):
    make_account(name="Idle")
    work(delivery.pk)
    plaza.faults = [says(422)]
    work(actions.schedule(delivery.variant, account).pk)
    make_in("held", hold="account_paused")
    Account.objects.filter(pk=account.pk).update(trouble="quota", resumes_at=clock.now() + HOUR, state="paused")
    rows = {row["name"]: row for row in given("accounts")}
    busy = rows["The plaza"]
    assert (busy["success_rate"], busy["ended"], busy["held"], busy["trouble"]) == (0.5, 2, 1, "quota")
    assert busy["last_success"] and busy["resumes_at"]
    assert (rows["Idle"]["success_rate"], rows["Idle"]["last_success"]) == (None, None)
    assert "50% of 2" in run("accounts")


def test_without_accounts_that_is_said(db):
    assert "account add" in run("accounts") and given("accounts") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--state", "failed"), 1),
        (("--state", "failed", "--state", "scheduled"), 2),
        (("--account", "The plaza"), 2),
        (("--campaign", "autumn"), 2),
        (("--due-before", "2027-01-01"), 1),
        (("--for-person",), 1),
        (("--for-person", "--state", "scheduled"), 0),
    ],
)
def test_deliveries_can_be_narrowed_down(make_in, words, found):
    make_in("failed"), make_in("scheduled", 900 * 24 * HOUR)
    assert len(given("deliveries", *words)) == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--account", "X"), "no account “X”"),
        (("--campaign", "X"), "no campaign “X”"),
        (("--due-before", "soon"), "date and time"),
        (("--state", "lost"), "invalid choice"),
    ],
)
def test_what_deliveries_cannot_be_narrowed_down_to_is_said(db, words, said):
    assert said in refused("deliveries", *words)[1]


def test_a_watch_tells_what_changed_and_nothing_else(make_in):
    failed, later = make_in("failed"), make_in("scheduled", 48 * HOUR)
    make_in("live")
    watch = Watch(Delivery.objects.all())
    look = watch.look()
    assert (look.changes, look.counts["failed"], look.counts["scheduled"]) == ([], 1, 1)
    Delivery.objects.filter(pk=failed.pk).update(state="live", live_at=clock.now(), url="https://plaza.example/p1")
    Delivery.objects.filter(pk=later.pk).update(reason="Not a change of state.")
    (change,) = watch.look().changes
    assert "failed → live" in change.line() and "https://plaza.example/p1" in change.line()
    assert watch.look().changes == []


def test_a_watch_tells_of_what_came_and_went_between_two_looks(make_in):
    watch = Watch(Delivery.objects.all())
    watch.look()
    quick = make_in("live")
    Delivery.objects.filter(pk=quick.pk).update(live_at=clock.now())
    (change,) = watch.look().changes
    assert (change.delivery, change.before) == (quick, "") and watch.look().changes == []


def test_a_watch_tells_of_what_is_due_and_since_when(make_in):
    make_in("scheduled", -0.01 * HOUR)
    assert re.search(r"due 1 \(the oldest for 3[67] s\)", Watch(Delivery.objects.all()).look().summary())


def test_the_screen_is_as_wide_and_high_as_the_terminal(make_in, make_card):
    watch = Watch(Delivery.objects.all())
    watch.look()
    for _ in range(9):
        make_in("failed", variant=make_card(title="运营者在没有人关注的时候究竟做了哪些不同的事情"))
    look = watch.look()
    shown = screen(look, look.changes, 60, 10).split("\n")
    assert len(shown) == 9
    assert cut("运营者 abc", 7) == "运营者 "


def test_without_a_terminal_it_is_a_line_for_each_change(make_in, monkeypatch):
    delivery = make_in("failed")
    steps = iter([lambda: Delivery.objects.filter(pk=delivery.pk).update(state="cancelled"), lambda: None])
    monkeypatch.setattr(terminal.time, "sleep", lambda seconds: next(steps)())
    ticks = iter(range(100))
    monkeypatch.setattr(terminal.time, "monotonic", lambda: float(next(ticks)))
    lines = run("deliveries", "--watch", "--for", "3").splitlines()
    assert "failed 1" in lines[0] and "failed → cancelled" in lines[1] and len(lines) == 2


class Terminal(io.StringIO):
    """As much of a terminal as the command asks about."""

    def isatty(self) -> bool:
        return True


def test_in_a_terminal_it_is_drawn_anew_and_ends_cleanly_with_ctrl_c(make_in, monkeypatch):
    def press(seconds: float) -> None:
        if out.getvalue().count(DRAWN) == 3:
            raise KeyboardInterrupt

    make_in("failed")
    monkeypatch.setattr(terminal.time, "sleep", press)
    out = Terminal()
    call_command("deliveries", "--watch", stdout=out)
    assert out.getvalue().count(DRAWN) == 3 and "failed 1" in out.getvalue()
    assert out.getvalue().endswith("\x1b[?25h\n")


def test_json_lines_for_programs(make_in, monkeypatch):
    delivery = make_in("failed")

    def decide(seconds: float) -> None:
        if Delivery.objects.get(pk=delivery.pk).state == "cancelled":
            raise KeyboardInterrupt
        actions.cancel(delivery)

    monkeypatch.setattr(terminal.time, "sleep", decide)
    (line,) = run("deliveries", "--watch", "--json").splitlines()
    assert json.loads(line)["state"] == "cancelled"


def test_the_screen_is_a_table_of_what_is_open(make_in):
    held, doubt = make_in("held", hold="missed", reason="Its time is over."), make_in("unconfirmed")
    coming, over = make_in("scheduled", HOUR), make_in("live")
    lines = screen(Watch(Delivery.objects.all(), 50).look(), [], 120, 30).split("\n")
    numbers = [line.split()[0] for line in lines if line.startswith("#")]
    assert numbers == [f"#{delivery.pk}" for delivery in (held, doubt, coming)] and f"#{over.pk}" not in numbers
    (row,) = [line for line in lines if line.startswith(f"#{held.pk} ")]
    assert "held" in row and held.account.name in row and "Its time is over." in row


def test_of_many_that_are_open_each_sort_is_shown(make_in):
    for state in ("failed", "scheduled"):
        for _ in range(9):
            make_in(state, HOUR)
    shown = [delivery.state for delivery in Watch(Delivery.objects.all(), 6).look().open]
    assert shown == ["failed"] * 4 + ["scheduled"] * 2


def test_a_table_costs_the_same_however_many_are_open(make_in, django_assert_num_queries):
    watch = Watch(Delivery.objects.all(), 50)
    for number in range(2):
        for _ in range(5 * number + 1):
            make_in("failed")
        watch.known = None
        with django_assert_num_queries(12):
            watch.look()


def away(*args):
    raise OperationalError("connection refused\nIs the server running?")


def test_a_database_that_is_away_is_said_beside_the_output_of_programs(db, monkeypatch):
    monkeypatch.setattr(Watch, "look", away)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="The database did not answer."):
        call_command("deliveries", "--watch", "--json", "--for", "0.3", "--every", "0.1", stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert err.getvalue().splitlines() == ["The database does not answer (connection refused); trying again."]


def test_a_terminal_shows_no_figures_while_the_database_is_away(make_in, monkeypatch):
    make_in("failed")
    # The test's own transaction would go with its connection.
    monkeypatch.setattr(terminal, "close_old_connections", lambda: None)
    looks = iter([Watch.look, away, away, Watch.look])
    monkeypatch.setattr(Watch, "look", lambda watch: next(looks, away)(watch))
    out = Terminal()
    call_command("deliveries", "--watch", "--for", "0.4", "--every", "0.1", stdout=out)
    drawn = out.getvalue().split(DRAWN)[1:]
    assert ["does not answer" in each for each in drawn][:3] == [False, True, False]


@pytest.mark.parametrize("seconds", ["0", "-1"])
def test_a_watch_does_not_look_without_a_pause(db, seconds):
    assert "--every takes" in refused("deliveries", "--watch", "--every", seconds)[1]
