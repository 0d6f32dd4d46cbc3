from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from contenthub.landing.reading import minutes, reading


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_the_page_shows_title_summary_key_points_and_contents(client, asset):
    page = soup_of(client.get("/one-voice/"))
    assert page.h1.text == "One voice"
    assert "A & B" in page.main.text and "One idea, told once." in page.main.text
    assert [item.a.text.strip() for item in page.select(".contents-wide > ol > li")] == [
        "Why one voice",
        "What to measure (in the file)",
    ]


def test_a_heading_can_be_linked_to_by_its_blocks_id(client, asset):
    page = soup_of(client.get("/one-voice/"))
    for anchor in page.select(".contents a[href^='#']"):
        assert page.find(id=anchor["href"][1:]), anchor
    assert page.find(id=asset.body[0].id).text == "Why one voice"


def test_the_first_chapter_is_free_and_the_rest_is_in_the_file(client, asset):
    text = client.get("/one-voice/").content.decode()
    assert "The first chapter is free." in text
    assert "Only in the file." not in text


def test_without_a_file_everything_can_be_read_online(client, asset):
    asset.file, asset.pdf_offered = None, False
    asset.save_revision().publish()
    page = client.get("/one-voice/").content.decode()
    assert "Only in the file." in page
    assert "There is no file to download" in page


def test_every_block_is_rendered(client, asset):
    prose = soup_of(client.get("/one-voice/")).select_one(".prose")
    assert prose.select_one(".statistic-value").text == "68%"
    assert prose.select_one("blockquote").text.strip() == "Write once."
    assert [cell.text.strip() for cell in prose.select("table th")] == ["a", "b"]
    assert prose.select_one("pre").text == "make run < in"
    assert prose.select_one(".call a")["href"] == "#get"


def test_a_figure_is_responsive_and_says_what_it_shows(client, asset):
    image = Image.objects.create(title="Loop", file=get_test_image_file())
    asset.body = [("figure", {"image": image, "alt": "A loop", "caption": "Figure 1"})]
    asset.save_revision().publish()
    picture = soup_of(client.get("/one-voice/")).select_one(".picture img")
    assert picture["alt"] == "A loop" and picture["srcset"] and picture["width"] and picture["loading"] == "lazy"


def test_an_unpublished_asset_answers_404(client, asset):
    asset.unpublish()
    assert client.get("/one-voice/").status_code == 404


def test_search_engines_and_unfurlers_find_what_they_need(client, asset, settings):
    asset.cover = Image.objects.create(title="Cover", file=get_test_image_file(size=(1400, 800)))
    asset.save_revision().publish()
    page = soup_of(client.get("/one-voice/?utm_source=x&utm_id=y"))
    assert page.find("link", rel="canonical")["href"] == f"{settings.BASE_URL}/one-voice/"
    found = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
    assert found["og:title"] == "One voice" and found["og:description"] == "A & B"
    assert found["og:url"] == f"{settings.BASE_URL}/one-voice/"
    assert found["og:image"].startswith(settings.BASE_URL) and found["og:image:width"] == "1200"
    assert "utm_" not in str(page.head)


def test_translations_name_each_other(client, asset, chinese, settings):
    chinese.translation_key = asset.translation_key
    chinese.save()
    page = soup_of(client.get("/one-voice/"))
    assert {tag["hreflang"]: tag["href"] for tag in page.select("link[hreflang]")} == {
        "en": f"{settings.BASE_URL}/one-voice/",
        "zh-hans": f"{settings.BASE_URL}/zh-hans/yi-ge-sheng-yin/",
    }
    choices = page.select(".languages a")
    assert [choice["href"] for choice in choices][1] == f"{settings.BASE_URL}/zh-hans/yi-ge-sheng-yin/"


def test_a_page_that_is_not_translated_leads_to_the_other_library(client, asset, settings):
    page = soup_of(client.get("/one-voice/"))
    assert [choice["href"] for choice in page.select(".languages a")][1] == f"{settings.BASE_URL}/zh-hans/"
    assert not page.select("link[hreflang]")


def test_a_chinese_page_is_chinese_and_breaks_titles_between_words(client, chinese):
    answer = client.get("/zh-hans/yi-ge-sheng-yin/")
    page = soup_of(answer)
    assert page.html["lang"] == "zh-hans"
    assert page.h1.text == "一个声音，多个渠道"
    assert "声音，<wbr" in str(page.h1) or "声音，多个" in str(page.h1)
    assert "全文在此" in page.main.text


def test_the_page_is_the_same_for_everybody_and_sets_no_cookie(asset):
    answers = [Client(HTTP_USER_AGENT=name).get("/one-voice/") for name in ("a", "b")]
    assert answers[0].content == answers[1].content
    assert not any(answer.cookies for answer in answers)
    assert "Cookie" not in answers[0].get("Vary", "")


def test_reading_time_counts_english_words_and_chinese_characters(asset, chinese):
    asset.body = [("rich_text", "<p>" + "word " * 460 + "</p>")]
    chinese.body = [("rich_text", "<p>" + "字" * 1000 + "</p>")]
    assert (minutes(asset), minutes(chinese)) == (2, 3)


def test_an_asset_without_headings_is_shown_without_contents(client, asset):
    asset.body = [("rich_text", "<p>Just text.</p>")]
    asset.save_revision().publish()
    page = soup_of(client.get("/one-voice/"))
    assert "Just text." in page.main.text and not page.select(".contents")


def test_an_empty_asset_still_has_its_form(client, asset):
    asset.body, asset.key_points, asset.file, asset.summary = [], [], None, ""
    asset.save_revision().publish()
    assert soup_of(client.get("/one-voice/")).select_one("form input[name=email]")


def test_parts_of_a_hidden_chapter_are_not_linked(asset):
    found = reading(asset)
    assert [chapter.shown for chapter in found.chapters] == [True, False]
    assert [title for _id, title in found.chapters[0].parts] == ["In short"]
    assert not found.whole


@pytest.mark.parametrize(
    "path",
    [
        "/documents/{0}/{1}",
        "/media/documents/{1}",
        "/media/./documents/{1}",
        "/media//documents/{1}",
        "/media/images/../documents/{1}",
        "/media/Documents/{1}",
    ],
)
def test_the_file_is_not_given_out_past_the_form(client, asset, document, path):
    name = document.file.name.rpartition("/")[2]
    answer = client.get(path.format(document.pk, name))
    assert b"".join(getattr(answer, "streaming_content", [b""])) == b""
    assert answer.status_code in (301, 302, 404)
    if answer.status_code == 302:
        assert answer["Location"].endswith("/one-voice/#get")


def test_an_editor_gets_the_file_from_the_admin(admin_client, asset, document):
    answer = admin_client.get(document.url)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_document_behind_no_form_is_given_out(client, asset):
    from wagtail.documents.models import Document

    other = Document.objects.create(title="Terms", file=ContentFile(b"terms", name="terms.pdf"))
    assert b"".join(client.get(other.url).streaming_content) == b"terms"
