"""Where assets meet Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from contenthub.assets.models import Library
from contenthub.assets.rights import may_import
from contenthub.assets.viewsets import AssetsGroup

register_snippet(AssetsGroup)


@hooks.register("register_page_header_buttons")
def import_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The import among a library's header buttons."""
    if view_name == "index" and isinstance(page.specific_deferred, Library) and may_import(user):
        yield Button(_("Import a document"), url=reverse("import_asset:index"), icon_name="upload", priority=5)
