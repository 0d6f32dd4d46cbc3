"""Every address the hub answers."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from contenthub.landing import sitemaps
from contenthub.landing.views import site
from contenthub.publishing.views import metrics

urlpatterns = [
    path("admin/hub/", include("contenthub.studio.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("django-rq/", include("django_rq.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemaps.show),
    path("robots.txt", site.robots),
    path("favicon.ico", site.favicon),
    path("healthz", site.healthz),
    path("metrics", metrics.show),
    path("r/", include("contenthub.links.urls")),
    path("m/", include("contenthub.landing.urls")),
]
if not settings.PRODUCTION:
    # One box: the hub serves its own uploads. In production the web server or the bucket does.
    urlpatterns.append(path("media/<path:path>", site.upload))
urlpatterns += i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False)
