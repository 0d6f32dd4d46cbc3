from __future__ import annotations

from django.urls import path

from contenthub.studio import views

app_name = "studio"
urlpatterns = [path("login/<str:who>/<str:token>/", views.login_once, name="login_once")]
