"""The screen on which an editor has a variant phrased, looks at each text beside its own, and takes what is good."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.variants.actions import latest
from contenthub.variants.models import Variant
from contenthub.variants.writer import endpoint
from contenthub.variants.writer.actions import CannotTake, propose, take
from contenthub.variants.writer.endpoint import WriterFailed
from contenthub.variants.writer.passages import passages

#: Proposals travel through the page and come back as they went out.
_SALT = "contenthub.variants.writer"


class PhraseView(WagtailAdminTemplateMixin, TemplateView):
    """GET says what will be asked; POST ``ask`` asks and shows the answer; POST ``take`` saves what was chosen."""

    template_name = "variants/phrase.html"
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.variant = get_object_or_404(Variant, pk=kwargs["variant_id"]).specific
        if not self.variant.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.page_title = _("Have it phrased")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        title = self.variant.get_admin_display_title()
        return [
            {"url": reverse("wagtailadmin_pages:edit", args=[self.variant.pk]), "label": title},
            {"url": "", "label": self.page_title},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._take(request) if "proposals" in request.POST else self._ask(request)

    def _ask(self, request: HttpRequest) -> HttpResponse:
        revision_id = self.variant.latest_revision_id
        try:
            proposals = propose(latest(self.variant))
        except WriterFailed as error:
            messages.warning(request, str(error))
            return redirect("variants:phrase", self.variant.pk)
        if not proposals:
            messages.info(request, _("The writer would leave every text as it is."))
            return redirect("variants:phrase", self.variant.pk)
        held = {proposal.key: proposal.after for proposal in proposals if not proposal.fault}
        signed = signing.dumps([self.variant.pk, revision_id, held], salt=_SALT, compress=True)
        return self.render_to_response(self.get_context_data(proposals=proposals, signed=signed, sound=len(held)))

    def _take(self, request: HttpRequest) -> HttpResponse:
        try:
            pk, revision_id, held = signing.loads(request.POST["proposals"], salt=_SALT, max_age=86_400)
        except signing.BadSignature:
            pk, revision_id, held = None, None, {}
        if pk != self.variant.pk:
            messages.error(request, _("These proposals are no longer good; ask the writer again."))
            return redirect("variants:phrase", self.variant.pk)
        chosen = {key: held[key] for key in request.POST.getlist("take") if key in held}
        if not chosen:
            messages.info(request, _("Nothing was chosen; the words stay as they are."))
            return redirect("variants:phrase", self.variant.pk)
        try:
            count = take(self.variant, chosen, cast(AbstractBaseUser, request.user), revision_id=revision_id)
        except CannotTake as error:
            messages.error(request, str(error))
            return redirect("variants:phrase", self.variant.pk)
        text = ngettext("%(count)s text was taken over into a draft.", "%(count)s texts were taken over.", count)
        messages.success(request, text % {"count": count})
        return redirect("wagtailadmin_pages:edit", self.variant.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "variant": self.variant,
                "model": endpoint.model(),
                "configured": endpoint.configured(),
                "count": len(passages(latest(self.variant))),
                **kwargs,
            }
        )
