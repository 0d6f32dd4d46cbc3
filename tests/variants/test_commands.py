"""The commands: one JSON document, one line on errors."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from contenthub.variants.actions import latest
from contenthub.variants.models import Variant


def run(capsys, *argv: str) -> str:
    call_command(*argv)
    return capsys.readouterr().out


def test_derive_prints_a_row_for_each_kind(capsys, any_paper):
    rows = json.loads(run(capsys, "derive", str(any_paper.pk), "--json"))
    assert [row["kind"] for row in rows] == ["email", "h5_page", "social_card", "video_script"]
    for row in rows:
        assert set(row) == {"variant_id", "kind", "title", "language", "sources", "problems"}
        assert row["language"] == any_paper.language
        assert row["sources"] >= 3
        assert isinstance(row["problems"], list)
        assert Variant.objects.get(pk=row["variant_id"]).title == row["title"]


def test_derive_makes_only_the_kinds_asked_for(capsys, paper):
    rows = json.loads(run(capsys, "derive", str(paper.pk), "--kinds", "email, h5_page", "--json"))
    assert [row["kind"] for row in rows] == ["email", "h5_page"]


def test_derive_twice_gives_the_same_drafts(capsys, paper):
    first = run(capsys, "derive", str(paper.pk), "--json")
    assert run(capsys, "derive", str(paper.pk), "--json") == first


def test_derive_prints_a_table_for_people(capsys, paper):
    lines = run(capsys, "derive", str(paper.pk), "--kinds", "email").splitlines()
    assert lines[0].split() == ["variant_id", "kind", "title", "language", "sources", "problems"]
    assert "Email: Quiet Deployments" in lines[1]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["derive", "999"], "There is no asset with the number 999."),
        (["derive", "{paper}", "--kinds", "poster"], "There is no kind “poster”"),
        (["derive", "{paper}", "--kinds", ","], "--kinds names no kind"),
        (["lint", "999"], "There is no variant with the number 999."),
        (["lint"], "Name variants by their numbers"),
        (["lint", "--asset", "999"], "There is no asset with the number 999."),
        (["approve", "999"], "There is no variant with the number 999."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(paper, argv, message):
    with pytest.raises(CommandError) as caught:
        call_command(*[part.format(paper=paper.pk) for part in argv])
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_lint_lists_the_problems_of_the_latest_draft(capsys, paper, draft):
    card = draft(paper, "social_card")
    assert json.loads(run(capsys, "lint", str(card.pk), "--json")) == []
    card.copy_text += " 97% of them sleep well."
    card.save_revision()
    found = json.loads(failed_lint(capsys, str(card.pk), "--json"))
    assert [(problem["code"], problem["severity"]) for problem in found] == [("unsourced_fact", "error")]
    assert set(found[0]) == {"variant_id", "title", "kind", "code", "message", "severity", "where", "place"}
    assert (found[0]["variant_id"], found[0]["place"]) == (card.pk, "Copy")
    lines = failed_lint(capsys, str(card.pk)).splitlines()
    assert lines[0] == f"{card.pk} {card.title}"
    assert lines[1].startswith("  error: Copy: “97%”")
    assert lines[-1] == "1 checked: 1 errors, 0 warnings."


def failed_lint(capsys, *argv: str) -> str:
    """What is printed before the command ends with status 1."""
    with pytest.raises(SystemExit) as ended:
        call_command("lint", *argv)
    assert ended.value.code == 1
    return capsys.readouterr().out


def test_lint_takes_several_variants_an_asset_or_all(capsys, paper, chinese_paper, draft):
    card, mail, other = draft(paper, "social_card"), draft(paper, "email"), draft(chinese_paper, "email")
    mail.headline += " 97% of them sleep well."
    mail.save_revision()
    for argv in ([str(mail.pk)], [str(card.pk), str(mail.pk)], ["--asset", str(paper.pk)], ["--all"]):
        rows = json.loads(failed_lint(capsys, *argv, "--json"))
        assert mail.pk in {row["variant_id"] for row in rows if row["severity"] == "error"}
    assert other.pk in {row["variant_id"] for row in json.loads(failed_lint(capsys, "--all", "--json"))}


def test_warnings_alone_end_well(capsys, paper, draft):
    mail = draft(paper, "email")
    assert "no_postal_address" in run(capsys, "lint", str(mail.pk))


def test_approve_approves_and_says_so(capsys, paper, draft):
    card = draft(paper, "social_card")
    done = json.loads(run(capsys, "approve", str(card.pk), "--json"))
    assert (done["variant_id"], done["approved"]) == (card.pk, True)
    assert Variant.objects.get(pk=card.pk).live


def test_approve_refuses_a_draft_with_an_error(paper, draft):
    card = draft(paper, "social_card")
    card.copy_text += " 97% of them sleep well."
    card.save_revision()
    with pytest.raises(CommandError, match="cannot be approved"):
        call_command("approve", str(card.pk))
    assert not latest(Variant.objects.get(pk=card.pk)).live
