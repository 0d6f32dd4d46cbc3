"""A variant is behind when the very words it used have changed, and only then."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contenthub.assets.models import Asset
from contenthub.variants.actions import approve, derive, latest
from contenthub.variants.behind import judging
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from tests.variants.behind.conftest import behind, raw_of, reasons, save

MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def citing(asset: Asset, *block_ids: str) -> set[tuple[str, str]]:
    """(kind, part) of the parts of the asset's variants that name one of these blocks."""
    found = set()
    for variant in Variant.objects.of(asset).specific():
        for part in parts(latest(variant)):
            if part.source and part.text and set(part.source.block_ids) & set(block_ids):
                found.add((variant.kind_name, part.where))
    return found


def test_nothing_is_behind_right_after_deriving(any_paper):
    derive(any_paper)
    assert behind() == set()


def test_a_revision_that_changes_nothing_makes_nothing_behind(any_paper):
    derive(any_paper)
    save(any_paper, audience="Everybody")
    assert behind() == set()


def test_a_changed_statistic_makes_exactly_the_parts_citing_it_behind(any_paper):
    derive(any_paper)
    body = raw_of(any_paper, "body")
    statistic = next(raw for raw in body if raw["type"] == "statistic")
    statistic["value"] = {**statistic["value"], "value": "45%"}
    save(any_paper, body=body)
    expected = citing(any_paper, statistic["id"])
    assert expected
    assert behind() == expected
    assert set(BehindPart.objects.values_list("reason", flat=True)) == {"changed"}


def test_a_changed_title_and_summary_make_those_parts_behind(any_paper):
    derive(any_paper)
    save(any_paper, title="Another title altogether")
    titled = behind()
    assert titled == citing(any_paper, "title")
    save(any_paper, summary="Something else.")
    assert behind() == citing(any_paper, "title", "summary")


def test_a_deleted_block_makes_its_parts_behind_as_deleted(paper):
    derive(paper, ["social_card"])
    body = raw_of(paper, "body")
    gone = next(raw for raw in body if raw["type"] == "quotation")
    save(paper, body=[raw for raw in body if raw is not gone])
    assert behind() == citing(paper, gone["id"])
    assert set(BehindPart.objects.values_list("reason", flat=True)) == {"deleted"}


def test_a_sentence_changed_elsewhere_in_the_block_is_no_matter(paper):
    derive(paper)
    body = raw_of(paper, "body")
    text = next(raw for raw in body if raw["type"] == "rich_text")
    assert "120 teams, and 40%" in text["value"]
    text["value"] = text["value"].replace("120 teams", "121 teams")
    save(paper, body=body)
    assert behind() == set()


def test_words_that_only_survive_inside_a_longer_sentence_are_behind(paper):
    derive(paper)
    point = paper.key_points[2]
    points = raw_of(paper, "key_points")
    points[2]["value"] = f"It is not true that {point.value}"
    save(paper, key_points=points)
    assert behind() == citing(paper, point.id)


def test_bold_letters_and_line_ends_are_no_change(paper):
    derive(paper)
    body = raw_of(paper, "body")
    text = next(raw for raw in body if raw["type"] == "rich_text")
    text["value"] = text["value"].replace("small steps", "<b>small steps</b>")
    points = raw_of(paper, "key_points")
    points[0]["value"] = points[0]["value"].replace(" recover", "\r\nrecover")
    save(paper, body=body, key_points=points)
    assert behind() == set()


def test_a_figure_with_another_picture_is_behind_though_its_caption_stayed(paper):
    from tests.variants.papers import picture

    derive(paper, ["social_card"])
    body = raw_of(paper, "body")
    figure = next(raw for raw in body if raw["type"] == "figure")
    figure["value"] = {**figure["value"], "image": picture("other.png", (300, 300)).pk}
    save(paper, body=body)
    assert behind() == citing(paper, figure["id"])


def test_a_block_made_anew_with_the_same_words_is_not_behind(any_paper):
    # As a file that is imported again gives it when the paragraph changed somewhere else.
    derive(any_paper)
    body = raw_of(any_paper, "body")
    text = next(raw for raw in body if raw["type"] == "rich_text")
    text["id"] = "11111111-2222-3333-4444-555555555555"
    text["value"] = text["value"].replace("120", "121")
    save(any_paper, body=body)
    assert behind() == set()


def test_a_block_made_anew_with_other_words_shows_what_became_of_it(paper):
    variant = derive(paper, ["social_card"])[0]
    body = raw_of(paper, "body")
    statistic = next(raw for raw in body if raw["type"] == "statistic")
    statistic["id"] = "11111111-2222-3333-4444-555555555555"
    statistic["value"] = {**statistic["value"], "value": "45%"}
    save(paper, body=body)
    assert set(reasons(variant).values()) == {"changed"}
    part = BehindPart.objects.get(variant=variant)
    assert (part.old_words[:3], part.new_words[:3]) == ("40%", "45%")


