from __future__ import annotations

from django.urls import path

from contenthub.studio.screens import asset_overview

urlpatterns = [path("assets/<int:pk>/", asset_overview.show, name="overview")]
