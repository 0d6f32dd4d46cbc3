"""The sitemap: libraries, live assets, and variants that were released."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset, Library
from contenthub.variants.models import Variant


class PublicPages(Sitemap):
    """Every page that answers the public, at its address below BASE_URL (Wagtail's own would use its Site record)."""

    def items(self) -> list[Page]:
        return [*_listed(Library), *_listed(Asset), *(page for page in _listed(Variant) if _is_out(page))]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        return list(_entries(self.paginator.page(page).object_list))


def _listed(model: type[Page]) -> Any:
    return model.objects.live().public().select_related("locale").defer_streamfields().order_by("path")


def _is_out(variant: Variant) -> bool:
    return bool(variant.released_at and variant.kind.public)


def _entries(pages: Iterable[Page]) -> Iterator[dict[str, Any]]:
    for page in pages:
        if address := public_url(page):
            yield {
                "item": page,
                "location": address,
                "lastmod": page.last_published_at,
                "changefreq": None,
                "priority": "",
            }


def show(request: HttpRequest) -> HttpResponse:
    return sitemap(request, {"pages": PublicPages})
