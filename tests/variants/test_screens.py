"""The admin's screens: deriving, files, checks in the editor; each for those who may."""

from __future__ import annotations

from django.urls import reverse

from contenthub.variants import checks
from contenthub.variants.actions import derive, latest
from contenthub.variants.models import Variant


def derive_url(asset) -> str:
    return reverse("variants:derive", args=[asset.pk])


def test_the_derive_screen_lists_every_kind_and_what_there_is(client, editor, paper):
    client.force_login(editor)
    page = client.get(derive_url(paper)).content.decode()
    assert page.count('name="kinds"') == 4
    assert page.count("None yet.") == 4
    made = derive(paper, ["email"])[0]
    page = client.get(derive_url(paper)).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[made.pk]) in page
    assert page.count("None yet.") == 3


def test_looking_at_the_screen_makes_nothing(client, editor, paper):
    client.force_login(editor)
    client.get(derive_url(paper))
    assert not Variant.objects.exists()


def test_posting_makes_the_drafts_and_says_so(client, editor, paper):
    client.force_login(editor)
    answer = client.post(derive_url(paper), {"kinds": ["email", "h5_page"]}, follow=True)
    assert "2 drafts were made." in answer.content.decode()
    assert sorted(Variant.objects.values_list("kind_name", flat=True)) == ["email", "h5_page"]
    answer = client.post(derive_url(paper), {"kinds": ["email"]}, follow=True)
    assert "1 draft of this revision was there already" in answer.content.decode()
    client.post(derive_url(paper), {"kinds": ["email"], "again": "1"})
    assert Variant.objects.filter(kind_name="email").count() == 2


def test_posting_nothing_or_nonsense_is_explained(client, editor, paper):
    client.force_login(editor)
    assert "Choose at least one kind." in client.post(derive_url(paper), follow=True).content.decode()
    answer = client.post(derive_url(paper), {"kinds": ["poster"]}, follow=True)
    assert "There is no kind “poster”" in answer.content.decode()


def test_strangers_and_readers_may_not_derive(client, reader, paper):
    assert client.post(derive_url(paper), {"kinds": ["email"]}).status_code == 302
    client.force_login(reader)
    client.post(derive_url(paper), {"kinds": ["email"]})
    assert not Variant.objects.exists()


def test_the_buttons_are_offered_where_they_lead_somewhere(client, moderator, paper, draft):
    client.force_login(moderator)
    card, page = draft(paper, "social_card"), draft(paper, "h5_page")
    explorer = client.get(reverse("wagtailadmin_explore", args=[paper.pk])).content.decode()
    assert derive_url(paper) in explorer
    assert reverse("variants:files", args=[card.pk]) in explorer
    assert reverse("variants:files", args=[page.pk]) not in explorer


def test_a_variant_s_editor_shows_checks_and_sources(client, moderator, paper, draft):
    client.force_login(moderator)
    card = draft(paper, "social_card")
    card.copy_text += " 97% of them sleep well."
    card.save_revision()
    page = client.get(reverse("wagtailadmin_pages:edit", args=[card.pk])).content.decode()
    assert "1 error keeps this from being approved" in page
    assert "“97%” is not in the asset" in page
    assert "Where its words come from" in page
    assert "hub.SourceInput" in page


def test_every_kind_can_be_made_by_hand(client, moderator, paper):
    client.force_login(moderator)
    for model in ("socialcard", "email", "videoscript", "h5page"):
        address = reverse("wagtailadmin_pages:add", args=["variants", model, paper.pk])
        assert client.get(address).status_code == 200
    data = {"title": "Mine", "slug": "mine", "target_seconds": "30", "hook": "Hello", "call_to_action": "Read on"}
    data |= {"scenes-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    client.post(reverse("wagtailadmin_pages:add", args=["variants", "videoscript", paper.pk]), data)
    made = latest(Variant.objects.get(title="Mine"))
    assert (made.kind_name, made.source_asset_id, made.language) == ("video_script", paper.pk, "en")
    assert "no_source" in [problem.code for problem in checks.problems(made)]


def test_files_are_listed_and_given(client, moderator, paper, draft):
    client.force_login(moderator)
    for kind, name, start in [
        ("social_card", "card-1-story.jpg", b"\xff\xd8"),
        ("email", "mail.html", b"<!doctype html>"),
        ("email", "mail.txt", b"Quiet Deployments"),
        ("video_script", "script.md", b"# Quiet Deployments"),
        ("video_script", "subtitles.srt", b"1\n00:00:00,000 --> "),
    ]:
        variant = draft(paper, kind)
        address = reverse("variants:file", args=[variant.pk, name])
        assert address in client.get(reverse("variants:files", args=[variant.pk])).content.decode()
        answer = client.get(address)
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"].startswith("attachment")
        assert client.post(address).status_code == 405
    assert client.get(reverse("variants:file", args=[variant.pk, "nothing.zip"])).status_code == 404


def test_files_are_not_given_to_those_who_may_not_edit(client, reader, paper, draft):
    address = reverse("variants:file", args=[draft(paper, "email").pk, "mail.html"])
    assert client.get(address).status_code == 302
    client.force_login(reader)
    answer = client.get(address)
    assert answer.status_code != 200
