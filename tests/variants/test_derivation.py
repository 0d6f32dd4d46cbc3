"""Deriving: deterministic, from the latest revision, in the asset's language, once."""

from __future__ import annotations

import pytest

from contenthub.assets.models import Asset
from contenthub.variants import registry
from contenthub.variants.actions import CannotDerive, approve, derive, latest
from contenthub.variants.models import Variant
from tests.variants.papers import make_asset, revise

KINDS = ["email", "h5_page", "social_card", "video_script"]


def content(variant: Variant) -> list:
    """What a draft holds, block ids and sources included."""
    fields = [variant._meta.get_field(name) for name in variant.content_fields]
    return [variant.field_sources, *(field.get_prep_value(getattr(variant, field.name)) for field in fields)]


def test_the_kinds_are_found_by_their_files():
    assert registry.names() == KINDS


def test_every_kind_becomes_a_draft_below_the_asset(any_paper):
    made = derive(any_paper)
    assert [variant.kind_name for variant in made] == KINDS
    for variant in made:
        assert variant.get_parent().pk == any_paper.pk
        assert not variant.live
        assert variant.language == any_paper.language
        assert variant.asset_revision_id == any_paper.latest_revision_id
        assert variant.latest_revision is not None
        assert any_paper.title in variant.title


def test_two_derivations_of_one_revision_are_equal(any_paper):
    for name in KINDS:
        object_ = any_paper.get_latest_revision_as_object()
        one = registry.get(name).derive(object_, any_paper.latest_revision_id)
        other = registry.get(name).derive(any_paper.get_latest_revision_as_object(), any_paper.latest_revision_id)
        assert content(one) == content(other)


def test_an_unchanged_draft_of_the_same_revision_is_returned(paper):
    first = derive(paper)
    assert [variant.pk for variant in derive(paper)] == [variant.pk for variant in first]


def test_an_approved_variant_that_nobody_changed_is_returned_too(paper):
    first = approve(derive(paper, ["h5_page"])[0])
    assert [variant.pk for variant in derive(paper, ["h5_page"])] == [first.pk]


def test_asked_for_again_there_is_another_draft_with_a_number(paper):
    first, second = derive(paper, ["email"])[0], derive(paper, ["email"], again=True)[0]
    assert second.pk != first.pk
    assert second.title == f"{first.title} (2)"
    assert second.slug != first.slug
    assert content(latest(second)) == content(latest(first))


def test_a_draft_that_was_edited_is_left_alone(paper):
    first = derive(paper, ["email"])[0]
    edited = latest(first)
    edited.subject = "Something of my own"
    edited.save_revision()
    second = derive(paper, ["email"])[0]
    assert second.pk != first.pk
    assert latest(Variant.objects.get(pk=first.pk)).subject == "Something of my own"


def test_an_edit_written_into_the_first_revision_counts_as_one(paper):
    """An autosave writes into the revision that is there instead of making a new one."""
    first = derive(paper, ["email"])[0]
    edited = latest(first)
    edited.subject = "Something of my own"
    edited.save_revision(overwrite_revision=edited.get_latest_revision())
    assert derive(paper, ["email"])[0].pk != first.pk


def test_the_asset_s_newest_draft_is_what_is_derived_from(paper):
    asset = revise(paper, title="A Title Not Yet Public")
    email = latest(derive(asset, ["email"])[0])
    assert email.headline == "A Title Not Yet Public"
    assert email.asset_revision_id == asset.latest_revision_id != paper.latest_revision_id


def test_an_asset_without_a_revision_gets_one(libraries):
    asset = Asset(title="Plain", summary="It says one thing.", locale=libraries["en"].locale)
    libraries["en"].add_child(instance=asset)
    variant = derive(asset, ["email"])[0]
    assert variant.asset_revision_id == Asset.objects.get(pk=asset.pk).latest_revision_id is not None


def test_an_asset_with_nothing_to_say_is_refused(libraries):
    asset = make_asset(summary="", points=[], text="", heading="", statistic=None, quotation=None, figure=None)
    with pytest.raises(CannotDerive, match="neither a summary nor key points nor text"):
        derive(asset)
    assert not Variant.objects.exists()


def test_an_unknown_kind_is_refused_before_anything_is_made(paper):
    with pytest.raises(CannotDerive, match="no kind “poster”; there are: email, h5_page"):
        derive(paper, ["email", "poster"])
    assert not Variant.objects.exists()


def test_who_may_not_add_pages_may_not_derive(paper, reader, editor):
    with pytest.raises(CannotDerive, match="may not add pages"):
        derive(paper, ["email"], user=reader)
    made = derive(paper, ["email"], user=editor)[0]
    assert made.owner == editor
    assert made.latest_revision.user == editor


def test_key_points_are_chosen_from_the_text_where_none_were_given(libraries):
    asset = make_asset(points=[], summary="")
    cards = latest(derive(asset, ["social_card"])[0]).cards
    headlines = [card.value["headline"] for card in cards if card.block_type == "statement"]
    assert any("rollback" in headline for headline in headlines)


def test_the_brand_s_phrases_are_used_and_named_as_such(paper, brand):
    card = latest(derive(paper, ["social_card"])[0])
    assert card.copy_text.startswith("Fridays need not be scary.\n\n")
    assert card.call_to_action == "Read it now"
    assert card.field_sources["call_to_action"]["origin"] == "brand"
