"""A file that stands behind a form is not given out by Wagtail's own document address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail import hooks
from wagtail.documents.models import AbstractDocument

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset


@hooks.register("before_serve_document")
def lead_to_the_form(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Send the public to the asset's page; who may enter the admin gets the file."""
    asset = Asset.objects.filter(file_id=document.pk).order_by("-live", "pk").first()
    if asset is None or request.user.has_perm("wagtailadmin.access_admin"):
        return None
    return HttpResponseRedirect(f"{public_url(asset)}#get")
