"""Wagtail's own page views for variants: the checks beside the form, and no approval with an error, whichever way."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, TaskState

from contenthub.variants import checks
from contenthub.variants.models import Variant
from contenthub.variants.problem import CannotApprove
from contenthub.variants.side_panel import VariantChecksSidePanel


@receiver(pre_save, dispatch_uid="variants.refuse_approval")
def refuse_approval(sender: Any, instance: Any, **kwargs: Any) -> None:
    """No task of any workflow is approved while its variant has an error, whoever or whatever approves it.

    :raises CannotApprove: with the reasons; everything the approval had begun is rolled back with it.
    """
    if not isinstance(instance, TaskState) or instance._state.adding or instance.status != TaskState.STATUS_APPROVED:
        return
    page = instance.workflow_state.content_object  # of the class all pages share
    if not isinstance(page, Page) or not issubclass(page.specific_class or Page, Variant):
        return
    if not _is_being_approved(instance):
        return
    variant = page.get_latest_revision_as_object()
    if found := checks.errors(variant):
        reasons = " ".join(str(problem.message) for problem in found)
        raise CannotApprove(_("“%(title)s” cannot be approved. %(reasons)s") % {"title": variant, "reasons": reasons})


def _is_being_approved(state: TaskState) -> bool:
    return TaskState.objects.filter(pk=state.pk, status=TaskState.STATUS_IN_PROGRESS).exists()


class VariantEditView(EditView):
    """The editor with its checks; approving a workflow's task from it says what stands against it."""

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        if not self.expects_json_response and not self.hydrate_create_view:
            panels.append(VariantChecksSidePanel(self.page, self.request))
        return panels

    def perform_workflow_action(self) -> HttpResponse:
        try:
            return super().perform_workflow_action()
        except CannotApprove as error:
            # The edits were saved as a draft before the task was asked.
            messages.error(self.request, str(error))
            return redirect(self.get_edit_url())


class VariantWorkflowActionView(WorkflowActionView):
    """Approving from the home page, the listing or the user bar."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except CannotApprove as error:
            messages.error(request, str(error))
            editor = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": editor})
            return redirect(editor)


class VariantPageViewSet(PageViewSet):
    """For every kind: Wagtail looks a page's views up by its class and those it comes from."""

    model = Variant
    icon = "copy"
    add_to_admin_menu = False
    edit_view_class = VariantEditView
    workflow_action_view_class = VariantWorkflowActionView
    #: An asset's children are listed as all other pages are.
    parent_models: list[Any] = []


variant_page_viewset = VariantPageViewSet("variant_pages")
