from __future__ import annotations

from django.urls import path

from contenthub.links import views

app_name = "links"
urlpatterns = [path("<str:code>", views.follow, name="follow")]
