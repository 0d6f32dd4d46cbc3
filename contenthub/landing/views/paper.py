"""An asset's latest draft as a PDF, for its editors."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contenthub.assets.models import Asset
from contenthub.landing.download import paper_name
from contenthub.landing.paper.setting import CannotSet, pdf


@require_safe
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF, to be looked at in the browser."""
    page = get_object_or_404(Asset, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft: Asset = page.get_latest_revision_as_object()
    try:
        file = pdf(draft).open("rb")
    except CannotSet as problem:
        messages.error(request, str(problem))
        return redirect("wagtailadmin_pages:edit", pk)
    return FileResponse(file, filename=paper_name(draft), content_type="application/pdf")
