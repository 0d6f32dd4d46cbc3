"""Approving: the latest draft, by those who may, through the workflow, and never with an error."""

from __future__ import annotations

import pytest
from django.urls import reverse

from contenthub.variants.actions import CannotApprove, approve, derive, latest
from contenthub.variants.models import Variant


def fresh(variant) -> Variant:
    return Variant.objects.get(pk=variant.pk).specific


def broken(variant) -> Variant:
    """A draft with a number that the asset does not hold."""
    draft = latest(fresh(variant))
    draft.copy_text += " 97% of them sleep well."
    draft.save_revision()
    return fresh(variant)


def test_the_latest_draft_becomes_what_is_live(paper):
    variant = derive(paper, ["social_card"])[0]
    draft = latest(variant)
    draft.copy_text = "Most outages begin with a change. Teams know."
    draft.save_revision()
    done = approve(variant)
    assert done.live and not done.has_unpublished_changes
    assert fresh(variant).copy_text.endswith("Teams know.")


def test_a_draft_with_an_error_is_refused_with_the_reason(paper):
    variant = broken(derive(paper, ["social_card"])[0])
    with pytest.raises(CannotApprove, match="cannot be approved. Copy: “97%” is not in the asset"):
        approve(variant)
    assert not fresh(variant).live


def test_a_live_variant_stays_as_it_was_when_its_new_draft_is_refused(paper):
    variant = approve(derive(paper, ["social_card"])[0])
    before = variant.copy_text
    with pytest.raises(CannotApprove):
        approve(broken(variant))
    assert fresh(variant).live and fresh(variant).copy_text == before


def test_an_editor_may_not_approve_and_a_moderator_may(paper, editor, moderator):
    variant = derive(paper, ["social_card"])[0]
    with pytest.raises(CannotApprove, match="submit it for approval"):
        approve(variant, editor)
    assert approve(variant, moderator).live


def test_a_workflow_s_task_is_what_is_approved(paper, editor, moderator):
    variant = derive(paper, ["social_card"])[0]
    state = variant.get_workflow().start(variant, editor)
    with pytest.raises(CannotApprove, match="you may not approve that"):
        approve(fresh(variant), editor)
    assert approve(fresh(variant), moderator).live
    state.refresh_from_db()
    assert state.status == state.STATUS_APPROVED


def test_a_command_approves_through_the_workflow_too(paper, editor):
    variant = derive(paper, ["social_card"])[0]
    state = variant.get_workflow().start(variant, editor)
    assert approve(fresh(variant)).live
    state.refresh_from_db()
    assert state.status == state.STATUS_APPROVED


def test_pressing_publish_in_the_editor_is_refused_as_well(client, paper, moderator):
    variant = derive(paper, ["video_script"])[0]
    client.force_login(moderator)
    data = {
        "title": variant.title,
        "slug": variant.slug,
        "target_seconds": "60",
        "hook": "97% of teams sleep well.",
        "call_to_action": "Read on",
        "scenes-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[variant.pk]), data, follow=True)
    assert "it cannot be approved yet" in answer.content.decode()
    assert not fresh(variant).live
    assert latest(fresh(variant)).hook == "97% of teams sleep well."
