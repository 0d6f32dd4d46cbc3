"""What a person wrote is told from what was derived, also after a way through the editor."""

from __future__ import annotations

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from contenthub.variants.actions import derive, latest
from contenthub.variants.fingerprint import fingerprint
from contenthub.variants.kinds.email import Email
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts


def by_hand(variant) -> list[str]:
    return [part.label for part in parts(latest(Variant.objects.get(pk=variant.pk))) if part.source and part.by_hand]


def test_nothing_derived_is_by_hand(any_paper, brand):
    for variant in derive(any_paper):
        assert by_hand(variant) == []


def test_a_changed_field_and_a_changed_block_are_by_hand(paper):
    variant = derive(paper, ["social_card"])[0]
    draft = latest(variant)
    draft.copy_text += " Really."
    draft.cards[1].value["headline"] = "Shorter"
    draft.save_revision()
    assert by_hand(variant) == ["Copy", "Statement (block 2)"]


def test_a_block_moved_is_not_by_hand(paper):
    variant = derive(paper, ["social_card"])[0]
    draft = latest(variant)
    draft.cards = draft._meta.get_field("cards").stream_block.to_python(list(reversed(draft.cards.get_prep_value())))
    draft.save_revision()
    assert by_hand(variant) == []


def test_what_the_editor_does_to_stored_text_is_no_edit():
    assert fingerprint({"text": "<p>It&#x27;s</p>", "heading": ""}) == fingerprint(
        {"text": '<p data-block-key="x1">It\'s</p>', "seconds": None}
    )
    assert fingerprint("One\n\ntwo") == fingerprint("One\r\n\r\ntwo ")
    assert fingerprint({"items": ["a"]}) == fingerprint({"items": [{"type": "item", "value": "a", "id": "1"}]})
    assert fingerprint({"items": ["a"]}) != fingerprint({"items": ["b"]})


def test_saving_in_the_editor_unchanged_keeps_sources_and_marks(paper, client, moderator):
    variant = latest(derive(paper, ["email"])[0])
    before = {part.where: part.source for part in parts(variant)}
    client.force_login(moderator)
    address = reverse("wagtailadmin_pages:edit", args=[variant.pk])
    response = client.post(address, form_of(variant))
    assert response.status_code == 302
    after = latest(Email.objects.get(pk=variant.pk))
    assert after.get_latest_revision().pk != variant.get_latest_revision().pk
    assert {part.where: part.source for part in parts(after)} == before
    assert by_hand(after) == []


def form_of(variant: Email) -> dict:
    """What the browser sends of an email's editor in which nothing was touched."""
    streams = {name: stream_of(variant, name) for name in ("alternatives", "sections")}
    plain = {
        name: getattr(variant, name) for name in ("title", "slug", "subject", "preheader", "headline", "call_to_action")
    }
    return nested_form_data({**plain, **streams, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0})


def stream_of(variant: Email, name: str) -> dict:
    """A StreamField as its form sends it."""
    field = variant._meta.get_field(name).stream_block
    sections = []
    for child in getattr(variant, name):
        widget = field.child_blocks[child.block_type].child_blocks["source"].field
        value = {name: part for name, part in child.value.items() if name != "source"}
        value["source"] = widget.prepare_value(child.value["source"])
        if "image" in value:
            value["image"] = value["image"].pk
        if name == "sections" and child.block_type == "text":
            value["text"] = rich_text(child.value["text"].source, features=["bold", "italic", "ul", "ol", "link"])
        sections.append((child.block_type, value, child.id))
    stream = streamfield([(name, value) for name, value, _id in sections])
    for number, (_name, _value, block_id) in enumerate(sections):
        stream[f"{number}-id"] = block_id
    return stream
