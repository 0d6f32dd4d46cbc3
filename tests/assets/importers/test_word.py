from __future__ import annotations

import io

from docx.oxml import OxmlElement
from docx.shared import Pt

from contenthub.assets.importers import load
from tests.assets.importers.building import picture, word


def paper(document):
    document.core_properties.title = "Word Document"
    document.add_heading("Quiet Deployments", 0)
    document.add_heading("Executive summary", 1)
    document.add_paragraph("Most outages begin with a change. Small steps keep the night quiet for every team.")
    document.add_heading("What we saw", 2)
    document.add_paragraph("Deploy often", style="List Bullet")
    document.add_paragraph("Deploy small", style="List Bullet")
    document.add_paragraph("Small steps are the whole trick.", style="Quote")
    table = document.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Team", "Count", "Red", "12"], strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold = text in ("Team", "Count")
    document.add_picture(io.BytesIO(picture()))
    document.inline_shapes[0]._inline.docPr.set("descr", "A quiet night")
    document.add_paragraph("Figure 1: The night of the change", style="Caption")


def blocks(result, kind):
    return [block.value for block in result.blocks if block.kind == kind]


def test_styles_become_blocks(tmp_path):
    result = load(word(tmp_path, paper))
    assert result.title == "Quiet Deployments"
    assert [(value["level"], value["text"]) for value in blocks(result, "heading")] == [
        (2, "Executive summary"),
        (3, "What we saw"),
    ]
    assert "<ul><li>Deploy often</li><li>Deploy small</li></ul>" in str(blocks(result, "rich_text"))
    assert blocks(result, "quotation") == [{"text": "Small steps are the whole trick.", "speaker": "", "role": ""}]
    assert blocks(result, "table") == [{"rows": [["Team", "Count"], ["Red", "12"]], "header": True, "caption": ""}]
    assert blocks(result, "figure") == [
        {"image": "picture-1", "alt": "A quiet night", "caption": "Figure 1: The night of the change"}
    ]
    assert result.images["picture-1"].name == "A-quiet-night.png"
    assert result.summary == "Most outages begin with a change. Small steps keep the night quiet for every team."


def test_the_title_comes_from_the_properties_when_the_first_heading_is_a_section(tmp_path):
    def build(document):
        document.core_properties.title = "Annual Report"
        document.add_heading("Introduction", 1)
        document.add_paragraph("Words.")

    result = load(word(tmp_path, build))
    assert result.title == "Annual Report"
    assert [value["text"] for value in blocks(result, "heading")] == ["Introduction"]


def test_a_document_without_any_title_takes_its_file_name_and_says_so(tmp_path):
    result = load(word(tmp_path, lambda document: document.add_paragraph("Only words."), "q3_report-final.docx"))
    assert result.title == "Q3 report final"
    assert any("file name was used" in warning for warning in result.warnings)


def test_insertions_are_kept_and_deletions_are_not(tmp_path):
    def build(document):
        paragraph = document.add_paragraph("Kept")
        inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
        run = paragraph.add_run(" added")
        inserted.append(run._r)
        gone = paragraph.add_run()
        text = OxmlElement("w:delText")
        text.text = " removed"
        gone._r.append(text)
        deleted.append(gone._r)
        paragraph._p.append(inserted)
        paragraph._p.append(deleted)

    assert load(word(tmp_path, build)).blocks[0].value["html"] == "<p>Kept added</p>"


def test_bold_lines_are_headings_where_the_writer_used_no_styles(tmp_path):
    def build(document):
        document.add_paragraph().add_run("What we saw").bold = True
        document.add_paragraph("Teams deploy often, and they deploy in small steps.")
        emphasis = document.add_paragraph().add_run("Never on a Friday.")
        emphasis.bold, emphasis.font.size = True, Pt(11)
        document.add_paragraph("The end of the story is near.")

    result = load(word(tmp_path, build))
    assert result.title == "What we saw"
    assert "<strong>Never on a Friday.</strong>" in str(blocks(result, "rich_text"))
