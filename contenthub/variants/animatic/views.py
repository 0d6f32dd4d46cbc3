"""The screen of a script's video: its length, its animatic with progress, player and files."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contenthub.variants import views
from contenthub.variants.actions import CannotDerive, derive
from contenthub.variants.animatic import jobs, store
from contenthub.variants.animatic.film import digest
from contenthub.variants.kinds.video_script import VideoScript
from contenthub.variants.subtitles import vtt

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class VideoView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows how it stands; POST asks for the animatic, or calls it off."""

    template_name = "variants/video.html"
    header_icon = "media"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.script = _script(request, kwargs["variant_id"])
        self.page_title = _("Video")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        page = self.script
        explore = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        return [
            {"url": explore, "label": page.get_parent().specific.get_admin_display_title()},
            {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = jobs.cancel if "cancel" in request.POST else jobs.request
        found = act(self.script)
        if found.state == "unknown":
            messages.error(request, found.message)
        return redirect("variants:video", self.script.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lengths = [
            {"seconds": length.value, "label": length.label, "own": length.value == self.script.target_seconds}
            for length in VideoScript.Length
        ]
        may = self.script.source_asset is not None and (
            self.script.get_parent().permissions_for_user(self.request.user).can_add_subpage()
        )
        return super().get_context_data(
            script=self.script,
            status=jobs.status(self.script),
            name=digest(self.script),
            lengths=lengths,
            may_derive=may,
            **kwargs,
        )


@require_safe
def status(request: HttpRequest, variant_id: int) -> JsonResponse:
    """How the animatic stands, as JSON."""
    response = JsonResponse(jobs.status(_script(request, variant_id)).as_json())
    patch_cache_control(response, no_store=True)
    return response


@require_POST
def length(request: HttpRequest, variant_id: int) -> HttpResponse:
    """Derive the script anew in another length, as a draft beside this one, which stays as it is."""
    script = _script(request, variant_id)
    wanted = request.POST.get("seconds", "")
    if wanted not in {str(value) for value in VideoScript.Length.values} or script.source_asset is None:
        raise Http404("There is no such length.")
    user = cast(AbstractBaseUser, request.user)
    choices = {"video_script": {"seconds": int(wanted)}}
    try:
        made = derive(script.source_asset, ["video_script"], user, choices=choices)[0]
    except CannotDerive as error:
        messages.error(request, str(error))
        return redirect("variants:video", script.pk)
    text = _("A script of %(seconds)s seconds, made from the asset; “%(title)s” is as it was.")
    messages.success(request, text % {"seconds": wanted, "title": script.get_admin_display_title()})
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[made.pk]))


@require_safe
def video(request: HttpRequest, variant_id: int, name: str, ending: str) -> HttpResponseBase:
    """The animatic, or its first picture; in parts where a player asks for a part."""
    script = _script(request, variant_id)
    stored = store.name_of(script.pk, name, ending)
    if not re.fullmatch(r"[0-9a-f]{32}", name) or not default_storage.exists(stored):
        raise Http404("There is no such video.")
    mime = {"mp4": "video/mp4", "jpg": "image/jpeg"}[ending]
    size = default_storage.size(stored)
    file = default_storage.open(stored)
    part = _part(request.headers.get("Range", ""), size)
    if part is None:
        response: HttpResponseBase = FileResponse(file, content_type=mime)
    else:
        start, end = part
        if start > end:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(start)
        response = HttpResponse(file.read(end - start + 1), status=206, content_type=mime)
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
        file.close()
    response["Accept-Ranges"] = "bytes"
    response["X-Frame-Options"] = "SAMEORIGIN"
    patch_cache_control(response, private=True, max_age=3600)
    return response


@require_safe
def captions(request: HttpRequest, variant_id: int) -> HttpResponse:
    """The captions for the player."""
    script = _script(request, variant_id)
    return HttpResponse(vtt(script.spoken(), script.language), content_type="text/vtt; charset=utf-8")


def _part(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for; None: all of it. A start behind the end means there is no such part."""
    found = _RANGE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    start = int(found[1])
    end = min(int(found[2]), size - 1) if found[2] else size - 1
    return (start, end) if start < size else (1, 0)


def _script(request: HttpRequest, variant_id: int) -> VideoScript:
    found = views.variant_for(request, variant_id)
    if not isinstance(found, VideoScript):
        raise Http404("This variant is no video script.")
    if not request.user.is_authenticated:
        raise PermissionDenied
    return found
