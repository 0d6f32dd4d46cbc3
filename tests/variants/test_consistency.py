"""The consistency report: each fact and key message against each variant, on screen, as CSV and by command."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from contenthub.brand.models import KeyMessage
from contenthub.variants.consistency import Outcome, report
from contenthub.variants.models import Variant
from tests.variants.papers import make_asset


@pytest.fixture
def figures(libraries):
    return make_asset(
        "en",
        text="<p>In all, 41.3% of the teams deploy daily, and 1,200,000 users log in each month.</p>",
        statistic={"value": "41.3%", "label": "of the teams deploy daily", "context": ""},
        figure=None,
    )


def row(asset, text: str):
    return next(row for row in report(asset).rows if row.text == text)


def save(mail, **changes):
    for name, value in changes.items():
        setattr(mail, name, value)
    mail.save_revision()


def sourced(asset) -> dict:
    """A source in the body's text."""
    block = next(block for block in asset.body if block.block_type == "rich_text")
    return {"asset_id": asset.pk, "revision_id": asset.latest_revision_id, "block_ids": [block.id], "words": "In all"}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("41.3% of the teams deploy daily.", Outcome.SAME),
        ("About 41% of the teams deploy daily.", Outcome.ROUNDED),
        ("31% of the teams deploy daily.", Outcome.CONTRADICTED),
        ("Teams deploy daily.", Outcome.ABSENT),
    ],
)
def test_a_fact_is_the_same_rounded_contradicted_or_absent(figures, draft, text, outcome):
    mail = draft(figures, "email")
    mail.field_sources["headline"] = sourced(figures)
    save(mail, headline=text, sections=[], subject="Teams", preheader="")
    cell = row(figures, "41.3%").cells[0]
    assert (cell.variant_id, cell.outcome) == (mail.pk, outcome)
    assert cell.words == ("" if outcome is Outcome.ABSENT else text.rstrip("."))
    assert cell.where == ("" if outcome is Outcome.ABSENT else "headline")


def test_a_fact_that_is_said_twice_in_the_asset_has_one_row(figures, draft):
    draft(figures, "email")
    assert [r.text for r in report(figures).rows].count("41.3%") == 1


def test_a_contradiction_is_shown_even_where_the_right_figure_stands_too(figures, draft):
    mail = draft(figures, "email")
    mail.field_sources["headline"] = sourced(figures)
    save(mail, headline="31% of the teams deploy daily.", sections=mail.sections)
    assert row(figures, "41.3%").cells[0].outcome is Outcome.CONTRADICTED


def test_key_points_and_messages_are_the_same_in_other_words_or_absent(paper, brand, draft):
    brand.key_messages.add(KeyMessage(language="en", text="Penguins love invoices."))
    brand.save()
    mail = draft(paper, "email")
    point = "A rollback that was never rehearsed is a plan for a longer outage."
    assert row(paper, "Penguins love invoices.").cells[0].outcome is Outcome.ABSENT
    assert row(paper, point).cells[0].outcome is Outcome.SAME
    save(mail, sections=[], headline="A plan for longer outages: rollbacks never rehearsed.")
    assert row(paper, point).cells[0].outcome is Outcome.ROUNDED


def test_the_screen_filters_and_links_to_the_block(client, moderator, figures, draft):
    client.force_login(moderator)
    mail = draft(figures, "email")
    mail.field_sources["headline"] = sourced(figures)
    save(mail, headline="31% of the teams deploy daily.")
    address = reverse("variants:consistency", args=[figures.pk])
    page = client.get(address).content.decode()
    assert "1,200,000" in page
    only = client.get(f"{address}?show=contradicted").content.decode()
    assert "1,200,000 users log in each month</a>" not in only
    assert "31% of the teams deploy daily" in only
    assert f"{reverse('wagtailadmin_pages:edit', args=[mail.pk])}#id_headline" in only
    assert client.get(f"{address}?show=nonsense").status_code == 200


def test_the_csv_has_two_columns_for_each_variant_and_no_formulas(client, moderator, figures, draft):
    client.force_login(moderator)
    mail = draft(figures, "email")
    Variant.objects.filter(pk=mail.pk).update(title="=1+1", draft_title="=1+1")
    save(mail, title="=1+1")
    answer = client.get(reverse("variants:consistency", args=[figures.pk]) + "?format=csv")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][3] == "'=1+1"
    assert {len(line) for line in rows} == {5}
    assert any(line[1] == "41.3%" and line[3] == "Same" for line in rows)


def test_an_asset_without_variants_says_what_to_do(client, moderator, figures):
    client.force_login(moderator)
    page = client.get(reverse("variants:consistency", args=[figures.pk])).content.decode()
    assert reverse("variants:derive", args=[figures.pk]) in page


def test_it_is_for_those_who_may_edit(client, reader, figures):
    address = reverse("variants:consistency", args=[figures.pk])
    assert client.get(address).status_code == 302
    client.force_login(reader)
    assert client.get(address).status_code != 200


def test_the_command_prints_the_same(capsys, figures, draft):
    draft(figures, "email")
    call_command("consistency", str(figures.pk), "--json")
    value = json.loads(capsys.readouterr().out)
    assert set(value) == {"asset_id", "title", "variants", "counts", "rows"}
    assert sum(value["counts"].values()) == len(value["rows"]) * len(value["variants"])
    call_command("consistency", str(figures.pk))
    assert "contradicted" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no asset with the number 999"):
        call_command("consistency", "999")
