"""Columns of listings in the admin."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.ui.tables import Column

from contenthub.brand.models import Brand

COLOURS = ("primary_colour", "accent_colour", "background_colour", "text_colour")


def swatches(brand: Brand) -> SafeString:
    """The brand's four colours as small squares, each with its name and value."""
    texts = {name: f"{brand._meta.get_field(name).verbose_name} {getattr(brand, name)}" for name in COLOURS}
    squares = format_html_join(
        "",
        '<svg viewBox="0 0 1 1" role="img" aria-label="{}"><title>{}</title><rect width="1" height="1" fill="{}"/></svg>',
        ((text, text, getattr(brand, name)) for name, text in texts.items()),
    )
    return format_html('<span class="hub-swatches">{}</span>', squares)


class SwatchColumn(Column):
    """The brand's colours."""

    class Media:
        css = {"all": ["studio/css/brand.css"]}


class WideColumn(Column):
    """A column that gives way on a small screen."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **{**kwargs, "classname": f"{kwargs.get('classname') or ''} hub-wide".strip()})

    class Media:
        css = {"all": ["studio/css/listing.css"]}
