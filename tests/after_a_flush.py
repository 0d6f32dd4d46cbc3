"""What the migrations put into a database and a test with real transactions takes out of it again."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Collection, Locale, Page


def bring_back() -> None:
    """The locales and the roots of pages and collections, where they are missing."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    if not Page.get_first_root_node():
        Page.add_root(title="Root", slug="root", locale=Locale.objects.get(language_code="en"))
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
