"""The same file name again is a new revision of the same asset, and unchanged blocks keep their ids."""

from __future__ import annotations

import json
import re

import pytest

from contenthub.assets.actions import import_asset
from contenthub.assets.contents import block_text
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset, Import
from tests.assets import documents

CHANGED = documents.MARKDOWN.replace("four times faster", "five times faster").replace(
    "## What to do", "## What we advise"
)


def ids(asset) -> dict[str, str]:
    return {block_text(block): block.id for block in asset.body}


@pytest.fixture
def first(libraries, tmp_path) -> Asset:
    return Asset.objects.get(pk=import_asset(documents.markdown(tmp_path)).asset_id)


def again(first: Asset, tmp_path, text: str = CHANGED, **options) -> tuple:
    report = import_asset(documents.markdown(tmp_path, text=text), **options)
    assert report.asset_id == first.pk
    first.refresh_from_db()
    return first.get_latest_revision_as_object(), report


def test_unchanged_blocks_keep_their_ids_and_so_do_those_changed_a_little(first, tmp_path):
    before = ids(first)
    after, report = again(first, tmp_path)
    now = ids(after)
    same = set(before) & set(now)
    assert len(same) >= 5
    assert all(before[text] == now[text] for text in same)
    [old] = [text for text in before if text.startswith("Teams that deploy")]
    [new] = [text for text in now if text.startswith("Teams that deploy")]
    assert (before[old], report.outcome) == (now[new], "revised")
    assert "new revision" in report.warnings[0]


def test_the_same_text_again_makes_no_revision_and_says_so(first, tmp_path):
    revisions = first.revisions.count()
    after, report = again(first, tmp_path, documents.MARKDOWN)
    assert ids(after) == ids(first)
    assert (first.revisions.count(), report.outcome) == (revisions, "unchanged")
    assert "no new revision" in report.warnings[0]


def test_the_same_text_can_still_be_published(first, tmp_path):
    _after, report = again(first, tmp_path, documents.MARKDOWN, publish=True)
    assert (first.live, report.outcome) == (True, "unchanged")


def test_a_block_that_moved_keeps_its_id(first, tmp_path):
    advice = documents.MARKDOWN[documents.MARKDOWN.index("## What to do") :]
    moved = documents.MARKDOWN.replace(advice, "").replace("## What we saw", advice + "\n## What we saw")
    after, _report = again(first, tmp_path, moved)
    assert ids(after) == ids(first)
    assert list(ids(after)) != list(ids(first))


def edited(asset: Asset, **changes: str) -> None:
    """Save the asset as an editor would who replaced words in its blocks."""
    raw = json.dumps([child.get_prep_value() for child in asset.body])
    for old, new in changes.items():
        raw = raw.replace(old.replace("_", " "), new)
    asset.body = asset.body.stream_block.to_python(json.loads(raw))
    asset.save_revision()


def test_what_an_editor_changed_and_the_file_did_not_stays(first, tmp_path):
    edited(first, Most_outages="Nearly all outages")
    after, report = again(first, tmp_path)
    texts = "\n".join(ids(after))
    assert "Nearly all outages" in texts
    assert "five times faster" in texts
    assert report.clashes == []


def test_what_both_changed_comes_from_the_file_and_is_named(first, tmp_path):
    edited(first, four_times_faster="much faster")
    after, report = again(first, tmp_path)
    assert "five times faster" in "\n".join(ids(after))
    named = [clash for clash in report.clashes if "much faster" in clash["here"]]
    assert [clash["place"] for clash in named] == ["What we saw"]
    assert any("revision before" in warning for warning in report.warnings)


def test_a_block_an_editor_took_out_stays_out(first, tmp_path):
    raw = [child.get_prep_value() for child in first.body]
    first.body = first.body.stream_block.to_python([one for one in raw if one["type"] != "quotation"])
    first.save_revision()
    after, _report = again(first, tmp_path)
    assert not [block for block in after.body if block.block_type == "quotation"]


def test_a_block_an_editor_put_in_keeps_its_place(first, tmp_path):
    raw = [child.get_prep_value() for child in first.body]
    at = next(i for i, one in enumerate(raw) if one["type"] == "quotation")
    raw.insert(at + 1, {"type": "call_to_action", "value": {"text": "Read on", "url": ""}, "id": "mine"})
    first.body = first.body.stream_block.to_python(raw)
    first.save_revision()
    after, _report = again(first, tmp_path)
    order = [block.id for block in after.body]
    assert order[order.index("mine") - 1] == raw[at]["id"]


