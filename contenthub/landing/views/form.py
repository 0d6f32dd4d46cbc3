"""The form on an asset's page, and what it gives: thanks, and the file by an address that expires."""

from __future__ import annotations

import logging

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset
from contenthub.audience.actions import record_download, submit_form
from contenthub.audience.models import Lead
from contenthub.landing.arrival import arrival, page_address
from contenthub.landing.download import download_of
from contenthub.landing.floods import is_flood
from contenthub.landing.forms import DownloadForm
from contenthub.landing.origin import same_origin
from contenthub.landing.paper.setting import CannotSet
from contenthub.landing.tokens import BadToken, Expired, lead_for, token_for
from contenthub.landing.views.message import gone, message
from contenthub.links.labels import is_prefetch
from contenthub.links.visitors import address

logger = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirect):
    """A redirect after a POST that is always followed by a GET."""

    status_code = 303


@csrf_exempt  # Checked by ``origin`` instead: the page with the form may come from a cache.
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the lead and answer with the thanks page; on errors, the asset's page with everything that was typed.

    A GET (the address was opened by hand, or reloaded) leads to the asset's page.
    """
    asset = get_object_or_404(Asset.objects.live().public().select_related("locale", "file"), pk=pk)
    if request.method != "POST":
        return HttpResponseRedirect(f"{public_url(asset)}#get")
    with translation.override(asset.language):
        form = DownloadForm(request.POST, asset=asset)
        if not same_origin(request):
            form.add_error(None, _("This form was sent from another site. Please send it again from this page."))
            return _shown_again(request, asset, form, 403)
        if is_flood(request):
            form.add_error(
                None, _("This form was sent very often just now. Please wait ten minutes and send it again.")
            )
            return _shown_again(request, asset, form, 429)
        if not form.is_valid():
            return _shown_again(request, asset, form, 422)
    return SeeOther(reverse("landing:thanks", args=[token_for(_recorded(request, asset, form))]))


def _recorded(request: HttpRequest, asset: Asset, form: DownloadForm) -> Lead:
    came = arrival(request, form.cleaned_data["came_by"])
    return submit_form(
        asset,
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        company=form.cleaned_data["company"],
        language=asset.language,
        consents=form.consents(),
        first_touch=came.first_touch,
        last_touch=came.last_touch,
        first_link=came.first_link,
        last_link=came.last_link,
        source_url=public_url(asset),
        ip=address(request) or None,
        user_agent=request.headers.get("User-Agent", ""),
    )


def _shown_again(request: HttpRequest, asset: Asset, form: DownloadForm, status: int) -> HttpResponse:
    """The address the reader came by is in the Referer now and would be lost with the next sending: keep it."""
    form.show_again(came_by=form.data.get("came_by") or page_address(request))
    return render(request, asset.template, {**asset.get_context(request), "form": form}, status=status)


@require_safe
@never_cache
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What was asked for: the file, or an honest word where there is none."""
    try:
        lead = lead_for(token)
    except Expired as expired:
        return _expired(request, expired.lead)
    except BadToken:
        return gone(request)
    if lead.asset is None:
        return gone(request)
    with translation.override(lead.asset.language):
        return render(request, "landing/thanks.html", {"page": lead.asset, "lead": lead, "token": token})


@require_safe
@never_cache
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The asset's file, or the asset set as a PDF, as an attachment. The first GET is noted on the lead."""
    try:
        lead = lead_for(token)
    except Expired as expired:
        return _expired(request, expired.lead)
    except BadToken:
        return gone(request)
    if lead.asset is None:
        return gone(request)
    found = download_of(lead.asset)
    if found is None:
        return HttpResponseRedirect(reverse("landing:thanks", args=[token]))
    try:
        file = found.open()
    except OSError:
        return gone(request)
    except CannotSet:
        logger.exception("The paper of asset %s could not be made", lead.asset.pk)
        return _not_ready(request, lead.asset)
    if request.method == "GET" and not is_prefetch(request.headers):
        record_download(lead)
    response = FileResponse(file, as_attachment=True, filename=found.filename)
    response["X-Robots-Tag"] = "noindex"
    return response


def _not_ready(request: HttpRequest, asset: Asset) -> HttpResponse:
    """Nobody who left an address is left with nothing: the page to read online, and the same address later."""
    with translation.override(asset.language):
        return message(
            request,
            title=_("The file is not ready"),
            text=_("Something went wrong on our side. Please try this address again later; it is good for 24 hours."),
            action=(_("Back to the page"), public_url(asset)),
            page=asset,
            status=503,
        )


def _expired(request: HttpRequest, lead: Lead) -> HttpResponse:
    """The form again, which gives a new address."""
    if lead.asset is None or not lead.asset.live:
        return gone(request)
    with translation.override(lead.asset.language):
        return message(
            request,
            title=_("This address has expired"),
            text=_("Download addresses are good for 24 hours. Fill in the form again and you get a new one at once."),
            action=(_("Back to the form"), f"{public_url(lead.asset)}#get"),
            page=lead.asset,
            status=410,
        )
