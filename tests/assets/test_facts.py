"""Facts are rows: found when an asset is saved, only what changed is written, and people can read them."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from contenthub.assets import facts
from contenthub.assets.actions import import_asset
from contenthub.assets.contents import block_text, find_block
from contenthub.assets.models import Asset, Fact
from tests.assets import documents


@pytest.fixture
def asset(libraries, tmp_path) -> Asset:
    return Asset.objects.get(pk=import_asset(documents.markdown(tmp_path)).asset_id)


def run(*args: str) -> str:
    out = StringIO()
    call_command("facts", *args, stdout=out)
    return out.getvalue()


def test_every_fact_is_where_it_says(asset):
    rows = list(asset.facts.all())
    assert {"40%", "2024"} <= {row.text for row in rows}
    for row in rows:
        assert block_text(find_block(asset, row.block_id))[row.start : row.end] == row.text


def test_code_states_nothing(asset):
    raw = [child.get_prep_value() for child in asset.body]
    raw.append({"type": "code", "value": {"language": "", "text": "wait(90%)"}, "id": "code"})
    asset.body = asset.body.stream_block.to_python(raw)
    asset.save_revision()
    assert not asset.facts.filter(block_id="code").exists()


def test_a_saved_draft_changes_only_the_rows_of_what_changed(asset):
    before = {row.pk for row in asset.facts.all()}
    raw = json.loads(json.dumps([child.get_prep_value() for child in asset.body]).replace("120 teams", "130 teams"))
    asset.body = asset.body.stream_block.to_python(raw)
    asset.save_revision()
    after = {row.pk for row in asset.facts.all()}
    first = asset.facts.filter(block_id=asset.body[0].id)
    assert first.filter(value="130").exists()
    assert not first.filter(value="120").exists()
    assert (len(before - after), len(after - before)) == (2, 2)  # the text, and the statistic taken from it
    assert facts.rebuild(asset) == (0, 0)


def test_a_page_without_a_revision_has_its_facts_too(libraries):
    asset = Asset(title="Plain", slug="plain", locale=libraries["en"].locale)
    asset.body = [("rich_text", "<p>We asked 250 people in 2023.</p>")]
    libraries["en"].add_child(instance=asset)
    assert asset.facts.filter(kind="date", value="2023").exists()


def test_they_go_with_the_asset(asset):
    asset.delete()
    assert not Fact.objects.exists()


def test_the_editor_shows_them_with_the_way_to_their_block(asset, editor, client):
    client.force_login(editor)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[asset.pk])).content.decode()
    row = asset.facts.get(text="40%", block_id=asset.body[0].id)
    assert f'href="#block-{row.block_id}-section"' in shown
    assert "<strong>40%</strong>" in shown


def test_the_editor_says_when_there_are_none(libraries, editor, client):
    asset = Asset(title="Plain", slug="plain", locale=libraries["en"].locale)
    libraries["en"].add_child(instance=asset)
    client.force_login(editor)
    assert "stand here" in client.get(reverse("wagtailadmin_pages:edit", args=[asset.pk])).content.decode()


def test_the_command_lists_them(asset):
    assert "40%" in run(str(asset.pk))
    found = json.loads(run(str(asset.pk), "--json"))
    assert {"section", "block_id", "kind", "text", "value", "unit", "speaker", "start", "end"} == set(found[0])
    Fact.objects.all().delete()
    assert "No facts" in run(str(asset.pk))
    assert "40%" in run(str(asset.pk), "--find")


def test_the_command_names_what_is_not_there(db):
    with pytest.raises(CommandError, match="no asset 99999"):
        run("99999")
