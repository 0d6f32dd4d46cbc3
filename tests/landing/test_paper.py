"""An asset as a PDF: what it says, that it is accessible, and how readers and editors come by it."""

from __future__ import annotations

import ctypes
import os
import time
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from PIL import Image
from pypdfium2 import raw
from wagtail.images.models import Image as Picture

from contenthub.audience.actions import submit_form
from contenthub.audience.models import Lead
from contenthub.landing.paper import setting
from contenthub.landing.paper.nodes import nodes
from contenthub.landing.paper.setting import CannotSet, pdf
from contenthub.landing.tokens import token_for

LONG = (
    "<p>Teams that plan as <b>one</b> team <i>say</i> one thing, see "
    '<a href="https://example.org/study?utm_source=theirs">the study</a>.</p><ul><li>first<ul><li>inner</li></ul></li><li>second</li></ul>'
    "<blockquote>Said once</blockquote><p>x<sup>2</sup> and <code>make run</code></p>"
)


def picture(name: str = "figure.png", size: tuple[int, int] = (800, 400)) -> Picture:
    file = BytesIO()
    Image.new("RGB", size, "#335577").save(file, "PNG")
    return Picture.objects.create(title=name, file=ContentFile(file.getvalue(), name=name))


@pytest.fixture
def paper(asset, document):
    """The paper without a file: its readers get the text as a PDF."""
    figure = {"image": picture(), "alt": "A blue field", "caption": "Figure 1: blue"}
    asset.body = [*((block.block_type, block.value) for block in asset.body), ("rich_text", LONG), ("figure", figure)]
    asset.file = None
    asset.save_revision().publish()
    asset.refresh_from_db()
    return asset


@pytest.fixture
def lead(paper) -> Lead:
    return submit_form(paper, email="reader@example.com", consents={})


def opened(path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path)


def text_of(path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in opened(path)).replace("\r\n", "\n")


def links_of(path) -> list[str]:
    found = []
    document = opened(path)
    for page in document:
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page.raw, position, link):
            action = raw.FPDFLink_GetAction(link)
            length = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
            if length:
                buffer = ctypes.create_string_buffer(length)
                raw.FPDFAction_GetURIPath(document.raw, action, buffer, length)
                found.append(buffer.value.decode())
    return found


def test_it_says_all_that_the_asset_says(paper):
    text = text_of(pdf(paper))
    for words in (
        "One voice",
        "Why one voice",
        "The first chapter is free.",
        "68%",
        "read three pieces",
        "Write once.",
        "Jana, Editor",
        "make run < in",
        "Only in the file.",
        "One idea, told once.",
        "inner",
        "Figure 1: blue",
        "Northwind",
    ):
        assert words in text, words


def test_a_chinese_paper_is_set_in_chinese_letters(chinese):
    text = text_of(pdf(chinese))
    assert "一个声音，多个渠道" in text.replace("\n", "")
    assert "全文在此。" in text and "白皮书" in text.replace(" ", "")


def test_it_is_tagged_with_a_title_a_language_and_an_outline(paper):
    document = opened(pdf(paper))
    assert raw.FPDFCatalog_IsTagged(document.raw)
    assert document.get_metadata_dict()["Title"] == "One voice"
    assert [entry.get_title() for entry in document.get_toc()][:2] == ["Why one voice", "In short"]
    assert b"pdfuaid" in pdf(paper).read_bytes()


def test_headings_that_skip_a_level_are_set_one_below_the_last(paper):
    paper.body = [("heading", {"level": "4", "text": "Deep"}), ("rich_text", "<p>x</p>")]
    assert [entry.level for entry in opened(pdf(paper)).get_toc()] == [0]
    assert b"pdfuaid" in pdf(paper).read_bytes()


def test_our_own_links_are_tagged_and_the_authors_are_as_they_were(paper, brand):
    brand.website = "https://northwind.example/"
    brand.save()
    paper = type(paper).objects.get(pk=paper.pk)
    links = links_of(pdf(paper))
    assert "https://example.org/study?utm_source=theirs" in links
    ours = [link for link in links if "example.org" not in link]
    assert len(ours) >= 3
    assert all("utm_source=paper" in link and "utm_medium=referral" in link for link in ours), ours


