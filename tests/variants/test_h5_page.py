"""The H5 page: private until released, plain HTML, light, and still out after an edit was approved."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from PIL import Image

from channels.base import LINK_PLACEHOLDER, Capabilities
from contenthub.brand import stylesheet
from contenthub.variants.actions import approve, derive, latest
from contenthub.variants.models import Variant

STATIC = Path(django_settings.BASE_DIR) / "static" / "site"


@pytest.fixture
def released(client):
    """``released(asset)``: the asset's H5 page, approved and put out, and its HTML."""

    def make(asset):
        page = approve(derive(asset, ["h5_page"])[0])
        Variant.objects.filter(pk=page.pk).update(released_at=timezone.now())
        answer = client.get(page.get_url_parts()[2])
        assert answer.status_code == 200
        return page, answer.content.decode()

    return make


def test_a_draft_and_an_approved_page_answer_404(client, paper):
    page = derive(paper, ["h5_page"])[0]
    address = page.get_url_parts()[2]
    assert client.get(address).status_code == 404
    approve(page)
    assert client.get(address).status_code == 404


def test_other_kinds_never_answer_the_public(client, paper):
    for kind in ("email", "social_card", "video_script"):
        variant = approve(derive(paper, [kind])[0])
        Variant.objects.filter(pk=variant.pk).update(released_at=timezone.now())
        assert client.get(f"{paper.get_url_parts()[2]}{variant.slug}/").status_code == 404
        assert variant.get_url() is None
        assert variant.public_url == ""
        assert variant.get_sitemap_urls() == []


def test_a_released_page_shows_every_screen(released, any_paper):
    page, html = released(any_paper)
    assert html.count('<section class="screen') == len(page.screens)
    assert all(point.value in html for point in any_paper.key_points)
    assert "40%" in html
    assert f'<html lang="{"en" if any_paper.language == "en" else "zh-Hans"}">' in html


def test_approving_an_edit_does_not_take_the_page_down(released, client, paper):
    page, _html = released(paper)
    edited = Variant.objects.get(pk=page.pk).specific
    edited.screens[0].value["headline"] = "A calmer headline"
    edited.save_revision()
    approve(edited)
    answer = client.get(page.get_url_parts()[2])
    assert answer.status_code == 200
    assert "A calmer headline" in answer.content.decode()


def test_the_page_carries_no_inline_script_or_style(released, paper):
    _page, html = released(paper)
    assert re.findall(r'<script(?![^>]*(?:\bsrc=|type="application/json"))', html) == []
    assert "<style" not in html and not re.search(r"\s(style|on\w+)=", html)


def test_the_page_is_under_60_kb_before_pictures(released, any_paper):
    _page, html = released(any_paper)
    parts = [html, stylesheet.css(None), (STATIC / "h5.css").read_text(), (STATIC / "h5.js").read_text()]
    assert sum(len(part.encode()) for part in parts) < 60_000


def test_shared_links_show_title_text_and_a_drawn_picture(released, client, paper):
    page, html = released(paper)
    found = dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)">', html))
    assert found["og:title"] == paper.title
    assert found["og:url"] == page.public_url
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert re.search(r"/media/cards/[0-9a-f]{32}\.jpg$", found["og:image"])
    assert f'<link rel="canonical" href="{page.public_url}">' in html


def test_the_call_to_action_leads_to_the_asset_on_the_same_host_untagged(released, paper):
    _page, html = released(paper)
    assert f'<a class="button" href="{paper.get_url_parts()[2]}">' in html
    assert "utm_" not in html


def test_the_brand_s_sheet_is_linked(released, brand, paper):
    brand.terms.all().delete()
    brand.save()
    _page, html = released(paper)
    assert f'<link rel="stylesheet" href="{stylesheet.url(brand)}">' in html


def test_markup_in_a_headline_is_shown_as_text(released, client, paper):
    page, _html = released(paper)
    edited = Variant.objects.get(pk=page.pk).specific
    edited.screens[0].value["headline"] = "<script>alert(1)</script> 与 <b>"
    edited.save_revision().publish()
    html = client.get(page.get_url_parts()[2]).content.decode()
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_its_link_leads_to_the_page_itself(paper, draft):
    page = draft(paper, "h5_page")
    assert page.kind.target(page) == page.public_url != ""


def test_the_post_for_the_site_names_the_page(paper, draft):
    page = draft(paper, "h5_page")
    made = page.kind.posts(page, Capabilities(kinds=frozenset({"h5_page"}), html=True))[0]
    assert made.data == {"variant_id": page.pk}
    assert made.title == page.headline


def test_a_text_channel_gets_words_and_the_link(paper, draft):
    page = draft(paper, "h5_page")
    able = Capabilities(text_limit=200, url_length=23, media_limit=1)
    made = page.kind.posts(page, able)[0]
    assert made.text.startswith(page.headline)
    assert made.text.endswith(LINK_PLACEHOLDER)
    assert made.media[0].width == 1200


def test_a_page_without_cover_or_call_to_action_is_warned_about(paper, draft):
    page = draft(paper, "h5_page")
    page.screens = [(child.block_type, child.value) for child in page.screens if child.block_type == "points"]
    assert {problem.code for problem in page.kind.problems(page)} == {"no_cover", "no_call_to_action"}


def test_the_preview_is_the_page(paper, draft):
    page = latest(draft(paper, "h5_page"))
    assert page.make_preview_request().content.decode().count('<section class="screen') == len(page.screens)


def test_a_copy_of_a_released_page_is_not_out(released, client, paper):
    page, _html = released(paper)
    copy = Variant.objects.get(pk=page.pk).specific.copy(update_attrs={"slug": "another"})
    assert copy.live
    assert client.get(copy.get_url_parts()[2]).status_code == 404


def test_a_variant_cannot_be_moved_below_another_asset(paper, chinese_paper, draft):
    page = draft(paper, "h5_page")
    assert page.can_move_to(paper)
    assert not page.can_move_to(chinese_paper)


def test_share_data_for_wechat_has_a_square_picture_and_is_no_script_that_runs(any_paper, released):
    page, html = released(any_paper)
    (found,) = re.findall(r'<script id="share-data" type="application/json">(.*?)</script>', html, re.S)
    data = json.loads(found)
    assert data["title"] == page.headline and data["link"] == page.public_url
    assert data["desc"] == page.description
    stored = Path(django_settings.MEDIA_ROOT) / data["imgUrl"].partition("/media/")[2]
    with Image.open(stored) as picture:
        assert picture.size == (1080, 1080)
