"""``manage.py behind``: what is behind, part by part, and confirming from the command line."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from contenthub.variants.actions import approve, derive, latest
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from tests.variants.papers import make_asset, revise


def run(capsys, *argv: str) -> str:
    call_command("behind", *argv)
    return capsys.readouterr().out


def listed(capsys, *argv: str) -> list[dict]:
    return json.loads(run(capsys, *argv, "--json"))


@pytest.fixture
def email(paper) -> Variant:
    """Its subject and headline come from a title that has changed."""
    variant = derive(paper, ["email"])[0]
    revise(paper, title="Another title altogether")
    return variant


def test_nothing_behind_is_said_so(capsys, paper):
    derive(paper, ["email"])
    assert run(capsys).strip() == "Nothing is behind."
    assert listed(capsys) == []


def titles(email: Variant) -> set[str]:
    """The subjects and preheaders to choose from that are the asset's title."""
    return {child.id for child in latest(email).alternatives if child.value["source"].block_ids == ["title"]}


def test_every_part_is_a_row_with_both_texts(capsys, email, paper):
    rows = {row["where"]: row for row in listed(capsys)}
    assert {"subject", "headline", *titles(email)} == set(rows)
    row = rows["subject"]
    assert (row["variant_id"], row["kind"], row["approved"], row["reason"]) == (email.pk, "email", False, "changed")
    assert row["part"] == next(part.label for part in parts(latest(email)) if part.where == "subject")
    assert (row["was"], row["is"]) == (paper.title, "Another title altogether")
    assert row["since"].endswith("+00:00")


def test_people_get_a_table(capsys, email):
    head, *rows = run(capsys).splitlines()
    assert head.split() == ["variant_id", "kind", "of", "part", "reason", "since", "was", "is"]
    assert len(rows) == 2 + len(titles(email))
    assert all("draft" in row and "Another title altogether" in row for row in rows)


def test_it_compares_what_no_commit_has_compared_yet(capsys, email):
    from contenthub.variants.behind.models import BehindPart

    assert not BehindPart.objects.exists()
    assert listed(capsys)


def test_only_the_variants_of_one_asset(capsys, email, paper):
    other = make_asset("zh-hans")
    derive(other, ["email"])
    revise(other, title="另一个标题")
    every = {row["variant_id"] for row in listed(capsys)}
    assert len(every) == 2
    assert {row["variant_id"] for row in listed(capsys, "--asset", str(paper.pk))} == {email.pk}


def test_confirming_leaves_the_words_and_ends_it(capsys, email):
    before = latest(email).subject
    assert listed(capsys, "--confirm", str(email.pk)) == []
    after = latest(Variant.objects.get(pk=email.pk))
    assert after.subject == before
    assert after.field_sources["subject"]["words"] == "Another title altogether"


def test_confirmed_and_not_approved_what_is_approved_stays_in_the_list(capsys, paper):
    email = approve(derive(paper, ["email"])[0])
    revise(paper, title="Another title altogether")
    assert {row["approved"] for row in listed(capsys)} == {True, False}
    assert {row["approved"] for row in listed(capsys, "--confirm", str(email.pk))} == {True}
    approve(email)
    assert listed(capsys) == []


def test_what_cannot_be_done_is_said_in_one_line(capsys, email, paper):
    for argv, message in (
        (["--confirm", "999"], "There is no variant with the number 999."),
        (["--asset", "999"], "There is no asset with the number 999."),
    ):
        with pytest.raises(CommandError) as caught:
            call_command("behind", *argv)
        assert message == str(caught.value)
    run(capsys, "--confirm", str(email.pk))
    with pytest.raises(CommandError, match="Nothing of that is behind any more"):
        call_command("behind", "--confirm", str(email.pk))
