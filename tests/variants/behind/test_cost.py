"""What keeping step costs: the same few queries however many variants there are, and nothing written without need."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contenthub.assets.models import Asset
from contenthub.variants.actions import approve, derive
from contenthub.variants.behind import judging
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant
from tests.variants.behind.conftest import save


@pytest.fixture
def cards(paper) -> Asset:
    """The paper with one approved card, compared."""
    approve(derive(paper, ["social_card"])[0])
    judging.catch_up()
    return Asset.objects.get(pk=paper.pk)


def more_of_them(number: int) -> None:
    card = Variant.objects.get().specific
    for copy in range(number):
        card.copy(update_attrs={"slug": f"{card.slug}-{copy}"}, keep_live=True)
    judging.catch_up()


def cost(asset: Asset, **changes) -> list[str]:
    """The queries that follow a save of the asset with these changes."""
    save(Asset.objects.get(pk=asset.pk), **changes)
    with CaptureQueriesContext(connection) as queries:
        judging.catch_up()
    return [query["sql"] for query in queries.captured_queries]


def written(queries: list[str]) -> set[str]:
    """The tables that were written."""
    return {sql.split('"')[1] for sql in queries if sql.startswith(("INSERT", "UPDATE", "DELETE"))}


@pytest.mark.parametrize("changes", [{"audience": "All"}, {"title": "Another title", "summary": "Something else."}])
def test_a_save_of_the_asset_costs_the_same_few_queries_however_many_variants(cards, changes):
    first = cost(cards, **changes)
    save(Asset.objects.get(pk=cards.pk), title=cards.title, summary=cards.summary, audience="")
    more_of_them(11)
    many = cost(cards, **changes)
    assert len(many) == len(first) <= 25
    assert BehindPart.objects.exists() == ("title" in changes)


def test_a_save_that_changes_no_words_writes_only_up_to_where_it_was_compared(cards):
    assert written(cost(cards, audience="All")) == {"variants_compared"}


def test_what_is_behind_already_is_not_written_again(cards):
    assert "variants_behindpart" in written(cost(cards, summary="Something else."))
    assert written(cost(cards, audience="All")) == {"variants_compared"}


def test_comparing_once_more_writes_nothing_at_all(cards):
    cost(cards, summary="Something else.")
    with CaptureQueriesContext(connection) as queries:
        judging.judge(list(Variant.objects.values_list("pk", flat=True)))
    assert written([query["sql"] for query in queries.captured_queries]) == set()
    assert BehindPart.objects.exists()
