"""Deriving from an asset, and a variant's files."""

from __future__ import annotations

import itertools
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.assets.models import Asset
from contenthub.variants import checks, live_checks, registry
from contenthub.variants.actions import CannotDerive, derive, latest
from contenthub.variants.cards.content import CardError
from contenthub.variants.kinds.video_script import VideoScript
from contenthub.variants.languages import translated
from contenthub.variants.models import Variant


def _crumbs(page: Any, label: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_explore", args=[page.pk]), "label": page.get_admin_display_title()},
        {"url": "", "label": label},
    ]


class DeriveView(WagtailAdminTemplateMixin, TemplateView):
    """Choose kinds; GET shows what there is, POST makes the drafts."""

    template_name = "variants/derive.html"
    header_icon = "copy"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.asset = get_object_or_404(Asset, pk=kwargs["asset_id"])
        if not self.asset.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        self.page_title = _("Derive variants")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return _crumbs(self.asset, self.page_title)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.POST.getlist("kinds")
        if not chosen:
            messages.error(request, _("Choose at least one kind."))
            return redirect("variants:derive", self.asset.pk)
        before = set(Variant.objects.of(self.asset).values_list("pk", flat=True))
        try:
            user = cast(AbstractBaseUser, request.user)
            made = derive(self.asset, chosen, user, again="again" in request.POST, choices=_choices(request))
        except CannotDerive as error:
            messages.error(request, str(error))
            return redirect("variants:derive", self.asset.pk)
        self._report(len([variant for variant in made if variant.pk not in before]), len(made))
        return redirect("variants:derive", self.asset.pk)

    def _report(self, new: int, asked: int) -> None:
        if new:
            text = ngettext("%(count)s draft was made.", "%(count)s drafts were made.", new) % {"count": new}
            messages.success(self.request, text)
        if new < asked:
            count = asked - new
            text = ngettext(
                "%(count)s draft of this revision was there already and unchanged.",
                "%(count)s drafts of this revision were there already and unchanged.",
                count,
            )
            messages.info(self.request, text % {"count": count})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        variants = list(Variant.objects.of(self.asset).order_by("pk"))
        revision = self.asset.get_latest_revision()
        kinds = [
            {
                "name": name,
                "kind": registry.get(name),
                "variants": [variant for variant in variants if variant.kind_name == name],
                "lengths": VideoScript.Length.choices if name == "video_script" else (),
            }
            for name in registry.names()
        ]
        return super().get_context_data(
            default_length=VideoScript.Length.MINUTE.value,
            asset=self.asset,
            kinds=kinds,
            revision=revision,
            has_variants=bool(variants),
            languages=translated(self.asset),
            **kwargs,
        )


class FilesView(WagtailAdminTemplateMixin, TemplateView):
    """The files of a variant as it was last saved."""

    template_name = "variants/files.html"
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.variant = variant_for(request, kwargs["variant_id"])
        self.page_title = _("Download files")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return _crumbs(self.variant, self.page_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = self.variant.kind.files(self.variant)
        groups = [(name, list(group)) for name, group in itertools.groupby(files, key=lambda file: file.group)]
        return super().get_context_data(variant=self.variant, groups=groups, **kwargs)


@require_safe
def download(request: HttpRequest, variant_id: int, name: str) -> HttpResponse:
    """One file, made now; nothing is stored. With ``?show`` it is for looking at, else for keeping."""
    variant = variant_for(request, variant_id)
    file = next((file for file in variant.kind.files(variant) if file.name == name), None)
    if file is None:
        raise Http404("This variant has no such file.")
    try:
        response = HttpResponse(file.read(), content_type=file.mime_type)
    except CardError as error:
        raise Http404(str(error)) from error
    shown = "show" in request.GET and file.is_picture
    disposition = content_disposition_header(not shown, f"{variant.slug}-{file.name}")
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "sandbox"
    return response


@require_POST
def live_checks_view(request: HttpRequest, variant_id: int) -> JsonResponse:
    """What the checks say to an edit form as it stands; nothing is saved. 403 for those who may not edit the variant."""
    variant = latest(get_object_or_404(Variant, pk=variant_id))
    if not variant.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    variant, unread = live_checks.typed(variant, request)
    return JsonResponse(live_checks.described(variant, checks.problems_while_typing(variant), unread))


def _choices(request: HttpRequest) -> dict[str, dict[str, int]]:
    """A video's length, where one of those there are was chosen."""
    wanted = request.POST.get("seconds", "")
    return {"video_script": {"seconds": int(wanted)}} if wanted in map(str, VideoScript.Length.values) else {}


def variant_for(request: HttpRequest, variant_id: int) -> Variant:
    """The variant as it was last saved, for those who may see it in the admin."""
    variant = latest(get_object_or_404(Variant, pk=variant_id))
    rights = variant.permissions_for_user(request.user)
    if not (rights.can_edit() or rights.can_publish()):
        raise PermissionDenied
    return variant
