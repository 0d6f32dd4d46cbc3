"""The screen about one variant: both texts, and what people decide about them."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from contenthub.variants.actions import approve, derive, latest
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from tests.variants.behind.conftest import raw_of, reasons, save


def now(variant):
    return latest(Variant.objects.get(pk=variant.pk))


@pytest.fixture
def changed(paper):
    """A card whose statistic the asset has changed; returns the variant."""
    variant = derive(paper, ["social_card"])[0]
    change(paper)
    assert reasons(variant)
    return variant


def change(paper, value="45%"):
    body = raw_of(paper, "body")
    statistic = next(raw for raw in body if raw["type"] == "statistic")
    statistic["value"] = {**statistic["value"], "value": value}
    return save(paper, body=body)


def page_of(client, variant):
    return client.get(reverse("variants:behind", args=[variant.pk]))


def decide(client, variant, action, **more):
    state = more.pop("state", None)
    if state is None:
        state = page_of(client, variant).context["state"]
    address = reverse("variants:behind", args=[variant.pk])
    response = client.post(address, {"action": action, "state": state, **more}, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def number_card(variant):
    return next(child for child in now(variant).cards if child.block_type == "number")


def test_it_shows_both_texts_and_marks_the_words(changed, client, moderator):
    client.force_login(moderator)
    html = page_of(client, changed).content.decode()
    assert re.search(r"<del><span class=\"w-sr-only\">\[removed: </span>40%<span", html)
    assert re.search(r"<ins><span class=\"w-sr-only\">\[added: </span>45%<span", html)


def test_confirming_renews_the_source_and_leaves_the_words(changed, client, moderator, paper):
    client.force_login(moderator)
    before = number_card(changed)
    assert "1 part was confirmed" in decide(client, changed, "confirm", where=before.id)
    after = number_card(changed)
    assert after.value["number"] == "40%"
    assert after.value["source"].words.startswith("45%")
    assert after.value["source"].revision_id == type(paper).objects.get(pk=paper.pk).latest_revision_id
    assert reasons(changed) == {}
    assert PageLogEntry.objects.filter(page=changed.pk, action="variants.confirm", user=moderator).exists()


def test_deriving_again_replaces_that_block_alone_and_keeps_its_id(changed, client, moderator):
    client.force_login(moderator)
    before = {part.where: part.raw for part in parts(now(changed))}
    where = number_card(changed).id
    assert "1 part was derived again" in decide(client, changed, "again", where=where)
    after = {part.where: part.raw for part in parts(now(changed))}
    assert list(after) == list(before)
    assert {key for key in after if after[key] != before[key]} == {where}
    assert number_card(changed).value["number"] == "45%"
    assert reasons(changed) == {}


def test_what_was_edited_by_hand_is_not_overwritten_unasked(changed, client, moderator):
    draft = now(changed)
    card = next(child for child in draft.cards if child.block_type == "number")
    card.value["label"] = "of them ship on Fridays"
    draft.save_revision()
    client.force_login(moderator)
    assert "edited by hand" in page_of(client, changed).content.decode()
    assert "Nothing of that" in decide(client, changed, "again")
    assert "was edited by hand" in decide(client, changed, "again", where=card.id)
    assert number_card(changed).value["label"] == "of them ship on Fridays"
    asked = client.get(reverse("variants:behind_again", args=[changed.pk, card.id]))
    assert "What would be lost" in asked.content.decode()
    decide(client, changed, "again", where=card.id, sure="1")
    assert number_card(changed).value["label"] == "of the teams deployed on Fridays"


def test_a_decision_about_what_has_moved_on_is_refused(changed, client, moderator, paper):
    client.force_login(moderator)
    state = page_of(client, changed).context["state"]
    change(paper, "46%")
    assert "changed meanwhile" in decide(client, changed, "confirm", state=state)
    assert reasons(changed)
    state = page_of(client, changed).context["state"]
    now(changed).save_revision()
    assert "changed meanwhile" in decide(client, changed, "confirm", state=state)


def test_confirming_and_approving_leaves_nothing_unapproved(paper, client, moderator):
    variant = approve(derive(paper, ["social_card"])[0])
    change(paper)
    assert BehindPart.objects.filter(approved=True).exists() or reasons(variant)
    client.force_login(moderator)
    assert "Confirm all and approve" in page_of(client, variant).content.decode()
    assert "It is approved" in decide(client, variant, "confirm_and_approve")
    variant = Variant.objects.get(pk=variant.pk)
    assert variant.live
    assert not variant.has_unpublished_changes
    assert reasons(variant) == {}
    assert not BehindPart.objects.exists()


def test_confirmed_alone_the_screen_offers_to_approve(paper, client, moderator):
    variant = approve(derive(paper, ["social_card"])[0])
    change(paper)
    client.force_login(moderator)
    decide(client, variant, "confirm")
    reasons(variant)
    assert "Approve the latest draft" in page_of(client, variant).content.decode()
    assert "It is approved" in decide(client, variant, "approve")
    reasons(variant)
    assert not BehindPart.objects.exists()


def test_an_editor_confirms_and_may_not_approve(paper, client, editor):
    variant = approve(derive(paper, ["social_card"])[0])
    change(paper)
    client.force_login(editor)
    html = page_of(client, variant).content.decode()
    assert "Confirm all" in html
    assert "Confirm all and approve" not in html
    assert "may not approve" in decide(client, variant, "confirm_and_approve")
    assert BehindPart.objects.filter(approved=True).exists() or reasons(variant) == {}


def test_a_locked_variant_is_left_alone(changed, client, moderator, editor):
    variant = Variant.objects.get(pk=changed.pk)
    variant.locked, variant.locked_by = True, moderator
    variant.save()
    client.force_login(editor)
    assert "locked" in page_of(client, changed).content.decode()
    assert "locked" in decide(client, changed, "confirm")
    assert reasons(changed)


def test_those_without_rights_see_nothing(changed, client, reader):
    client.force_login(reader)
    assert page_of(client, changed).status_code in (302, 403)
    listed = client.get(reverse("variants:behind_list"))
    assert "Nothing is behind" in listed.content.decode()


def test_a_deleted_source_leaves_a_confirmed_part_without_one(paper, client, moderator):
    variant = derive(paper, ["social_card"])[0]
    save(paper, body=[raw for raw in raw_of(paper, "body") if raw["type"] != "quotation"])
    client.force_login(moderator)
    html = page_of(client, variant).content.decode()
    assert "names no source any more" in html
    assert "gives no such part" in html
    decide(client, variant, "confirm")
    card = next(child for child in now(variant).cards if child.block_type == "quotation")
    assert card.value["source"] is None


def test_the_list_the_editors_and_the_home_page_name_it(changed, client, moderator, paper):
    client.force_login(moderator)
    address = reverse("variants:behind", args=[changed.pk])
    assert address in client.get(reverse("variants:behind_list")).content.decode()
    assert address in client.get(reverse("variants:behind_list"), {"asset": paper.pk}).content.decode()
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[changed.pk])).content.decode()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[paper.pk])).content.decode()
    assert "1 variant behind" in html
    assert address in client.get(reverse("hub:overview", args=[paper.pk])).content.decode()


@pytest.mark.parametrize("kind", ["social_card", "email", "video_script", "h5_page"])
def test_every_kind_can_be_derived_again_part_by_part(any_paper, client, moderator, kind):
    variant = derive(any_paper, [kind])[0]
    changed = save(any_paper, title=f"{any_paper.title} 2", summary=any_paper.summary.replace("四倍", "五倍"))
    change(changed)
    assert reasons(variant)
    client.force_login(moderator)
    assert page_of(client, variant).status_code == 200
    decide(client, variant, "again")
    assert reasons(variant) == {}
