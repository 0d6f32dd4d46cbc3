"""Key points, statistics and summary that were picked by rank wait, marked, until an editor keeps them."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from contenthub.assets.actions import NothingToPropose, import_asset, propose
from contenthub.assets.marks import SUMMARY, waiting
from contenthub.assets.models import Asset
from tests.assets import documents

TEXT = """# Harbour Study

Ships that call ahead wait less in every harbour that we visited during the long and stormy winter.

## Waiting

The harbour office cut waiting times by 35% after it began to publish the tide tables every morning.
Captains who read the tide tables every morning plan their arrival better than captains who do not.

## Crews

Crews that rest for a full night make fewer mistakes when they moor the ship in a crowded harbour.
Every harbour in the study has a crew room, and the crew room of the smallest harbour is the quietest.
"""


def latest(asset: Asset) -> Asset:
    return Asset.objects.get(pk=asset.pk).get_latest_revision_as_object()


@pytest.fixture
def asset(libraries, tmp_path) -> Asset:
    path = documents.markdown(tmp_path, text=TEXT)
    return latest(Asset.objects.get(pk=import_asset(path).asset_id))


def again(tmp_path, text: str) -> Asset:
    report = import_asset(documents.markdown(tmp_path, text=text))
    return latest(Asset.objects.get(pk=report.asset_id))


def save(asset: Asset, points: list[dict]) -> Asset:
    asset.key_points = asset.key_points.stream_block.to_python(points)
    asset.save_revision()
    return latest(asset)


def raw(asset: Asset) -> list[dict]:
    return [child.get_prep_value() for child in asset.key_points]


def test_what_an_import_picked_is_marked(asset):
    statistic = next(block for block in asset.body if block.block_type == "statistic")
    assert statistic.value["value"] == "35%"
    assert set(waiting(asset)) == {*(block.id for block in asset.key_points), statistic.id, SUMMARY}


def test_what_the_document_says_itself_is_not(libraries, tmp_path):
    text = TEXT.replace(
        "## Waiting", "## Key points\n\n- Call ahead, and wait less.\n- Rest, and moor better.\n\n## Waiting"
    )
    asset = latest(Asset.objects.get(pk=import_asset(documents.markdown(tmp_path, text=text)).asset_id))
    assert not {block.id for block in asset.key_points} & set(waiting(asset))


def test_to_change_one_is_to_keep_it(asset):
    points = raw(asset)
    points[0]["value"] = "Call ahead."
    asset = save(asset, points)
    assert points[0]["id"] not in waiting(asset)
    assert points[1]["id"] in waiting(asset)


def test_a_browser_takes_marks_away_and_cannot_set_any(asset, editor, client):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[asset.pk]))
    form = page.context["form"]
    kept, *rest = waiting(asset)
    form.data, form.cleaned_data = {"proposed": "x"}, {"proposed": {rest[0]: "forged", "other": "made up"}}
    assert form.clean_proposed() == {rest[0]: waiting(asset)[rest[0]]}
    form.data = {}
    assert form.clean_proposed() == asset.proposed


def test_the_editor_says_what_waits(asset, editor, client):
    client.force_login(editor)
    shown = client.get(reverse("wagtailadmin_pages:edit", args=[asset.pk])).content.decode()
    assert "Keep all" in shown
    assert f"{len(asset.key_points)} key points, 1 statistic, the summary" in shown


def test_readers_never_see_the_marks(asset, client):
    asset.save_revision().publish()
    shown = client.get(Asset.objects.get(pk=asset.pk).url).content.decode()
    assert "roposed" not in shown


def test_one_turned_down_does_not_come_back(asset, tmp_path):
    gone, *rest = raw(asset)
    save(asset, rest)
    for text in (TEXT, TEXT.replace("quietest", "warmest"), TEXT.replace("quietest", "calmest")):
        assert gone["value"] not in [block.value for block in again(tmp_path, text).key_points]


def test_a_kept_one_stays_where_the_file_goes_on(asset, tmp_path):
    kept = raw(asset)[0]
    asset.proposed.pop(kept["id"])
    save(asset, raw(asset))
    after = again(tmp_path, TEXT.replace("quietest", "warmest"))
    assert kept["value"] in [block.value for block in after.key_points]
    assert kept["id"] not in waiting(after)


def test_it_follows_its_sentence_with_its_id_and_stays_proposed(asset, tmp_path):
    old = next(block for block in asset.body if block.block_type == "statistic")
    after = again(tmp_path, TEXT.replace("35%", "45%"))
    [new] = [block for block in after.body if block.block_type == "statistic"]
    assert (new.id, new.value["value"], new.id in waiting(after)) == (old.id, "45%", True)
    assert "35%" not in json.dumps(raw(after))
    assert {block.id for block in asset.key_points} == {block.id for block in after.key_points}


def test_a_kept_summary_is_not_replaced(asset, tmp_path):
    asset.proposed.pop(SUMMARY)
    before = asset.summary
    asset.save_revision()
    after = again(tmp_path, TEXT.replace("stormy winter", "stormy winter of that year"))
    assert after.summary == before


@pytest.fixture
def by_hand(libraries) -> Asset:
    """Written in the editor: text, one key point, nothing else."""
    asset = Asset(title="By hand", slug="by-hand", locale=libraries["en"].locale)
    paragraphs = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
    asset.body = [("heading", {"level": "2", "text": "All"}), ("rich_text", "".join(f"<p>{p}</p>" for p in paragraphs))]
    asset.key_points = [("point", "Mine.")]
    libraries["en"].add_child(instance=asset)
    asset.save_revision()
    return asset


def test_an_asset_written_here_can_ask_for_them(by_hand):
    added = propose(by_hand)
    asset = latest(by_hand)
    assert added["summary"] == 1
    assert added["statistics"] == 1
    assert asset.key_points[0].value == "Mine."
    assert asset.key_points[0].id not in waiting(asset)
    assert len(waiting(asset)) == sum(added.values())
    assert [block.block_type for block in asset.body] == ["heading", "rich_text", "statistic"]
    with pytest.raises(NothingToPropose):
        propose(by_hand)


def test_looking_at_proposals_changes_nothing_and_posting_adds_them(by_hand, editor, client):
    client.force_login(editor)
    revisions = by_hand.revisions.count()
    url = reverse("assets_proposals:propose", args=[by_hand.pk])
    assert "35%" in client.get(url).content.decode()
    assert by_hand.revisions.count() == revisions
    assert client.post(url).url == reverse("wagtailadmin_pages:edit", args=[by_hand.pk])
    assert waiting(latest(by_hand))


def test_the_command_proposes(by_hand, capsys):
    call_command("propose", str(by_hand.pk), "--json")
    assert json.loads(capsys.readouterr().out)["summary"] == 1


def test_an_asset_without_text_is_told_so(libraries):
    asset = Asset(title="Empty", slug="empty", locale=libraries["en"].locale)
    libraries["en"].add_child(instance=asset)
    with pytest.raises(NothingToPropose, match="no text"):
        propose(asset)
