"""The screen where a document is uploaded, and the report that follows."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from tests.assets import documents

SCREEN = "/admin/assets/import/"


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return client


def upload(tmp_path, name: str = "quiet.md", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if content is not None else documents.markdown(tmp_path).read_bytes())


def test_it_says_what_can_be_imported(page):
    shown = page.get(SCREEN).content.decode()
    for ending in (".md", ".docx", ".pdf", ".html", ".txt"):
        assert ending in shown


def test_an_upload_ends_on_a_report_of_what_was_found(page, tmp_path):
    answer = page.post(SCREEN, {"file": upload(tmp_path)}, follow=True)
    asset = Asset.objects.get()
    assert answer.redirect_chain == [(f"/admin/assets/import/{asset.pk}/", 302)]
    shown = answer.content.decode()
    assert "Quiet Deployments" in shown
    assert "What we saw" in shown
    assert reverse("wagtailadmin_pages:edit", args=[asset.pk]) in shown


def test_the_report_is_shown_once_more_but_not_for_another_asset(page, tmp_path):
    page.post(SCREEN, {"file": upload(tmp_path)})
    first = Asset.objects.get()
    assert page.get(f"{SCREEN}{first.pk}/").status_code == 200
    page.post(SCREEN, {"file": upload(tmp_path, "other.md")})
    assert page.get(f"{SCREEN}{first.pk}/").url == reverse("wagtailadmin_pages:edit", args=[first.pk])
    assert page.get(f"{SCREEN}99999/").status_code == 404


def test_the_choices_are_taken_over(page, tmp_path):
    campaign = Campaign.objects.create(name="Spring")
    page.post(SCREEN, {"file": upload(tmp_path), "title": "Mine", "kind": "guide", "campaign": campaign.pk})
    asset = Asset.objects.get()
    assert (asset.title, asset.kind, asset.campaign) == ("Mine", "guide", campaign)


def test_a_bad_file_is_named_and_the_choices_are_kept(page, tmp_path):
    answer = page.post(SCREEN, {"file": upload(tmp_path, "tool.exe", b"MZ rubbish"), "title": "Keep me"})
    assert answer.status_code == 200
    assert "Keep me" in answer.content.decode()
    assert answer.context["form"].errors["file"]
    assert Asset.objects.count() == 0


def test_no_file_is_said_to_be_missing(page):
    assert page.post(SCREEN, {"title": "Nothing"}).context["form"].errors["file"]


def test_an_editor_is_not_offered_to_publish_and_cannot(page, tmp_path):
    assert "publish" not in page.get(SCREEN).context["form"].fields
    page.post(SCREEN, {"file": upload(tmp_path), "publish": "on"})
    assert not Asset.objects.get().live


def test_a_moderator_is_offered_to_publish(client, moderator, tmp_path):
    client.force_login(moderator)
    client.post(SCREEN, {"file": upload(tmp_path), "publish": "on"})
    assert Asset.objects.get().live


def test_who_may_not_add_pages_is_sent_away_and_not_shown_the_way(client, reader):
    client.force_login(reader)
    assert client.get(SCREEN).url == "/admin/"
    assert SCREEN not in client.get("/admin/").content.decode()


def test_a_stranger_is_asked_to_log_in(client, db):
    assert "/login/" in client.get(SCREEN).url
