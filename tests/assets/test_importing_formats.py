"""A document of every format becomes a draft asset in the library of its language."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contenthub.assets.actions import import_asset
from contenthub.assets.contents import block_text, blocks, headings
from contenthub.assets.models import Asset
from tests.assets import documents


@pytest.mark.parametrize("ending", documents.ALL)
def test_a_document_becomes_a_draft_in_the_library_of_its_language(ending, libraries, tmp_path):
    report = import_asset(documents.ALL[ending](tmp_path))
    asset = Asset.objects.get(pk=report.asset_id)
    assert (asset.title, asset.live, asset.kind) == ("Quiet Deployments", False, "whitepaper")
    assert asset.get_parent().pk == libraries["en"].pk
    assert "What we saw" in " ".join(heading.text for heading in headings(asset))
    assert "four times faster" in " ".join(block_text(block) for block in blocks(asset))
    assert report.headings == len(headings(asset))


def test_what_a_document_holds_becomes_blocks_that_the_editor_accepts(libraries, tmp_path):
    report = import_asset(documents.markdown_with_pictures(tmp_path))
    asset = Asset.objects.get(pk=report.asset_id)
    kinds = {block.block_type for block in asset.body}
    assert {"heading", "rich_text", "quotation", "table", "code", "figure"} <= kinds
    asset.body.stream_block.clean(asset.body)
    asset.key_points.stream_block.clean(asset.key_points)
    assert asset.audience == "Platform teams"
    assert all(block.id for block in blocks(asset))


def test_a_chinese_document_goes_to_the_chinese_library_under_an_ascii_address(libraries, tmp_path):
    report = import_asset(documents.markdown(tmp_path, "安静.md", documents.CHINESE))
    asset = Asset.objects.get(pk=report.asset_id)
    assert asset.get_parent().pk == libraries["zh-hans"].pk
    assert (report.language, asset.language) == ("zh-hans", "zh-hans")
    assert asset.slug.isascii()
    assert asset.slug.startswith("an-jing")


def test_titles_kind_and_campaign_can_be_given(libraries, tmp_path):
    report = import_asset(documents.text(tmp_path), title="Another name", kind="guide")
    asset = Asset.objects.get(pk=report.asset_id)
    assert (asset.title, asset.slug, asset.kind) == ("Another name", "another-name", "guide")


def test_published_at_once_it_is_live(libraries, tmp_path):
    report = import_asset(documents.text(tmp_path), publish=True)
    assert Asset.objects.get(pk=report.asset_id).live


def test_two_documents_of_one_title_get_two_addresses(libraries, tmp_path):
    slugs = [
        Asset.objects.get(pk=import_asset(documents.text(tmp_path, name)).asset_id).slug for name in ("a.txt", "b.txt")
    ]
    assert slugs == ["quiet-deployments", "quiet-deployments-2"]


@pytest.mark.parametrize(
    ("ending", "kept"), [("pdf", True), ("docx", True), ("md", False), ("html", False), ("txt", False)]
)
def test_only_a_document_that_readers_would_want_becomes_the_download(ending, kept, libraries, tmp_path):
    path = documents.ALL[ending](tmp_path)
    asset = Asset.objects.get(pk=import_asset(path).asset_id)
    assert bool(asset.file) == kept
    if kept:
        assert asset.file.filename == path.name
        assert asset.file.file.read() == path.read_bytes()


def test_an_upload_is_known_by_its_own_name(libraries, tmp_path):
    upload = SimpleUploadedFile("C:\\Papers\\quiet.txt", documents.text(tmp_path).read_bytes())
    asset = Asset.objects.get(pk=import_asset(upload).asset_id)
    assert asset.imported_from == "quiet.txt"


def test_libraries_are_made_when_they_are_missing(db, tmp_path):
    report = import_asset(documents.text(tmp_path))
    assert Asset.objects.get(pk=report.asset_id).get_parent().specific.locale.language_code == "en"
