"""Scheduling a variant: which accounts can take it, what stands against the others, and when."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from contenthub.lib import clock
from contenthub.publishing import actions, golive, slots, times
from contenthub.publishing.actions.queueing import no_slot
from contenthub.publishing.errors import CannotSchedule, InBlackout
from contenthub.publishing.models import Account, Delivery, Series
from contenthub.publishing.schedule_form import ScheduleForm
from contenthub.publishing.views import schedule_preview
from contenthub.publishing.views.schedule_choices import choices
from contenthub.variants.models import Variant

#: States in which a delivery still goes out, or may be out.
_OPEN = (Delivery.State.SCHEDULED, Delivery.State.SENDING, Delivery.State.UNCONFIRMED, Delivery.State.HELD)


class ScheduleScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """What the screen and its preview share: the variant, its zone, the form."""

    permission_required = "add"
    model = Delivery
    form_class = ScheduleForm
    variant: Variant

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Variant.objects.filter(pk=kwargs["variant_id"]).first()
        if found is None:
            raise Http404
        self.variant = found.specific
        self.zone = times.zone_of(self.variant)

    def get_initial(self) -> dict[str, Any]:
        soon = max(clock.now(), golive.starts_at(self.variant) or clock.now()) + dt.timedelta(hours=1)
        local = soon.astimezone(self.zone).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        return {"when": ScheduleForm.LATER, "at": local}

    def get_form_kwargs(self) -> dict[str, Any]:
        named = [(str(account.pk), account.name) for account in Account.objects.all()]
        return {**super().get_form_kwargs(), "zone": self.zone, "choices": named}

    def preview(self, form: ScheduleForm) -> schedule_preview.Preview:
        """What is said about the chosen time."""
        own = schedule_preview.own_zone(form.data.get("own_zone", ""))
        return schedule_preview.of(form, self.variant, own)


class SchedulePreviewView(ScheduleScreen):
    """GET only, with what is typed so far: the part of the screen that says what it means."""

    http_method_names = ["get"]
    template_name = "publishing/schedule_preview.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "data": self.request.GET}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = cast(ScheduleForm, self.get_form())
        return {"preview": self.preview(form), "form": form}


class ScheduleView(ScheduleScreen):
    """GET shows what is possible; POST checks every chosen account before it schedules the first."""

    template_name = "publishing/schedule.html"
    page_title = _("Schedule")
    header_icon = "calendar-alt"

    def get_page_subtitle(self) -> str:
        return str(self.variant.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.variant.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("publishing_delivery:index"), "label": gettext("Deliveries")},
            {"url": edit, "label": self.variant.title},
            {"url": "", "label": gettext("Schedule")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        chosen = set(form.data.getlist("accounts")) if form.is_bound else set()
        made = Delivery.objects.filter(variant=self.variant).select_related("account").order_by("-due_at")
        starts_at = golive.starts_at(self.variant)
        possible = self.variant.live or starts_at is not None
        shown = self.variant if self.variant.live or not starts_at else golive.as_of(self.variant, starts_at)
        return {
            **context,
            "variant": self.variant,
            "possible": possible,
            "starts_at": times.long(starts_at, self.zone) if starts_at else "",
            "asset": self.variant.source_asset,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[self.variant.pk]),
            "preview_url": reverse("publishing_delivery:schedule_preview", args=[self.variant.pk]),
            "preview": self.preview(form if form.is_bound else self._as_typed(form)),
            "zone": self.zone,
            "now": times.said(clock.now(), self.zone),
            **(choices(shown, chosen) if possible else {}),
            "made": [(row, times.said(row.due_at, self.zone)) for row in made[:20]],
            "open_accounts": {row.account_id for row in made.filter(state__in=_OPEN)},
        }

    def form_valid(self, form: ScheduleForm) -> HttpResponse:
        accounts = list(Account.objects.filter(pk__in=form.cleaned_data["accounts"]))
        try:
            made = self._made(form, accounts) if self._all_ready(form, accounts) else []
        except CannotSchedule as error:
            # A slot that somebody else was given since, or a series that could not begin.
            form.add_error("when", str(error))
            made = []
        if not made:
            return self.form_invalid(form)
        if isinstance(made[0], Series):
            messages.success(self.request, _("It is repeated from now on, until it ends or you stop it."))
            return redirect("publishing_series:index")
        text = ngettext("%s delivery is scheduled.", "%s deliveries are scheduled.", len(made)) % len(made)
        messages.success(self.request, text)
        if len(made) == 1:
            return redirect("publishing_delivery:inspect", made[0].pk)
        return redirect(reverse("publishing_delivery:index"))

    def _made(self, form: ScheduleForm, accounts: list[Account]) -> list[Any]:
        """All of them or none.

        :raises CannotSchedule: somebody else was given one of the slots since, or a series has nothing to come.
        """
        user, when = cast(User, self.request.user), form.cleaned_data["when"]
        anyway = form.cleaned_data["despite_blackout"]
        made: list[Any] = []
        with transaction.atomic():
            for account in accounts:
                key = uuid.uuid5(form.cleaned_data["key"], str(account.pk))
                if when == ScheduleForm.REPEAT:
                    made.append(actions.start_series(form.series(key=key, variant=self.variant, account=account), user))
                    continue
                in_slot = when == ScheduleForm.SLOT
                at = form.slot(account.pk) if in_slot else form.moment()
                options = {"despite_blackout": anyway, "in_slot": in_slot}
                made.append(actions.schedule(self.variant, account, at, user, key, **options))
        return made

    def _all_ready(self, form: ScheduleForm, accounts: list[Account]) -> bool:
        """Check all before any goes: one that cannot must not leave the others half done."""
        if form.cleaned_data["when"] == ScheduleForm.REPEAT:
            return True  # each says what is wrong when it is started, and then none is
        try:
            actions.due(form.moment())
        except CannotSchedule as error:
            form.add_error("at", str(error))
        for account in accounts:
            try:
                at = self._slot(form, account) if form.cleaned_data["when"] == ScheduleForm.SLOT else form.moment()
                actions.ready(self.variant, account, at=at, despite_blackout=form.cleaned_data["despite_blackout"])
            except InBlackout as error:
                form.add_error("when", f"{account.name}: {error}")
            except CannotSchedule as error:
                form.add_error("accounts", f"{account.name}: {error}")
        return not form.errors

    def _slot(self, form: ScheduleForm, account: Account) -> dt.datetime:
        """The slot that was shown, if it is still free.

        :raises CannotSchedule: there is none, or another one is next by now.
        """
        moment = form.slot(account.pk)
        key = uuid.uuid5(form.cleaned_data["key"], str(account.pk))
        if moment and Delivery.objects.filter(key=key, slot_at=moment).exists():
            return moment  # the second press of the button
        if slots.next_free(account, self.variant) is None:
            raise CannotSchedule(no_slot(account))
        if not moment or not slots.is_free(account, self.variant, moment):
            raise CannotSchedule(gettext("The slot that was shown is not free any more. The next one is shown now."))
        return moment

    def _as_typed(self, form: ScheduleForm) -> ScheduleForm:
        """The form as it is first shown, bound: its preview is that of what stands in its fields."""
        data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        data["at"] = data["at"].strftime("%Y-%m-%dT%H:%M")
        return ScheduleForm(data, zone=self.zone, choices=[])
