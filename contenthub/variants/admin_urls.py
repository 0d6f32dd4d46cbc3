"""The variants' own admin screens, below ``/admin/variants/``."""

from __future__ import annotations

from django.urls import path

from contenthub.variants import views
from contenthub.variants.animatic import admin_urls as animatic

urlpatterns = [
    *animatic.urlpatterns,
    path("derive/<int:asset_id>/", views.DeriveView.as_view(), name="derive"),
    path("<int:variant_id>/files/", views.FilesView.as_view(), name="files"),
    path("<int:variant_id>/files/<str:name>", views.download, name="file"),
]
