"""The same file name again is a new revision of the same asset, and unchanged blocks keep their ids."""

from __future__ import annotations

import re

import pytest

from contenthub.assets.actions import import_asset
from contenthub.assets.contents import block_text
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset
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


def test_unchanged_blocks_keep_their_ids_and_changed_ones_get_new_ones(first, tmp_path):
    before = ids(first)
    after, report = again(first, tmp_path)
    same = set(before) & set(ids(after))
    assert len(same) >= 5
    assert all(before[text] == ids(after)[text] for text in same)
    assert not set(before.values()) & {block_id for text, block_id in ids(after).items() if text not in same}
    assert "new revision" in report.warnings[0]


def test_the_same_text_again_changes_nothing(first, tmp_path):
    after, report = again(first, tmp_path, documents.MARKDOWN)
    assert ids(after) == ids(first)
    assert "new: 0, gone: 0" in report.warnings[0]


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
    again(asset, tmp_path)
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
