"""What public templates ask for: the brand, addresses, languages, the readable part of an asset, its form."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from contenthub.assets.addresses import public_url as address_of
from contenthub.assets.models import Asset, Library
from contenthub.brand import stylesheet
from contenthub.brand.models import Brand
from contenthub.landing.download import Download
from contenthub.landing.download import download_of as find_download
from contenthub.landing.download import has_download as is_downloadable
from contenthub.landing.forms import DownloadForm
from contenthub.landing.reading import Reading
from contenthub.landing.reading import reading as reading_of
from contenthub.landing.typesetting import breakable, is_long
from contenthub.lib.urls import host as host_of

register = template.Library()


@register.simple_tag
def brand_of(page: Page | None = None) -> Brand | None:
    """The brand of an asset, or of a variant's asset; for anything else the default brand."""
    asset = getattr(page, "source_asset", None) or page
    return asset.brand if isinstance(asset, Asset) else Brand.objects.default()


@register.simple_tag
def brand_sheet(brand: Brand | None = None) -> str:
    """The address of the brand's style sheet."""
    return stylesheet.url(brand)


@register.filter
def public_url(page: Page) -> str:
    return address_of(page)


@register.simple_tag
def libraries() -> list[Library]:
    """The public library of each language, in the languages' order."""
    order = [code for code, _name in settings.LANGUAGES]
    found = Library.objects.live().public().select_related("locale").filter(locale__language_code__in=order)
    return sorted(found, key=lambda library: order.index(library.locale.language_code))


@register.simple_tag
def translations(page: Page) -> list[dict[str, Any]]:
    """This page in every language it is public in, this one included: code, name, address, whether it is this one."""
    found = page.get_translations(inclusive=True).live().public().select_related("locale").specific(defer=True)
    names = dict(settings.LANGUAGES)
    return [
        {"code": other.locale.language_code, "url": address_of(other), "current": other.pk == page.pk}
        for other in found
        if other.locale.language_code in names
    ]


@register.simple_tag
def languages(all_libraries: list[Library], page: Page | None = None) -> list[dict[str, Any]]:
    """Where a reader of each language goes from here: this page in it, else its library; the own names of languages."""
    here = {choice["code"]: choice for choice in translations(page)} if isinstance(page, Page) and page.pk else {}
    present = page.locale.language_code if here and page else get_language()
    found = []
    for library in all_libraries:
        code = library.locale.language_code
        choice = here.get(code, {"code": code, "url": address_of(library)})
        found.append({**choice, "name": get_language_info(code)["name_local"], "current": code == present})
    return found


@register.simple_tag
def library_url(all_libraries: list[Library]) -> str:
    """The library in the reader's language, else the first one there is, else the site's root."""
    own = [library for library in all_libraries if library.locale.language_code == get_language()]
    return next((address_of(library) for library in [*own, *all_libraries]), "/")


@register.simple_tag
def reading(asset: Asset) -> Reading:
    return reading_of(asset)


@register.simple_tag
def download_of(asset: Asset) -> Download | None:
    """What the form gives; None: nothing, the page shows all there is."""
    return find_download(asset)


@register.filter
def has_download(asset: Asset) -> bool:
    return is_downloadable(asset)


@register.simple_tag
def download_form(asset: Asset, form: DownloadForm | None = None) -> DownloadForm:
    """The form that was sent and had errors, else an empty one."""
    return form or DownloadForm(asset=asset)


register.filter("breakable", breakable)
register.filter("is_long", is_long)


@register.filter
def absolute(url: str) -> str:
    """``url`` with our own host, where it has none."""
    return f"{settings.BASE_URL}{url}" if url.startswith("/") else url


@register.filter
def host(url: str) -> str:
    """The host of an address, as people write it."""
    return host_of(url).removeprefix("www.")


@register.filter
def og_locale(code: str) -> str:
    """Open Graph's name of a language."""
    return {"zh-hans": "zh_CN"}.get(code, "en_US")


@register.filter
def pattern(pk: int | None) -> int:
    """Which of the drawn covers an asset without one gets: always the same."""
    return (pk or 0) % 4