def test_a_part_edited_by_hand_is_behind_all_the_same(paper):
    variant = derive(paper, ["email"])[0]
    draft = latest(variant)
    draft.subject = "Written anew"
    draft.save_revision()
    save(paper, title="Another title altogether")
    assert "subject" in reasons(variant)


def test_changing_it_back_ends_it(paper):
    variant = derive(paper, ["email"])[0]
    title = paper.title
    save(paper, title="Another title altogether")
    assert reasons(variant)
    save(paper, title=title)
    assert reasons(variant) == {}


def test_how_long_it_has_been_behind_is_kept(paper, time_machine):
    time_machine.move_to("2026-03-01T10:00:00Z", tick=False)
    variant = derive(paper, ["email"])[0]
    save(paper, title="Another title altogether")
    assert reasons(variant)
    time_machine.move_to("2026-03-02T10:00:00Z", tick=False)
    save(paper, title="A third title")
    assert reasons(variant)
    assert {part.since.day for part in BehindPart.objects.all()} == {1}


def test_what_was_approved_is_judged_apart_from_the_draft(paper):
    variant = approve(derive(paper, ["email"])[0])
    save(paper, title="Another title altogether")
    draft = latest(variant)
    draft.field_sources, draft.alternatives = {}, []
    draft.save_revision()
    assert not {"subject", "headline"} & set(reasons(variant))
    assert {"subject", "headline"} <= {where for _kind, where in behind(approved=True)}


def test_a_copied_asset_takes_its_variants_along_and_they_are_judged_by_the_copy(paper):
    derive(paper, ["email"])
    original = Asset.objects.get(pk=paper.pk)  # it has a page below it by now
    copied = original.copy(recursive=True, update_attrs={"slug": "copy"}, copy_revisions=False)
    save(copied, title="Another title altogether")
    judging.catch_up()
    assert set(BehindPart.objects.values_list("variant__source_asset", flat=True)) == {copied.pk}


def test_it_is_found_after_the_commit_that_caused_it(paper, committing):
    with committing():
        variant = derive(paper, ["email"])[0]
    with committing():
        save(paper, title="Another title altogether")
    assert BehindPart.objects.filter(variant=variant).exists()


def test_a_revision_that_is_gone_is_judged_by_the_words_alone(paper):
    variant = derive(paper, ["email"])[0]
    draft = latest(variant)
    for name, source in draft.field_sources.items():
        draft.field_sources[name] = {**source, "revision_id": 987654}
    draft.save_revision()
    assert reasons(variant) == {}
    save(paper, title="Another title altogether")
    titles = {child.id for child in latest(variant).alternatives if child.value["source"].block_ids == ["title"]}
    assert set(reasons(variant)) == {"subject", "headline", *titles}


@MANY
@given(data=st.data())
@pytest.mark.django_db
def test_no_order_of_the_blocks_makes_anything_behind(any_paper, data):
    if not Variant.objects.of(any_paper).exists():
        derive(any_paper)
    body, points = raw_of(any_paper, "body"), raw_of(any_paper, "key_points")
    save(any_paper, body=data.draw(st.permutations(body)), key_points=data.draw(st.permutations(points)))
    assert behind() == set()


@MANY
@given(data=st.data())
@pytest.mark.django_db
def test_changing_a_block_makes_exactly_the_parts_citing_it_behind(any_paper, data):
    if not Variant.objects.of(any_paper).exists():
        derive(any_paper)
    body, points = raw_of(any_paper, "body"), raw_of(any_paper, "key_points")
    was = copy.deepcopy((body, points))
    changed = data.draw(st.lists(st.sampled_from([*body, *points]), unique_by=lambda raw: raw["id"], max_size=3))
    marks = data.draw(st.lists(st.integers(0, 10_000), min_size=len(changed), max_size=len(changed)))
    for raw, mark in zip(changed, marks, strict=True):
        rewrite(raw, mark)
    save(any_paper, body=body, key_points=points)
    assert behind() == citing(any_paper, *(raw["id"] for raw in changed))
    save(any_paper, body=was[0], key_points=was[1])
    assert behind() == set()


def rewrite(raw: dict, mark: int) -> None:
    """Other words in every sentence of the block."""
    if isinstance(raw["value"], str):
        said = f"Nothing of that number {mark} was said."
        raw["value"] = f"<p>{said}</p>" if raw["type"] == "rich_text" else said
    else:
        words = {"heading": "text", "statistic": "value", "quotation": "text", "figure": "caption"}
        raw["value"] = {**raw["value"], words[raw["type"]]: f"{mark} others"}
