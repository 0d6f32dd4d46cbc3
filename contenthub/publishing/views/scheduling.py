"""Scheduling a variant: which accounts can take it, what stands against the others, and when."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from contenthub.lib import clock
from contenthub.publishing import accounts, actions, checks, freeze, times
from contenthub.publishing.columns import channel_label
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.forms import ScheduleForm
from contenthub.publishing.models import Account, Delivery
from contenthub.variants.models import Variant
from contenthub.variants.problem import Problem

#: States in which a delivery still goes out, or may be out.
_OPEN = (Delivery.State.SCHEDULED, Delivery.State.SENDING, Delivery.State.UNCONFIRMED, Delivery.State.HELD)


@dataclasses.dataclass(frozen=True)
class Choice:
    """One account on the screen: can it take the variant, and if not, why."""

    account: Account
    channel: str
    problems: list[Problem]
    usable: bool
    chosen: bool
    #: How many posts a thread of it has there; 0: it is one post.
    parts: int = 0


class ScheduleView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """GET shows what is possible; POST checks every chosen account before it schedules the first."""

    permission_required = "add"
    model = Delivery
    form_class = ScheduleForm
    template_name = "publishing/schedule.html"
    page_title = _("Schedule")
    header_icon = "calendar-alt"
    variant: Variant

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Variant.objects.filter(pk=kwargs["variant_id"]).first()
        if found is None:
            raise Http404
        self.variant = found.specific
        self.zone = times.zone_of(self.variant)

    def get_page_subtitle(self) -> str:
        return str(self.variant.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.variant.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("publishing_delivery:index"), "label": _now("Deliveries")},
            {"url": edit, "label": self.variant.title},
            {"url": "", "label": _now("Schedule")},
        ]

    def get_initial(self) -> dict[str, Any]:
        soon = clock.now().astimezone(self.zone) + dt.timedelta(hours=1)
        return {"when": ScheduleForm.LATER, "at": soon.replace(minute=0, second=0, microsecond=0, tzinfo=None)}

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(str(account.pk), account.name) for account in Account.objects.all()]
        return {**super().get_form_kwargs(), "zone": self.zone, "choices": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = set(context["form"].data.getlist("accounts")) if context["form"].is_bound else set()
        made = Delivery.objects.filter(variant=self.variant).select_related("account").order_by("-due_at")
        return {
            **context,
            "variant": self.variant,
            "asset": self.variant.source_asset,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.variant.pk]),
            "zone": self.zone,
            "now": times.said(clock.now(), self.zone),
            **(self._choices(chosen) if self.variant.live else {}),
            "made": [(row, times.said(row.due_at, self.zone)) for row in made[:20]],
            "open_accounts": {row.account_id for row in made.filter(state__in=_OPEN)},
        }

    def form_valid(self, form: ScheduleForm) -> HttpResponse:
        accounts = list(Account.objects.filter(pk__in=form.cleaned_data["accounts"]))
        if not self._all_ready(form, accounts):
            return self.form_invalid(form)
        made, user = [], cast(User, self.request.user)
        for account in accounts:
            key = uuid.uuid5(form.cleaned_data["key"], str(account.pk))
            made.append(actions.schedule(self.variant, account, form.moment(), user, key))
        text = ngettext("%s delivery is scheduled.", "%s deliveries are scheduled.", len(made)) % len(made)
        messages.success(self.request, text)
        if len(made) == 1:
            return redirect("publishing_delivery:inspect", made[0].pk)
        return redirect(reverse("publishing_delivery:index"))

    def _all_ready(self, form: ScheduleForm, accounts: list[Account]) -> bool:
        """Check all before any goes: one that cannot must not leave the others half done."""
        try:
            actions.due(form.moment())
        except CannotSchedule as error:
            form.add_error("at", str(error))
        for account in accounts:
            try:
                actions.ready(self.variant, account)
            except CannotSchedule as error:
                form.add_error("accounts", f"{account.name}: {error}")
        return not form.errors

    def _choices(self, chosen: set[str]) -> dict[str, list[Choice]]:
        """Every account: those that can take the variant before the others, those of channels for other kinds apart."""
        found = [self._choice(account, chosen) for account in Account.objects.all()]
        unfit = [choice for choice in found if any(problem.code == "kind_not_taken" for problem in choice.problems)]
        fit = [choice for choice in found if choice not in unfit]
        return {"choices": sorted(fit, key=lambda choice: not choice.usable), "unfit": unfit}

    def _choice(self, account: Account, chosen: set[str]) -> Choice:
        problems = checks.problems(self.variant, account)
        if account.state != Account.State.ACTIVE:
            problems = [Problem("paused", _now("The account is paused. %s") % account.reason), *problems]
        usable = not checks.errors(problems)
        chosen_one = usable and str(account.pk) in chosen
        parts = freeze.parts_of(self.variant, accounts.capabilities(account)) if usable else 0
        return Choice(account, channel_label(account), problems, usable, chosen_one, parts)
