"""Files that are too big, broken, locked or meant to harm: one sentence each, at once, and nothing half-made."""

from __future__ import annotations

import io
import zipfile

import pytest

from contenthub.assets.importers import ImportProblem, load
from tests.assets.importers.building import bomb_png, paragraph, pdf, picture, word, written

PAGE = paragraph(700, "Some words that stand on this page.")


def problem(path) -> str:
    with pytest.raises(ImportProblem) as caught:
        load(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["a.md", "a.docx", "a.pdf", "a.html", "a.txt"])
def test_an_empty_file_is_refused(tmp_path, name):
    assert "empty" in problem(written(tmp_path, name, b""))


@pytest.mark.parametrize("content", [" \n\n ", "\ufeff\n", "<!-- nothing -->\n"])
def test_a_file_without_words_is_refused(tmp_path, content):
    assert "text" in problem(written(tmp_path, "a.md", content))


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    assert "over 50 MB" in problem(path)


def test_a_text_no_reader_would_finish_is_refused(tmp_path):
    assert "1 million characters" in problem(written(tmp_path, "a.txt", "word " * 500_000))


def test_a_word_document_cut_short_is_refused(tmp_path):
    path = word(tmp_path, lambda document: document.add_paragraph("Words."))
    path.write_bytes(path.read_bytes()[:-2000])
    assert "damaged or was cut short" in problem(path)


def archive(tmp_path, parts: dict[str, bytes | str]):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = archive(tmp_path, {"word/document.xml": b" " * (60 * 1024 * 1024)})
    assert "unpacks to far more" in problem(path)


def test_a_zip_of_too_many_parts_is_not_unpacked(tmp_path):
    assert "unpacks to far more" in problem(archive(tmp_path, {f"word/{number}": "" for number in range(5001)}))


def test_a_word_document_that_declares_entities_is_refused(tmp_path):
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert "damaged" in problem(archive(tmp_path, {"word/document.xml": xml}))


def test_a_word_document_without_its_text_is_refused(tmp_path):
    assert "not a Word document" in problem(archive(tmp_path, {"word/other.xml": "<x/>"}))


def test_a_word_document_of_nonsense_is_refused(tmp_path):
    assert "damaged" in problem(archive(tmp_path, {"word/document.xml": "<x/>"}))


def test_a_pdf_cut_short_is_refused(tmp_path):
    data = pdf([PAGE, PAGE])
    assert "damaged or was cut short" in problem(written(tmp_path, "a.pdf", data[: len(data) // 2]))


def test_a_pdf_of_nonsense_is_refused(tmp_path):
    assert "damaged" in problem(written(tmp_path, "a.pdf", b"%PDF-1.7\nnonsense\n%%EOF\n"))


def test_a_locked_pdf_is_refused(tmp_path):
    key = "00" * 32
    locked = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{key}> /U <{key}> >> /ID [<00> <00>]"
    assert "protected by a password" in problem(written(tmp_path, "a.pdf", pdf([PAGE], encrypt=locked)))


def test_a_scanned_pdf_is_sent_to_text_recognition(tmp_path):
    assert "text recognition (OCR)" in problem(written(tmp_path, "a.pdf", pdf([[]], jpeg=picture(form="JPEG"))))


def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path):
    written(tmp_path, "bomb.png", bomb_png())
    assert "over 89 million pixels" in problem(written(tmp_path, "a.md", "# T\n\nWords.\n\n![x](bomb.png)\n"))


def test_a_picture_bomb_inside_a_word_document_is_refused(tmp_path):
    path = word(tmp_path, lambda document: document.add_picture(io.BytesIO(picture())))
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts = {name: bomb_png() if name.startswith("word/media/") else data for name, data in parts.items()}
    assert "pixels" in problem(archive(tmp_path, parts))


def test_a_picture_that_cannot_be_read_is_only_named(tmp_path):
    written(tmp_path, "broken.png", picture()[:60])
    written(tmp_path, "drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    result = load(written(tmp_path, "a.md", "# T\n\nWords.\n\n![x](broken.png)\n\n![y](drawing.svg)\n"))
    assert result.images == {}
    assert "could not be read were left out: broken.png, drawing.svg" in result.warnings[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<html><body>" + "<div>" * 5000 + "x" + "</div>" * 5000 + "</body></html>"),
        ("a.md", "# T\n\n" + ">" * 5000 + " x\n"),
        ("a.md", "# T\n\n" + "<div>" * 5000 + "x\n"),
        ("a.md", "# T\n\n" + "".join("  " * depth + "- x\n" for depth in range(200))),
    ],
)
def test_nesting_without_end_is_refused(tmp_path, name, content):
    assert "nested too deeply" in problem(written(tmp_path, name, content))


def test_a_word_document_nested_without_end_is_refused(tmp_path):
    box = '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtContent>'
    whole = word(tmp_path, lambda document: document.add_paragraph("x"))
    with zipfile.ZipFile(whole) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    body = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    deep = box.encode() * 3000 + body + b"</w:sdtContent></w:sdt>" * 3000
    text = parts["word/document.xml"]
    start = text.index(b"<w:body>") + len(b"<w:body>")
    parts["word/document.xml"] = text[:start] + deep + text[start:]
    assert "nested too deeply" in problem(archive(tmp_path, parts))
