"""The video screen's addresses, below ``/admin/variants/``."""

from __future__ import annotations

from django.urls import path, re_path

from contenthub.variants.animatic import views

urlpatterns = [
    path("<int:variant_id>/video/", views.VideoView.as_view(), name="video"),
    path("<int:variant_id>/video/status/", views.status, name="video_status"),
    path("<int:variant_id>/video/length/", views.length, name="video_length"),
    path("<int:variant_id>/video/captions.vtt", views.captions, name="video_captions"),
    re_path(r"^(?P<variant_id>\d+)/video/(?P<name>[0-9a-f]{32})\.(?P<ending>mp4|jpg)$", views.video, name="video_file"),
]
