"""Whatever an asset says, what is derived from it says no fact that its sources do not hold, and names every source."""

from __future__ import annotations

import uuid
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries, library_for
from contenthub.lib.facts import find
from contenthub.variants import registry
from contenthub.variants.checks.facts import found as facts_found
from contenthub.variants.material import block_text
from contenthub.variants.parts import parts

SUBJECTS = {
    "en": ["Teams that deploy in small steps", "Customers of the service", "Our engineers", "The two hospitals"],
    "zh-hans": ["小步发布的团队", "这家医院的客户", "我们的工程师", "参与调查的公司"],
}
VERBS = {
    "en": ["recovered {} faster", "saved {} last year", "lost {} of their time", "handled {} requests", "grew by {}"],
    "zh-hans": ["节省了{}的时间", "去年增长了{}", "处理了{}次请求", "投入了{}", "减少了{}"],
}
FIGURES = {
    "en": [
        "12%",
        "1.2 million",
        "four times",
        "two thirds",
        "$3.5 billion",
        "40–60%",
        "250 ms",
        "about 3,000",
        "Q3 2025",
    ],
    "zh-hans": ["12%", "120万", "三成", "三分之二", "35亿元", "40%–60%", "250毫秒", "约3000", "2023年5月"],
}
ENDS = {
    "en": [".", ", however, nobody noticed.", " in May 2024."],
    "zh-hans": ["。", "，但没有人注意到。", "，这是2024年5月的事。"],
}


def sentences(language: str) -> st.SearchStrategy[str]:
    parts = (st.sampled_from(table[language]) for table in (SUBJECTS, VERBS, FIGURES, ENDS))
    space = "" if language == "zh-hans" else " "
    return st.tuples(*parts).map(lambda said: f"{said[0]}{space}{said[1].format(said[2])}{said[3]}")


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    language = draw(st.sampled_from(["en", "zh-hans"]))
    some = st.lists(sentences(language), min_size=1, max_size=4)
    joint = "" if language == "zh-hans" else " "
    body: list[tuple[str, Any]] = [("heading", {"level": "2", "text": draw(sentences(language))[:60]})]
    for text in draw(st.lists(some, min_size=1, max_size=4)):
        body.append(("rich_text", f"<p>{joint.join(text)}</p>"))
    if draw(st.booleans()):
        sentence = draw(sentences(language))
        found = [fact.text for fact in find(sentence, language) if fact.kind != "quotation"]
        body.append(("statistic", {"value": (found or ["12%"])[0][:60], "label": sentence[:200], "context": ""}))
    if draw(st.booleans()):
        body.append(("quotation", {"text": draw(sentences(language)), "speaker": "Ada Moreno", "role": ""}))
    return {
        "language": language,
        "title": draw(sentences(language))[:120],
        "summary": joint.join(draw(st.lists(sentences(language), max_size=3))),
        "key_points": draw(st.lists(sentences(language), max_size=5)),
        "body": body,
    }


def made(paper: dict[str, Any]) -> Asset:
    library = library_for(paper["language"])
    asset = Asset(
        title=paper["title"],
        slug=uuid.uuid4().hex,
        summary=paper["summary"],
        locale=library.locale,
        key_points=[("point", point) for point in paper["key_points"]],
        body=paper["body"],
    )
    library.add_child(instance=asset)
    asset.save_revision()
    return asset


class DerivationInventsNothing(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        ensure_libraries()

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(paper=papers())
    def test_no_kind_says_a_fact_that_is_not_in_its_sources(self, paper: dict[str, Any]) -> None:
        asset = made(paper)
        revision = asset.get_latest_revision()
        content = revision.as_object()
        for name in registry.names():
            variant = registry.get(name).derive(content, revision.pk)
            variant.path, variant.depth = asset.path + "0001", asset.depth + 1
            found = parts(variant)
            assert [
                str(problem.message) for problem in facts_found(variant, found) if problem.severity == "error"
            ] == []
            for part in found:
                for block_id in part.source.block_ids if part.source else []:
                    said = block_text(content, block_id)
                    assert said, (name, part.where)
                if part.source and part.source.origin == "asset":
                    texts = [block_text(content, block_id) for block_id in part.source.block_ids]
                    lines = part.source.words.split("\n")
                    assert all(any(line in text for text in texts) for line in lines), (name, part.where)

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(paper=papers())
    def test_two_derivations_of_one_revision_are_identical(self, paper: dict[str, Any]) -> None:
        asset = made(paper)
        revision = asset.get_latest_revision()
        for name in registry.names():
            one, other = (registry.get(name).derive(revision.as_object(), revision.pk) for _ in range(2))
            for field in [*one.content_fields, "field_sources"]:
                prep = one._meta.get_field(field).get_prep_value
                assert prep(getattr(one, field)) == prep(getattr(other, field)), (name, field)
