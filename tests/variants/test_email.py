"""The mail as it is sent: whole HTML from MJML, a text part, placeholders where publishing and mailing put addresses."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.images.models import Image

from channels.base import LINK_PLACEHOLDER, Capabilities
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.variants.mail import MOST_BYTES, as_html, rich_html
from contenthub.variants.mail_text import as_text
from tests.variants.papers import make_asset

LIST = Capabilities(html=True, recipients=True)
FOLDER = Capabilities(html=True, media_limit=9)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "a":
            self.links.append(values["href"])
        if tag == "img":
            self.images.append(values)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_html_is_whole_and_holds_no_mjml(any_paper, draft):
    html = as_html(draft(any_paper, "email"))
    reader = read(html)
    assert html.startswith("<!doctype html>") and html.rstrip().endswith("</html>")
    assert [tag for tag in reader.tags if tag.startswith("mj")] == []
    assert "<mj-" not in html and "{{" not in html and "{%" not in html
    assert len(html.encode()) < MOST_BYTES


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_the_language_is_declared(request, language, tag, libraries, draft):
    asset = request.getfixturevalue("paper" if language == "en" else "chinese_paper")
    assert f'<html lang="{tag}"' in as_html(draft(asset, "email"))


def test_links_are_placeholders_and_pictures_have_addresses_and_words(paper, draft):
    reader = read(as_html(draft(paper, "email")))
    assert set(reader.links) == {LINK_PLACEHOLDER, UNSUBSCRIBE, WEB_VERSION}
    assert reader.links.count(LINK_PLACEHOLDER) >= 2
    assert len(reader.images) == 1
    assert re.match(r"https?://", reader.images[0]["src"])
    assert reader.images[0]["alt"] == "Bars that shrink with the size of a change"


def test_a_mail_that_goes_to_no_list_offers_no_unsubscribing(paper, draft):
    mail = draft(paper, "email")
    made = mail.kind.posts(mail, FOLDER)[0]
    assert UNSUBSCRIBE not in made.html + made.text
    assert WEB_VERSION not in made.html + made.text
    assert LINK_PLACEHOLDER in made.html and LINK_PLACEHOLDER in made.text


def test_the_post_carries_subject_preheader_and_both_parts(paper, draft):
    mail = draft(paper, "email")
    made = mail.kind.posts(mail, LIST)[0]
    assert made.title == mail.subject
    assert made.summary == mail.preheader
    assert mail.preheader in made.html
    for address in (LINK_PLACEHOLDER, UNSUBSCRIBE, WEB_VERSION):
        assert address in made.html and address in made.text


def test_the_text_part_says_what_the_html_says(any_paper, draft):
    mail = draft(any_paper, "email")
    text = "".join(as_text(mail).split())
    for said in [mail.headline, mail.call_to_action, *(p.value for p in any_paper.key_points)]:
        assert "".join(said.split()) in text
    assert "<" not in text
    assert "40%" in text


def test_no_sentence_is_said_twice(any_paper, draft):
    html = as_html(draft(any_paper, "email"))
    body = html[html.index("<h1") :]
    for point in any_paper.key_points:
        assert body.count(point.value) == 1


@pytest.mark.parametrize("transparent", [False, True])
def test_a_picture_is_as_wide_as_the_column_at_most_and_stands_on_white(paper, draft, transparent):
    cache.clear()  # it holds renditions by the image's key, which other tests have used
    mail = draft(paper, "email")
    block = next(child for child in mail.sections if child.block_type == "figure")
    block.value["image"] = wide_picture(transparent)
    image = read(as_html(mail)).images[0]
    assert 0 < int(image["width"]) <= 536 and image["alt"]
    made = block.value["image"].renditions.get()
    with made.file.open() as file, Pillow.open(file) as shown:
        assert shown.width == 1072
        assert shown.convert("RGBA").getpixel((2, 2)) == ((255, 255, 255, 255) if transparent else (0, 0, 128, 255))


def wide_picture(transparent: bool) -> Image:
    file = io.BytesIO()
    Pillow.new("RGBA", (3000, 900), (0, 0, 0, 0) if transparent else (0, 0, 128, 255)).save(file, "PNG")
    return Image.objects.create(title="Wide", file=ContentFile(file.getvalue(), name="wide.png"))


def test_a_very_long_paper_s_mail_stays_below_what_gmail_shows(libraries, draft):
    text = "".join(
        f"<p>Team {number} deploys in steps of {number} changes and sleeps well.</p>" for number in range(2000)
    )
    points = [f"Point {number} says that teams which rehearse recover within {number} minutes." for number in range(40)]
    html = as_html(draft(make_asset("en", text=text, points=points), "email"))
    assert len(html.encode()) < 40_000


def test_the_brand_s_address_stands_at_the_foot(paper, brand, draft):
    brand.postal_address = "1 Steady Street"
    brand.save()
    mail = draft(paper, "email")
    assert "1 Steady Street" in as_html(mail) and "1 Steady Street" in as_text(mail)
    assert "no_postal_address" not in [problem.code for problem in mail.kind.problems(mail)]


def test_markup_typed_into_plain_fields_is_shown_as_text(paper, draft):
    mail = draft(paper, "email")
    mail.subject = mail.headline = 'A < B & "C" <script>alert(1)</script>'
    html = as_html(mail)
    assert "<script>" not in html
    assert "A &lt; B &amp;" in html


def test_rich_text_is_sanitized_and_its_links_are_absolute(db, settings):
    html = rich_html('<p>a<br>b&nbsp;<a href="/x">c</a><img src=x onerror=alert(1)><script>alert(1)</script></p>')
    assert html == f'<p>a<br/>b&#160;<a href="{settings.BASE_URL}/x">c</a></p>'


def test_a_mail_too_large_for_gmail_is_an_error(paper, draft):
    mail = draft(paper, "email")
    block = mail.sections.stream_block.child_blocks["text"]
    mail.sections[0].value = block.to_python({"heading": "", "text": f"<p>{'steady ' * 15_000}</p>", "source": None})
    assert "mail_too_large" in [problem.code for problem in mail.kind.problems(mail)]


@pytest.mark.parametrize(
    ("mode", "sign"), [("", "<!doctype html>"), ("phone", "srcdoc="), ("dark", "@media all"), ("text", "===")]
)
def test_each_preview_shows_the_mail(paper, draft, mode, sign):
    assert sign in draft(paper, "email").make_preview_request(preview_mode=mode).content.decode()
