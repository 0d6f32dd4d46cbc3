"""A file is read as what it is; a name that says otherwise is told so in one sentence."""

from __future__ import annotations

import zipfile

import pytest

from contenthub.assets.importers import ImportProblem, endings, load
from tests.assets.importers.building import paragraph, pdf, picture, word, written


def problem(path, **options) -> str:
    with pytest.raises(ImportProblem) as caught:
        load(path, **options)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence[-1] == "."
    return sentence


def test_the_formats_are_found_by_their_files():
    assert endings() == {
        ".docx": "Word", ".htm": "HTML", ".html": "HTML", ".markdown": "Markdown", ".md": "Markdown",
        ".pdf": "PDF", ".text": "Plain text", ".txt": "Plain text", ".xhtml": "HTML",
        ".zip": "Zip of a document and its pictures",
    }  # fmt: skip


def test_a_word_document_named_pdf_is_not_guessed_at(tmp_path):
    path = word(tmp_path, lambda document: document.add_paragraph("x"), "paper.pdf")
    assert (
        problem(path)
        == "paper.pdf ends in .pdf but holds a Word document; rename it to end in .docx and import it again."
    )


def test_a_pdf_named_txt_is_told_so(tmp_path):
    path = written(tmp_path, "a.txt", pdf([paragraph(700, "Words of the page.")]))
    assert "holds a PDF; rename it to end in .pdf" in problem(path)


def test_a_web_page_named_md_is_told_so(tmp_path):
    assert "holds HTML; rename it to end in .html" in problem(
        written(tmp_path, "a.md", "<!DOCTYPE html><html><p>x</p></html>")
    )


def test_text_named_docx_is_told_so(tmp_path):
    assert "holds plain text; rename it to end in .txt" in problem(written(tmp_path, "a.docx", "Just words here."))
    assert "holds plain text; rename it to end in .md" in problem(written(tmp_path, "a.docx", "# Title\n\nWords.\n"))


def test_a_format_that_is_not_known_names_those_that_are(tmp_path):
    assert ".docx, .htm, .html" in problem(written(tmp_path, "a.xyz", "words"))
    assert problem(written(tmp_path, "README", "words"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word file"),
        (b"{\\rtf1 words}", "rich text file"),
        (b"\x00\x01\x02\x03" * 50, "not a document that can be read"),
        (picture(), "picture"),
    ],
)
def test_other_kinds_of_file_are_named_for_what_they_are(tmp_path, content, said):
    assert said in problem(written(tmp_path, "a.docx", content))


@pytest.mark.parametrize(
    ("part", "said"), [("xl/workbook.xml", "spreadsheet"), ("ppt/p.xml", "presentation"), ("a.txt", "zip archive")]
)
def test_other_office_files_are_named_for_what_they_are(tmp_path, part, said):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(part, "x")
    assert said in problem(tmp_path / "a.docx")


def test_a_temporary_file_is_known_by_the_name_it_was_given(tmp_path):
    path = written(tmp_path, "upload.tmp", "# Title\n\nWords of it.\n")
    assert load(path, name="paper.md").title == "Title"
    assert "paper.docx ends in .docx" in problem(path, name="paper.docx")


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "missing.md" in problem(tmp_path / "missing.md")
