"""The variants' own admin screens, below ``/admin/variants/``."""

from __future__ import annotations

from django.urls import path

from contenthub.variants import views
from contenthub.variants.animatic import admin_urls as animatic
from contenthub.variants.behind import listing, screen
from contenthub.variants.consistency_view import ConsistencyView
from contenthub.variants.writer.views import PhraseView

urlpatterns = [
    *animatic.urlpatterns,
    path("behind/", listing.BehindListView.as_view(), name="behind_list"),
    path("behind/<int:variant_id>/", screen.BehindView.as_view(), name="behind"),
    path("behind/<int:variant_id>/again/<str:where>/", screen.AgainView.as_view(), name="behind_again"),
    path("derive/<int:asset_id>/", views.DeriveView.as_view(), name="derive"),
    path("consistency/<int:asset_id>/", ConsistencyView.as_view(), name="consistency"),
    path("<int:variant_id>/checks/", views.live_checks_view, name="checks"),
    path("<int:variant_id>/phrase/", PhraseView.as_view(), name="phrase"),
    path("<int:variant_id>/files/", views.FilesView.as_view(), name="files"),
    path("<int:variant_id>/files/<str:name>", views.download, name="file"),
]
