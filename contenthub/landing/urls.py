from __future__ import annotations

app_name = "landing"
urlpatterns: list = []