def test_the_same_content_is_set_once_and_a_change_is_set_anew(paper, monkeypatch):
    compiled = []
    real = setting._compile
    monkeypatch.setattr(setting, "_compile", lambda *args: compiled.append(1) or real(*args))
    first = pdf(paper)
    assert pdf(paper) == first and len(compiled) == 1
    paper.title = "One voice, revised"
    assert pdf(paper) != first and len(compiled) == 2


def test_papers_of_older_content_go_after_a_day_and_no_half_made_one_stays(paper, settings):
    first = pdf(paper)
    os.utime(first, (time.time() - 90_000,) * 2)
    paper.title = "One voice, revised"
    second = pdf(paper)
    assert list((settings.HUB_DATA / "papers").iterdir()) == [second]


def test_a_picture_whose_file_is_gone_does_not_stop_the_paper(paper):
    image = next(block.value["image"] for block in paper.body if block.block_type == "figure")
    image.file.storage.delete(image.file.name)
    image.renditions.all().delete()
    assert "Only in the file." in text_of(pdf(paper))


def test_text_is_never_taken_for_the_typesetters_own_language(paper):
    words = "#panic() $x^2$ *not bold* _not slanted_ = no heading \\ @nobody <tag> // no comment `raw`"
    paper.body = [("heading", {"level": "2", "text": words}), ("code", {"language": "nonsense", "text": words})]
    text = " ".join(text_of(pdf(paper)).split())
    assert text.count("#panic() $x^2$ *not bold* _not slanted_ = no heading") >= 2


def test_a_reader_gets_it_for_filling_in_the_form(client, lead, paper):
    page = client.get("/one-voice/").content.decode()
    assert "Only in the file." not in page
    assert "Tell us who you are and download it at once (PDF)." in page
    answer = client.get(f"/m/download/{token_for(lead)}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert 'filename="One_voice.pdf"' in answer["Content-Disposition"]
    assert Lead.objects.get().downloaded_at is not None


def test_when_it_cannot_be_made_the_reader_is_told_to_come_back(client, lead, monkeypatch):
    def fail(asset):
        raise CannotSet("no fonts")

    monkeypatch.setattr("contenthub.landing.download.pdf", fail)
    answer = client.get(f"/m/download/{token_for(lead)}")
    assert answer.status_code == 503
    assert "Please try this address again later" in answer.content.decode()
    assert Lead.objects.get().downloaded_at is None


def test_an_editor_sees_the_latest_draft_as_a_pdf(paper, admin_client):
    paper.title = "A better title"
    paper.save_revision()
    answer = admin_client.get(f"/admin/assets/{paper.pk}/paper.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "A better title" in text_of(BytesIO(b"".join(answer.streaming_content)))
    assert f"/admin/assets/{paper.pk}/paper.pdf" in admin_client.get(f"/admin/pages/{paper.pk}/edit/").content.decode()


def test_nobody_else_does(paper):
    assert Client().get(f"/admin/assets/{paper.pk}/paper.pdf").status_code == 302


def test_the_command_writes_it_to_a_file(paper, tmp_path, capsys):
    call_command("paper", str(paper.pk), "--out", str(tmp_path / "x.pdf"))
    assert "Only in the file." in text_of(tmp_path / "x.pdf")
    assert "x.pdf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "<p>a <b>b</b>c</p>\n<p>d</p>",
            [{"t": "p", "c": ["a ", {"t": "strong", "c": ["b"]}, "c"]}, {"t": "p", "c": ["d"]}],
        ),
        ('<p><a href="javascript:alert(1)">x</a></p>', [{"t": "p", "c": ["x"]}]),
        ('<ol start="3"><li>x</li></ol>', [{"t": "ol", "c": [{"t": "li", "c": ["x"]}], "start": 3}]),
        ("<pre>a\n  b</pre>", [{"t": "pre", "c": ["a\n  b"]}]),
        ("<p>a<!-- b --></p>", [{"t": "p", "c": ["a"]}]),
    ],
)
def test_rich_text_becomes_a_tree(source, expected):
    assert nodes(source) == expected
