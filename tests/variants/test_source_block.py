"""A block's source survives the editor: forms, revisions, and whatever a browser sends back."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler

from contenthub.variants.actions import latest
from contenthub.variants.models import Variant
from contenthub.variants.source import Source, SourceBlock
from contenthub.variants.widgets import SourceInput

SOURCE = Source(1, 2, ["abc"], "“Exact” words", section="Here")


def test_the_form_carries_the_source_as_json():
    block = SourceBlock()
    state = block.get_form_state(SOURCE)
    assert json.loads(state)["words"] == "“Exact” words"
    assert block.value_from_datadict({"s": state}, {}, "s") == SOURCE
    assert block.clean(SOURCE) == SOURCE


@pytest.mark.parametrize("sent", ["", "{", "[]", '{"words": "x"}', "null"])
def test_what_is_no_source_becomes_none(sent):
    block = SourceBlock()
    assert block.value_from_datadict({"s": sent}, {}, "s") is None
    assert block.clean(None) is None


def test_the_stored_form_is_read_back():
    block = SourceBlock()
    assert block.to_python(block.get_prep_value(SOURCE)) == SOURCE
    assert block.get_prep_value(None) is None


def test_markup_in_the_words_does_not_reach_the_page_as_markup():
    block = SourceBlock()
    value = block.get_form_state(Source(1, 2, ["a"], "<script>alert(1)</script>"))
    assert "<script>" not in SourceInput().render("s", value)


def test_editing_a_card_in_the_admin_keeps_every_source(client, moderator, paper, draft):
    card = draft(paper, "social_card")
    before = [child.value["source"] for child in card.cards]
    client.force_login(moderator)
    data = _form_of(card, moderator)
    data["cards-0-value-headline"] = "A headline of my own"
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[card.pk]), data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    saved = latest(Variant.objects.get(pk=card.pk))
    assert saved.cards[0].value["headline"] == "A headline of my own"
    assert [child.value["source"] for child in saved.cards] == before
    assert all(before)
    assert saved.field_sources == card.field_sources


def test_two_revisions_can_be_compared(client, moderator, paper, draft):
    card = draft(paper, "social_card")
    card.cards[0].value["headline"] = "Something else"
    card.cards[1].value["source"] = None
    card.save_revision()
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:revisions_compare", args=[card.pk, "earliest", "latest"])
    page = client.get(address).content.decode()
    assert "Something else" in page
    assert "Source(" not in page


def _form_of(card: Variant, user) -> dict:
    """What a browser would send: each block's form state by its field name."""
    form = get_edit_handler(type(card)).get_form_class()(instance=card, for_user=user)
    data = {name: form[name].value() or "" for name in form.fields if name != "cards"}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "cards-count": str(len(card.cards))}
    for index, child in enumerate(card.cards):
        prefix = f"cards-{index}"
        data |= {f"{prefix}-id": child.id, f"{prefix}-type": child.block_type}
        data |= {f"{prefix}-order": str(index), f"{prefix}-deleted": ""}
        for name, block in child.block.child_blocks.items():
            state = block.get_form_state(child.value[name])
            data[f"{prefix}-value-{name}"] = state["id"] if isinstance(state, dict) else state
    return {name: value for name, value in data.items() if value is not None and value is not False}
