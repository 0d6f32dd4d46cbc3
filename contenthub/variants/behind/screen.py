"""One variant that is behind: what the asset said and says, and what can be done about each part."""

from __future__ import annotations

import dataclasses
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.variants.actions import CannotApprove, approve
from contenthub.variants.behind import judging, resolving
from contenthub.variants.behind.difference import Piece, difference
from contenthub.variants.behind.listing import may_see
from contenthub.variants.behind.resolving import CannotResolve, Finding
from contenthub.variants.behind.sections import rendered
from contenthub.variants.models import Variant
from contenthub.variants.panels import place_of


@dataclasses.dataclass
class Shown:
    """A finding as the screen shows it."""

    finding: Finding
    old: list[Piece]
    new: list[Piece]
    present: list[Piece]
    again: list[Piece]
    place: str
    asset_url: str
    edit_url: str

    @property
    def same_again(self) -> bool:
        """Deriving it once more would give the very same words."""
        again = self.finding.again
        return again is not None and again.made == self.finding.part.made


def shown(finding: Finding, variant: Variant) -> Shown:
    old, new = difference(finding.change.old_words, finding.change.new_words, variant.language)
    again = finding.again.text if finding.again else ""
    present, coming = difference(finding.part.text, again, variant.language) if again else ([], [])
    place, asset_url = place_of(finding.change.source or finding.part.source)
    return Shown(finding, old, new, present, coming, place, asset_url, edit_url(variant, finding.part.where))


def edit_url(variant: Variant, where: str) -> str:
    """The place in the variant's editor: blocks have panels of their own, fields an input."""
    anchor = f"#block-{where}-section" if len(where) > 20 else f"#id_{where}"
    return reverse("wagtailadmin_pages:edit", args=[variant.pk]) + anchor


class _Base(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.row = get_object_or_404(Variant, pk=kwargs["variant_id"])
        if not may_see(self.row, request.user):
            raise PermissionDenied
        self.variant = resolving.draft_of(self.row)
        self.page_title = _("Behind")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.variant.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("variants:behind_list"), "label": self.page_title},
            {"url": reverse("variants:behind", args=[self.row.pk]), "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights = self.row.permissions_for_user(self.request.user)
        lock = self.row.get_lock()
        locked = bool(lock and lock.for_user(self.request.user))
        return super().get_context_data(
            variant=self.variant,
            asset=self.row.source_asset,
            state=resolving.state_of(self.row),
            may_edit=rights.can_edit() and not locked,
            may_approve=rights.can_publish() and not locked,
            locked=locked,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.row.pk]),
            **kwargs,
        )


class BehindView(_Base):
    template_name = "variants/behind/screen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = [shown(finding, self.variant) for finding in resolving.findings(self.variant)]
        derivable = [each for each in findings if each.finding.again and not each.finding.by_hand]
        return super().get_context_data(
            findings=findings,
            derivable=len(derivable),
            clean=self.row.live and not self.row.has_unpublished_changes,
            approved_behind=bool(self.row.live and judging.approved_parts(self.row)),
            sections=rendered(self.row),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(AbstractBaseUser, request.user)
        where, state, action = (request.POST.get(name, "") for name in ("where", "state", "action"))
        wheres = [where] if where else None
        try:
            self._do(action, wheres, user, state)
        except (CannotResolve, CannotApprove) as error:
            messages.error(request, str(error))
        return redirect("variants:behind", self.row.pk)

    def _do(self, action: str, wheres: list[str] | None, user: AbstractBaseUser, state: str) -> None:
        if action == "confirm":
            self._confirmed(resolving.confirm_sources(self.row, wheres, user, state))
        elif action == "again":
            sure = "sure" in self.request.POST
            self._derived(resolving.derive_again(self.row, wheres, user, state, over_edits=sure))
        elif action == "confirm_and_approve":
            self._confirmed(resolving.confirm_sources(self.row, wheres, user, state))
            self._approve(user)
        elif action == "approve":
            if state != resolving.state_of(self.row):
                raise CannotResolve(_("The variant or its asset was changed meanwhile. Look at it again, then decide."))
            self._approve(user)
        else:
            raise Http404("There is no such action.")

    def _approve(self, user: AbstractBaseUser) -> None:
        approve(Variant.objects.get(pk=self.row.pk), user)
        messages.success(self.request, _("It is approved. What was held because of it goes out as planned."))

    def _confirmed(self, labels: list[str]) -> None:
        text = ngettext("%(count)s part was confirmed.", "%(count)s parts were confirmed.", len(labels))
        messages.success(self.request, text % {"count": len(labels)})

    def _derived(self, labels: list[str]) -> None:
        text = ngettext("%(count)s part was derived again.", "%(count)s parts were derived again.", len(labels))
        messages.success(self.request, text % {"count": len(labels)})


class AgainView(_Base):
    """What somebody wrote and would be lost, before a part that was edited by hand is derived again."""

    template_name = "variants/behind/again.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [each for each in resolving.findings(self.variant) if each.part.where == self.kwargs["where"]]
        if not found or found[0].again is None:
            raise Http404("This part is not behind any more, or cannot be derived again.")
        return super().get_context_data(**{**kwargs, "each": shown(found[0], self.variant)})