def test_an_alternative_text_written_here_stays(libraries, tmp_path):
    path = documents.markdown_with_pictures(tmp_path)
    asset = Asset.objects.get(pk=import_asset(path).asset_id)
    edited(asset, **{"A navy field": "A field as dark as the night"})
    path.write_text(path.read_text().replace("![A navy field]", "![Navy]").replace("Most outages", "Many outages"))
    import_asset(path)
    [figure] = [block for block in asset.get_latest_revision_as_object().body if block.block_type == "figure"]
    assert figure.value["alt"] == "A field as dark as the night"


def test_a_document_that_comes_without_its_pictures_keeps_the_figures(libraries, tmp_path):
    path = documents.markdown_with_pictures(tmp_path, colours=("navy", "teal"))
    asset = Asset.objects.get(pk=import_asset(path).asset_id)
    (tmp_path / "0.png").unlink()
    (tmp_path / "1.png").unlink()
    path.write_text(path.read_text().replace("Most outages", "Many outages"))
    report = import_asset(path)
    after = Asset.objects.get(pk=asset.pk).get_latest_revision_as_object()
    assert len([block for block in after.body if block.block_type == "figure"]) == 2
    assert "without pictures" in report.warnings[0]
    assert import_asset(path).outcome == "unchanged"


def test_an_asset_of_an_older_hub_is_taken_as_the_files_own(first, tmp_path):
    Import.objects.all().delete()
    before = ids(first)
    after, report = again(first, tmp_path)
    assert len(set(before.values()) & set(ids(after).values())) >= 6
    assert report.clashes == []


def test_a_copy_is_not_the_files_asset(first, tmp_path):
    copy = first.copy(update_attrs={"slug": "a-copy", "title": "A copy"})
    assert copy.imported_from == ""
    again(first, tmp_path)


def test_ids_survive_an_edit_in_the_rich_text_editor(first, tmp_path):
    """Saving there gives paragraphs other keys, and lines of code end in CR LF."""
    raw = [dict(child.get_prep_value()) for child in first.body]
    text = next(child for child in raw if child["type"] == "rich_text")
    text["value"] = re.sub(r'data-block-key="\w+"', 'data-block-key="a1b2c"', text["value"])
    code = next(child for child in raw if child["type"] == "code")
    code["value"] = {**code["value"], "text": code["value"]["text"].replace("\n", "\r\n")}
    first.body = first.body.stream_block.to_python(raw)
    first.save_revision()
    after, _report = again(first, tmp_path, documents.MARKDOWN)
    assert {text["id"], code["id"]} <= {block.id for block in after.body}


def test_it_is_a_revision_and_what_is_public_stays_until_it_is_published(libraries, tmp_path):
    report = import_asset(documents.markdown(tmp_path), publish=True)
    asset = Asset.objects.get(pk=report.asset_id)
    _after, second = again(asset, tmp_path)
    assert second.outcome == "revised"
    assert "What to do" in ids(asset)
    assert asset.has_unpublished_changes
    again(asset, tmp_path, publish=True)
    assert "What we advise" in ids(asset)


def test_what_the_editor_chose_stays(first, tmp_path):
    first.title, first.kind, first.audience = "The editor's title", "guide", "Everybody"
    first.save_revision().publish()
    after, report = again(first, tmp_path)
    assert (after.title, after.kind, after.audience, after.slug) == (
        "The editor's title", "guide", "Everybody", "quiet-deployments",
    )  # fmt: skip
    assert any("keeps its title" in warning for warning in report.warnings)


def test_what_is_given_anew_wins(first, tmp_path):
    after, _report = again(first, tmp_path, title="Given", kind="report")
    assert (after.title, after.kind) == ("Given", "report")


def test_the_download_follows_the_document_but_not_over_the_editors_own(libraries, tmp_path):
    asset = Asset.objects.get(pk=import_asset(documents.word(tmp_path)).asset_id)
    first_file = asset.file
    changed = documents.pdf(tmp_path)  # any other content under the same name
    assert import_asset(documents.word(tmp_path)).asset_id == asset.pk
    asset.file.collection = asset.file.collection.get_root()
    asset.file.save()
    import_asset(documents.word(tmp_path))
    assert asset.get_latest_revision_as_object().file == first_file
    assert changed.exists()


def test_one_name_in_two_languages_is_two_assets(first, tmp_path):
    other = import_asset(documents.markdown(tmp_path, text=documents.CHINESE))
    assert other.asset_id != first.pk


def test_a_locked_asset_is_left_alone(first, editor, moderator, tmp_path):
    first.locked, first.locked_by = True, moderator
    first.save()
    with pytest.raises(ImportProblem, match="locked"):
        import_asset(documents.markdown(tmp_path), user=editor)
