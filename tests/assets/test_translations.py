"""Assets that say the same in two languages are tied when the second is imported."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from contenthub.assets.actions import import_asset
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries

ENGLISH = "# One voice\n\nTeams that plan as one team say one thing everywhere.\n"
CHINESE = "# 一个声音\n\n先把话说清楚的团队，在每个渠道上说的都是同一件事。\n"


def imported(text: str, name: str, **options) -> Asset:
    report = import_asset(ContentFile(text.encode(), name=name), **options)
    return Asset.objects.get(pk=report.asset_id)


@pytest.fixture
def english(db) -> Asset:
    ensure_libraries()
    return imported(ENGLISH, "voice.md")


def test_a_translation_is_found_from_the_original_and_back(english):
    chinese = imported(CHINESE, "voice.zh.md", translation_of=english)
    assert [page.pk for page in english.get_translations()] == [chinese.pk]
    assert [page.pk for page in chinese.get_translations()] == [english.pk]


def test_importing_it_again_changes_nothing_about_that(english):
    chinese = imported(CHINESE, "voice.zh.md", translation_of=english)
    again = imported(CHINESE + "\n再说一遍。\n", "voice.zh.md")
    assert again.pk == chinese.pk
    assert again.translation_key == english.translation_key
    assert again.get_latest_revision_as_object().translation_key == english.translation_key


def test_an_asset_imported_before_can_be_tied_later(english):
    chinese = imported(CHINESE, "voice.zh.md")
    assert not english.get_translations()
    imported(CHINESE, "voice.zh.md", translation_of=english)
    assert [page.pk for page in english.get_translations()] == [chinese.pk]


def test_one_language_has_one_translation(english):
    imported(CHINESE, "voice.zh.md", translation_of=english)
    with pytest.raises(ImportProblem, match="has the translation “一个声音” already"):
        imported(CHINESE, "other.zh.md", translation_of=english)
    assert Asset.objects.count() == 2


def test_the_same_language_is_no_translation(english):
    with pytest.raises(ImportProblem, match="is in the same language"):
        imported(ENGLISH, "other.md", translation_of=english)


def test_the_import_screen_offers_it(english, admin_client):
    page = admin_client.get("/admin/assets/import/").content.decode()
    assert "One voice (English)" in page
    file = ContentFile(CHINESE.encode(), name="voice.zh.md")
    admin_client.post("/admin/assets/import/", {"file": file, "translation_of": english.pk})
    assert english.get_translations().count() == 1
