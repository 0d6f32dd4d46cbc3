"""All assets in one listing, filtered by kind, language and campaign, and the ways that lead to an import."""

from __future__ import annotations

import pytest
from django.urls import reverse

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from tests.assets import documents

LISTING = "/admin/assets/"


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def assets(libraries, tmp_path):
    campaign = Campaign.objects.create(name="Spring")
    import_asset(documents.text(tmp_path), title="English one", kind="report", campaign=campaign)
    import_asset(documents.markdown(tmp_path, text=documents.CHINESE), title="云原生安全白皮书")
    return campaign


def titles(page, **filters) -> list[str]:
    return sorted(asset.title for asset in page.get(LISTING, filters).context["object_list"])


def test_an_empty_listing_says_what_to_do(page):
    shown = page.get(LISTING).content.decode()
    assert "There are no assets yet" in shown
    assert reverse("import_asset:index") in shown


def test_assets_of_all_languages_are_listed(page, assets):
    assert titles(page) == ["English one", "云原生安全白皮书"]


def test_kind_language_and_campaign_narrow_it(page, assets):
    assert titles(page, kind="report") == ["English one"]
    assert titles(page, locale="zh-hans") == ["云原生安全白皮书"]
    assert titles(page, campaign=assets.pk) == ["English one"]
    assert titles(page, kind="guide") == []


@pytest.mark.parametrize("words", ["English", "one", "云原生", "安全", "白皮书"])
def test_search_finds_words_of_titles_in_both_languages(page, assets, words):
    assert len(titles(page, q=words)) == 1


@pytest.mark.parametrize("words", ["deploy", "faster", "English"])
def test_the_whole_text_is_searched(assets, words):
    assert [asset.title for asset in Asset.objects.search(words)] == ["English one"]


def test_the_library_leads_to_the_import(page, libraries):
    shown = page.get(reverse("wagtailadmin_explore", args=[libraries["en"].pk])).content.decode()
    assert "Import a document" in shown
