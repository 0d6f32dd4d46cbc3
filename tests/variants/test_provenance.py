"""Every block of a draft names its source, and the words it names are really there."""

from __future__ import annotations

import pytest

from contenthub.variants import checks
from contenthub.variants.actions import derive, latest
from contenthub.variants.material import block_text
from contenthub.variants.parts import parts
from contenthub.variants.source import Source, merged
from tests.variants.papers import revise


def test_every_part_of_every_draft_has_a_source(any_paper):
    for variant in derive(any_paper):
        for part in parts(latest(variant)):
            needed = part.text and part.where not in variant.unsourced_fields
            assert part.source is not None or not needed, (variant.kind_name, part.label)


def test_the_words_of_every_source_stand_in_its_blocks_at_that_revision(any_paper):
    original = any_paper.get_latest_revision_as_object()
    for variant in derive(any_paper):
        for part in parts(latest(variant)):
            if part.source is None or part.source.origin != "asset":
                assert part.source is None or part.source.block_ids == []
                continue
            assert part.source.asset_id == any_paper.pk
            assert part.source.revision_id == any_paper.latest_revision_id
            texts = [block_text(original, block_id) for block_id in part.source.block_ids]
            assert all(texts)
            for words in part.source.words.split("\n"):
                assert any(words in text for text in texts), (part.label, words)


def test_a_derived_draft_has_no_fact_without_a_source(any_paper):
    for variant in derive(any_paper):
        assert [problem for problem in checks.problems(latest(variant)) if problem.severity == "error"] == []


def test_the_source_stays_with_the_old_revision_when_the_asset_changes(paper):
    variant = derive(paper, ["h5_page"])[0]
    changed = revise(paper, summary="Nothing of the kind.")
    cover = latest(variant).first("cover")
    assert cover["source"].revision_id == paper.latest_revision_id != changed.latest_revision_id


def test_a_key_point_said_in_the_body_names_that_block_too(paper):
    body = next(block for block in paper.body if block.block_type == "rich_text")
    point = paper.key_points[0]
    card = next(
        card for card in latest(derive(paper, ["social_card"])[0]).cards if card.value["kicker"] == "What we saw"
    )
    assert card.value["source"].block_ids == [point.id, body.id]
    assert card.value["source"].section == "What we saw"


def test_sources_merge_into_one_without_repeating_themselves():
    one = Source(1, 2, ["a"], "first", section="Here")
    two = Source(1, 2, ["b"], "second")
    phrase = Source(None, None, [], "Read on", origin="brand")
    both = merged([one, two, one, phrase])
    assert both == Source(1, 2, ["a", "b"], "first\nsecond", section="Here")
    assert merged([]) is None
    assert merged([phrase]) == phrase


@pytest.mark.parametrize(
    "value", [None, "", 3, [], {}, {"block_ids": "a", "words": "b"}, {"block_ids": ["a"], "words": ""}]
)
def test_what_is_no_source_is_read_as_none(value):
    assert Source.from_json(value) is None


def test_a_source_survives_json():
    source = Source(1, 2, ["a", "b"], "“Words”", section="Here › There")
    assert Source.from_json(source.as_json()) == source
