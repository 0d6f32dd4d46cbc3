"""Variants in another language are made from the asset's translation, and from nothing else."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from wagtail.models import Locale

from contenthub.assets.setup import ensure_libraries
from contenthub.variants.actions import CannotDerive, derive
from contenthub.variants.languages import translated
from contenthub.variants.models import Variant


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def translation(paper):
    """The paper in Chinese, as an editor made it from the original."""
    ensure_libraries()
    copy = paper.copy_for_translation(Locale.objects.get(language_code="zh-hans"))
    copy.title, copy.summary = "一个声音", "团队先把话说清楚，再去各个渠道发布内容。"
    copy.key_points = [("point", "同一句话在各个渠道都要能被认出来。")]
    copy.save_revision()
    return copy


def test_they_stand_below_the_translation_and_are_in_its_words(paper, translation):
    made = derive(paper, ["social_card"], language="zh-hans")[0]
    assert made.source_asset_id == translation.pk
    assert made.language == "zh-hans"
    assert "团队先把话说清楚" in made.copy_text
    assert not Variant.objects.of(paper).exists()


def test_without_a_translation_it_is_refused_and_said_what_to_do(paper):
    with pytest.raises(CannotDerive, match="has no translation into Simplified Chinese.*import its translation"):
        derive(paper, ["social_card"], language="zh-hans")
    assert not Variant.objects.exists()


def test_a_language_the_hub_does_not_speak_is_named(paper):
    with pytest.raises(CannotDerive, match="no language “fr”; there are: en, zh-hans"):
        derive(paper, ["social_card"], language="fr")


def test_its_own_language_is_the_asset_itself(paper):
    assert derive(paper, ["social_card"], language="en")[0].source_asset_id == paper.pk


def test_the_derive_screen_leads_to_the_other_language(paper, translation, admin_client):
    page = admin_client.get(f"/admin/variants/derive/{paper.pk}/").content.decode()
    assert f"/admin/variants/derive/{translation.pk}/" in page
    assert [found.pk for found in translated(translation)] == [translation.pk, paper.pk]
