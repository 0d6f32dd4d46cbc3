"""Updating or taking down all that is out of an asset or a variant: first what would happen to each, then it happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from contenthub.publishing import actions, prospects
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Delivery
from contenthub.publishing.prospects import Prospect

#: Of what is not out, so many are listed.
BESIDES = 20


class WhyForm(forms.Form):
    """Why something is taken down."""

    reason = forms.CharField(
        label=_("Why"), required=False, max_length=500, help_text=_("Kept with every delivery that is taken down.")
    )


class ChangeAllView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """What both have in common; ``look`` gives what would happen to each."""

    permission_policy = ModelPermissionPolicy(Delivery)
    permission_required = "change"
    template_name = "publishing/change_all.html"
    form_class: type[forms.Form] = forms.Form
    page: Page
    look: Callable[[Sequence[Delivery]], list[Prospect]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = {"url": self.edit_url(), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": str(self.page_title)}]

    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = type(self).look(prospects.live_below(self.page))
        return super().get_context_data(
            able=[each for each in found if each.able],
            unable=[each for each in found if not each.able],
            edit_url=self.edit_url(),
            verb=self.page_title,
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Each by itself, and only those the person saw; one that cannot be does not stop the others."""
        chosen = {int(pk) for pk in self.request.POST.getlist("delivery") if pk.isdecimal()}
        made = [
            change
            for delivery in prospects.live_below(self.page)
            if delivery.pk in chosen and (change := self._changed(delivery, form))
        ]
        if made:
            messages.success(self.request, self.said(made))
        return redirect(self.request.path)

    def act(self, delivery: Delivery, form: forms.Form) -> Delivery:
        raise NotImplementedError

    def said(self, made: list[Delivery]) -> str:
        raise NotImplementedError

    def _changed(self, delivery: Delivery, form: forms.Form) -> Delivery | None:
        try:
            return self.act(delivery, form)
        except PublishingError as error:
            messages.error(self.request, f"{delivery.variant.title}, {delivery.account.name}: {error}")
            return None


class WithdrawAllView(ChangeAllView):
    """Take down everything of it."""

    page_title = _("Take down what is out")
    header_icon = "download"
    form_class = WhyForm
    look = staticmethod(prospects.withdrawals)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = prospects.besides(self.page)
        return super().get_context_data(besides=rows[:BESIDES], besides_count=rows.count(), **kwargs)

    def act(self, delivery: Delivery, form: forms.Form) -> Delivery:
        return actions.withdraw(delivery, cast(AbstractBaseUser, self.request.user), form.cleaned_data["reason"])

    def said(self, made: list[Delivery]) -> str:
        tasks = sum(change.state == Delivery.State.HANDED_OVER for change in made)
        text = ngettext("%s is being taken down.", "%s are being taken down.", len(made)) % len(made)
        return " ".join([text, _by_hand(tasks)]).strip()


class UpdateAllView(ChangeAllView):
    """Put the approved version in the place of everything of it."""

    page_title = _("Update what is out")
    header_icon = "rotate"
    look = staticmethod(prospects.updates)

    def act(self, delivery: Delivery, form: forms.Form) -> Delivery:
        return actions.update(delivery, cast(AbstractBaseUser, self.request.user))

    def said(self, made: list[Delivery]) -> str:
        tasks = sum(change.state == Delivery.State.HANDED_OVER for change in made)
        text = ngettext("%s is being updated.", "%s are being updated.", len(made)) % len(made)
        return " ".join([text, _by_hand(tasks)]).strip()


def _by_hand(tasks: int) -> str:
    if not tasks:
        return ""
    said = ngettext("%s of them is a task for a person.", "%s of them are tasks for a person.", tasks)
    return said % tasks
