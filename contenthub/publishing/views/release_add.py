"""Planning a release: what to choose from, then variants by accounts, the time, and what happens when one cannot go."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.publishing import actions, release_matrix, times
from contenthub.publishing.actions.releasing import releases
from contenthub.publishing.columns import channel_label
from contenthub.publishing.errors import CannotRelease
from contenthub.publishing.models import Account, Release
from contenthub.publishing.release_form import ReleaseForm, ScopeForm
from contenthub.variants.models import Variant


class ReleaseAddView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """GET shows what is possible; POST checks all of it before it schedules any."""

    permission_required = "add"
    model = Release
    form_class = ReleaseForm
    template_name = "publishing/release_add.html"
    page_title = _("New release")
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.scope_form = ScopeForm(request.GET if request.GET.get("scope") else None)
        self.scope = self.scope_form.chosen()
        campaign = self.scope if isinstance(self.scope, Campaign) else getattr(self.scope, "campaign", None)
        self.zone = zoneinfo.ZoneInfo(campaign.time_zone if campaign else settings.TIME_ZONE)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        own = {"url": reverse("publishing_release:index"), "label": gettext("Releases")}
        return [*self.breadcrumbs_items, own, {"url": "", "label": str(self.page_title)}]

    def get_initial(self) -> dict[str, Any]:
        soon = clock.now().astimezone(self.zone) + dt.timedelta(hours=1)
        start = soon.replace(minute=0, second=0, microsecond=0, tzinfo=None)
        return {
            "when": ReleaseForm.LATER,
            "otherwise": ReleaseForm.REST,
            "at": start,
            "name": str(self.scope or "")[:120],
        }

    @cached_property
    def accounts(self) -> list[Account]:
        """Those of channels that make pages public come first: the others lead there."""
        return sorted(Account.objects.all(), key=lambda account: not releases(account))

    def get_form_kwargs(self) -> dict[str, Any]:
        variants = release_matrix.variants(self.scope) if self.scope else []
        pairs = [(variant, account) for variant in variants for account in self.accounts]
        choices = [(f"{variant.pk}-{account.pk}", f"{variant} → {account}") for variant, account in pairs]
        return {**super().get_form_kwargs(), "zone": self.zone, "choices": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        chosen = set(form.data.getlist("pairs")) if form.is_bound else set()
        return {
            **context,
            "scope_form": self.scope_form,
            "scope": self.scope,
            "accounts": [(account, channel_label(account)) for account in self.accounts],
            "rows": release_matrix.rows(self.scope, self.accounts, chosen) if self.scope else [],
            "most": release_matrix.MOST,
            "now": times.said(clock.now(), self.zone),
        }

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            release = actions.make_release(
                data["name"],
                _pairs(data["pairs"]),
                form.moment(),
                cast(User, self.request.user),
                all_or_none=data["otherwise"] == ReleaseForm.NONE,
                key=data["key"],
            )
        except CannotRelease as error:
            for misfit in error.misfits:
                form.add_error("pairs", str(misfit))
            if not error.misfits:
                form.add_error(None, str(error))
            return self.form_invalid(form)
        said = [gettext("The release “%s” is planned.") % release.name, times.doubled(release.planned_at, release.zone)]
        messages.success(self.request, " ".join(said).strip())
        return redirect("publishing_release:inspect", release.pk)


def _pairs(values: list[str]) -> list[tuple[Variant, Account]]:
    ids = [tuple(map(int, value.split("-"))) for value in values]
    variants = Variant.objects.in_bulk([variant for variant, account in ids])
    accounts = Account.objects.in_bulk([account for variant, account in ids])
    return [(variants[variant], accounts[account]) for variant, account in ids]
