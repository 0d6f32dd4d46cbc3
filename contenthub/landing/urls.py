"""Addresses below /m/. Mails in mailboxes hold some of them for years: they do not change."""

from __future__ import annotations

from django.urls import path

from contenthub.landing.views import brand, form, mail

app_name = "landing"
urlpatterns = [
    path("assets/<int:pk>/download", form.submit, name="submit"),
    path("thanks/<str:token>", form.thanks, name="thanks"),
    path("download/<str:token>", form.download, name="download"),
    path("unsubscribe/<str:token>", mail.unsubscribe, name="unsubscribe"),
    path("test/<slug:what>", mail.of_a_test, name="test_mail"),
    path("mail/<str:token>", mail.web_version, name="mail"),
    path("brand/<int:pk>-<str:digest>.css", brand.sheet, name="brand_css"),
]
