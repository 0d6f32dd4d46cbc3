"""A zip file with one document and its pictures is that document."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from contenthub.assets.importers import ImportProblem, load
from tests.assets.importers.building import picture, word, written

PAPER = "# Quiet Deployments\n\nMost outages begin with a change.\n\n![A night](img/night.png)\n"


def packed(tmp_path, *, files: dict[str, str | bytes]) -> Path:
    path = tmp_path / "paper.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_the_document_is_read_with_its_pictures(tmp_path):
    result = load(packed(tmp_path, files={"paper.md": PAPER, "img/night.png": picture()}), local_images=False)
    assert (result.title, result.warnings) == ("Quiet Deployments", [])
    assert [block.value["alt"] for block in result.blocks if block.kind == "figure"] == ["A night"]
    assert result.images["picture-1"].name == "night.png"


def test_pictures_are_looked_for_from_where_the_document_lies(tmp_path):
    files = {
        "x/Paper/paper.md": PAPER.replace("img/", "../img/"),
        "x/img/night.PNG": picture(),
        "__MACOSX/x/._paper.md": "x",
    }
    assert len(load(packed(tmp_path, files=files)).images) == 1


def test_a_picture_outside_the_archive_is_named(tmp_path):
    (tmp_path / "night.png").write_bytes(picture())
    result = load(packed(tmp_path, files={"paper.md": PAPER.replace("img/", "../")}))
    assert result.images == {}
    assert "outside the document's folder were left out: ../night.png" in result.warnings[0]


def test_the_document_nearest_to_the_top_is_chosen(tmp_path):
    files = {
        "paper.md": PAPER,
        "notes/other.md": "# Other\n\nWords.\n",
        "readme.txt": "Words",
        "img/night.png": picture(),
    }
    assert load(packed(tmp_path, files=files)).title == "Quiet Deployments"


def test_several_documents_are_listed(tmp_path):
    files = {"one.md": PAPER, "two.html": "<p>x</p>", "img/night.png": picture()}
    with pytest.raises(ImportProblem, match=r"more than one document \(one.md, two.html\)"):
        load(packed(tmp_path, files=files))


def test_an_archive_without_a_document_says_so(tmp_path):
    with pytest.raises(ImportProblem, match="holds no document"):
        load(packed(tmp_path, files={"night.png": picture()}))


def test_a_bad_document_in_it_is_told_as_it_would_be_alone(tmp_path):
    with pytest.raises(ImportProblem, match="paper.docx ends in .docx but holds plain text"):
        load(packed(tmp_path, files={"paper.docx": "Just words."}))


@pytest.mark.parametrize("name", ["paper.docx", "paper.html", "paper.txt"])
def test_other_formats_come_in_the_same_way(name, tmp_path):
    content = {
        "paper.docx": word(tmp_path, lambda document: document.add_heading("Quiet nights", 0) and document.add_paragraph("Words of it.")).read_bytes(),
        "paper.html": "<!doctype html><html><body><h1>Quiet nights</h1><p>Words of it.</p></body></html>",
        "paper.txt": "Quiet nights\n\nMost outages begin with a change.\n",
    }[name]  # fmt: skip
    assert load(packed(tmp_path, files={name: content})).title == "Quiet nights"


def test_chinese_names_packed_by_windows_are_understood(tmp_path):
    name = "图".encode("gbk")
    text = PAPER.replace("img/night", "图")
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(again, "w") as archive:
        archive.writestr("paper.md", text)
        archive.writestr("xx.png", picture())
    again.write_bytes(again.read_bytes().replace(b"xx.png", name + b".png"))
    assert len(load(again).images) == 1


def test_an_upload_of_a_document_alone_is_told_to_use_a_zip(tmp_path):
    result = load(written(tmp_path, "paper.md", PAPER), local_images=False)
    assert "put both in one zip file and import that: img/night.png" in result.warnings[0]
