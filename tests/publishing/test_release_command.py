"""manage.py release."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from contenthub.publishing.models import Delivery, Release


def run(capsys, *words: object) -> dict:
    call_command("release", *map(str, words), "--json")
    return json.loads(capsys.readouterr().out)


def test_every_variant_goes_to_every_account_named_after_it(make_card, make_account, capsys):
    one, two, three = (make_card(title=title) for title in ("One", "Two", "Three"))
    make_account("plaza", "A"), make_account("plaza_keyed", "B")
    words = ["--variant", one.pk, "--variant", two.pk, "--account", "A", "--variant", three.pk, "--account", "A"]
    value = run(capsys, "Launch", *words, "--account", "B", "--at", "2035-03-01T09:00")
    assert [(row["variant"], row["account"]) for row in value["deliveries"]] == [
        (one.pk, "A"),
        (two.pk, "A"),
        (three.pk, "A"),
        (three.pk, "B"),
    ]
    # The campaign's time zone is Asia/Shanghai.
    assert (value["planned_at"], value["state"]) == ("2035-03-01T01:00:00+00:00", "planned")
    assert Release.objects.get().pk == value["release_id"]


def test_all_or_none_is_a_choice(card, account, capsys):
    value = run(capsys, "Launch", "--variant", card.pk, "--account", account.name, "--all-or-none")
    assert value["all_or_none"] is True
    assert Release.objects.get().all_or_none


def test_what_cannot_go_is_said_pair_by_pair_and_nothing_is_made(card, make_card, account, capsys):
    draft = make_card(approved=False, title="Draft")
    with pytest.raises(CommandError, match="Draft → The plaza: “Draft” is not approved"):
        run(capsys, "Launch", "--variant", card.pk, "--variant", draft.pk, "--account", account.name)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("missing", ["--variant", "--account"])
def test_a_variant_without_account_and_an_account_without_variant_are_refused(card, account, capsys, missing):
    words = {"--variant": card.pk, "--account": account.name}
    del words[missing]
    with pytest.raises(CommandError):
        run(capsys, "Launch", *next(iter(words.items())))
    assert not Release.objects.exists()


def test_for_people_it_lists_what_was_planned(card, account, capsys):
    call_command("release", "Launch", "--variant", str(card.pk), "--account", account.name)
    said = capsys.readouterr().out
    assert "Release" in said and "“Launch” is planned for" in said and "The plaza" in said
