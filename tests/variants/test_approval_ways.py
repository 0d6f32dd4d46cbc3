"""However a variant is approved, an error stops it: the editor's workflow, the home page's, and Wagtail's bulk action."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from contenthub.variants.actions import derive, latest
from contenthub.variants.models import Variant
from contenthub.variants.problem import CannotApprove


def fresh(variant) -> Variant:
    return Variant.objects.get(pk=variant.pk).specific


@pytest.fixture
def waiting(paper, editor):
    """A script with an error that waits for a moderator."""
    variant = derive(paper, ["video_script"])[0]
    draft = latest(variant)
    draft.hook = "97% of teams sleep well."
    draft.save_revision()
    variant = fresh(variant)
    variant.get_workflow().start(variant, editor)
    return fresh(variant)


def action(variant) -> str:
    state = variant.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[variant.pk, "approve", state.pk])


def test_wagtail_s_own_approval_is_refused_with_the_reason(client, waiting, moderator):
    client.force_login(moderator)
    answer = client.post(action(waiting), {"comment": ""}, follow=True)
    assert "“97%” is not in the asset" in answer.content.decode()
    assert not fresh(waiting).live
    assert fresh(waiting).current_workflow_task_state.status == "in_progress"


def test_in_a_dialogue_the_refusal_leads_to_the_editor(client, waiting, moderator):
    client.force_login(moderator)
    headers = {"x-requested-with": "XMLHttpRequest"}
    answer = client.post(action(waiting), {"comment": ""}, headers=headers).json()
    assert answer == {"step": "success", "redirect": reverse("wagtailadmin_pages:edit", args=[waiting.pk])}
    assert not fresh(waiting).live


def test_approving_from_the_editor_keeps_the_edits_and_is_refused(client, waiting, moderator):
    client.force_login(moderator)
    data = {
        "title": waiting.title,
        "slug": waiting.slug,
        "target_seconds": "60",
        "hook": "98% of teams sleep well.",
        "call_to_action": "Read on",
        "scenes-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[waiting.pk]), data, follow=True)
    assert "“98%” is not in the asset" in answer.content.decode()
    assert not fresh(waiting).live
    assert latest(fresh(waiting)).hook == "98% of teams sleep well."


def test_a_task_before_the_last_is_refused_too(waiting, moderator, editor):
    waiting.current_workflow_state.cancel()
    workflow = Workflow.objects.create(name="Two eyes, then two more")
    for number in (1, 2):
        task = GroupApprovalTask.objects.create(name=f"Look {number}")
        task.groups.set(moderator.groups.all())
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    workflow.start(waiting, editor)
    state = fresh(waiting).current_workflow_task_state
    with pytest.raises(CannotApprove, match="97%"):
        state.specific.approve(user=moderator)
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_rejecting_and_approving_what_is_sound_work_as_ever(client, waiting, moderator):
    client.force_login(moderator)
    draft = latest(waiting)
    draft.hook = "Most outages begin with a change."
    draft.save_revision()
    client.post(action(fresh(waiting)), {"comment": ""})
    assert fresh(waiting).live


def test_pages_that_are_no_variants_are_approved_without_checks(paper, moderator, editor):
    page = paper.get_parent().specific
    page.get_workflow().start(page, editor)
    page.current_workflow_task_state.specific.approve(user=moderator)
    assert page.current_workflow_state is None


def test_publishing_in_bulk_is_refused(client, waiting, moderator):
    waiting.current_workflow_state.cancel()
    client.force_login(moderator)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{address}?id={waiting.pk}&next=/admin/", follow=True)
    assert "cannot be approved" in answer.content.decode()
    assert not fresh(waiting).live
