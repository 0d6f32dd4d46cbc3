"""The public address of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from wagtail.models import Page


def public_url(page: Page) -> str:
    """The page's full address below BASE_URL; empty when it belongs to no site.

    Not ``page.full_url``: that is made from Wagtail's Site record, which knows nothing of BASE_URL.
    """
    parts = page.get_url_parts()
    return f"{settings.BASE_URL}{parts[2]}" if parts and parts[2] else ""
