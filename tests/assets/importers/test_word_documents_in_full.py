"""What Word documents hold beyond plain text: changes, comments, notes, boxes, equations, styles of their own."""

from __future__ import annotations

import zipfile

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from contenthub.assets.importers import load
from tests.assets.importers.building import word

MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TEXT = "Teams deploy often, and they deploy in small steps."


def run(words: str, extra: str = "") -> str:
    return f'<w:r>{extra}<w:t xml:space="preserve">{words}</w:t></w:r>'


def add(document, inner: str) -> None:
    """A paragraph of this XML at the end."""
    document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')} {MATHS}>{inner}</w:p>"))


def with_parts(path, parts: dict[str, str], kinds: dict[str, str]):
    """The document with parts of its own, each tied to it by a relation of that kind."""
    with zipfile.ZipFile(path) as old:
        files = {name: old.read(name) for name in old.namelist()}
    relations = "".join(
        f'<Relationship Id="hub{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{name}"/>'
        for n, (name, kind) in enumerate(kinds.items())
    )
    key = "word/_rels/document.xml.rels"
    files[key] = files[key].replace(b"</Relationships>", relations.encode() + b"</Relationships>")
    with zipfile.ZipFile(path, "w") as new:
        for name, content in {**files, **{f"word/{name}": text.encode() for name, text in parts.items()}}.items():
            new.writestr(name, content)
    return path


def html(result) -> str:
    return "".join(block.value.get("html", "") for block in result.blocks)


def test_tracked_changes_are_accepted_and_counted(tmp_path):
    def build(document):
        add(document, run("Kept") + f'<w:ins w:id="1" w:author="Ada">{run(" added")}</w:ins>')
        add(document, f'<w:del w:id="2" w:author="Ada"><w:r><w:delText>gone</w:delText></w:r></w:del>{run("Stays")}')
        add(document, f'<w:moveFrom w:id="3" w:author="Ada">{run("moved")}</w:moveFrom>')
        add(document, run("Here ") + f'<w:moveTo w:id="4" w:author="Ada">{run("moved")}</w:moveTo>')

    result = load(word(tmp_path, build))
    assert html(result) == "<p>Kept added</p><p>Stays</p><p>Here moved</p>"
    assert "Tracked changes were accepted: 1 insertions, 1 deletions, 1 moves." in result.warnings


def test_comments_are_left_out_and_their_authors_named(tmp_path):
    def build(document):
        first = document.add_paragraph("Most outages begin with a change.")
        document.add_comment(first.runs, text="Is this so?", author="Ada Moreno")
        document.add_comment(first.runs, text="It is.", author="Ben Ito")

    result = load(word(tmp_path, build))
    assert "Is this so" not in str(result.blocks)
    assert "2 comments were left out (by Ada Moreno, Ben Ito)." in result.warnings


def test_footnotes_and_endnotes_are_marks_in_the_text_and_notes_at_the_end(tmp_path):
    def build(document):
        add(
            document,
            run("A change")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + run(" or two")
            + '<w:r><w:endnoteReference w:id="3"/></w:r>',
        )

    def note(kind, number, words):
        return f'<w:{kind}s {nsdecls("w")}><w:{kind} w:id="{number}"><w:p>{run(words)}</w:p></w:{kind}></w:{kind}s>'

    path = with_parts(
        word(tmp_path, build),
        {
            "footnotes.xml": note("footnote", 2, "In 2023 most did."),
            "endnotes.xml": note("endnote", 3, "See the report."),
        },
        {"footnotes.xml": "footnotes", "endnotes.xml": "endnotes"},
    )
    result = load(path)
    assert result.blocks[0].value["html"] == "<p>A change<sup>[1]</sup> or two<sup>[2]</sup></p>"
    assert result.blocks[-2].value == {"level": 2, "text": "Notes"}
    assert result.blocks[-1].value["html"] == "<ol><li>In 2023 most did.</li><li>See the report.</li></ol>"


def test_equations_become_characters_and_are_reported(tmp_path):
    result = load(
        word(
            tmp_path,
            lambda document: add(
                document, run("So ") + "<m:oMath><m:r><m:t>a=b+c</m:t></m:r></m:oMath>" + run(" holds.")
            ),
        )
    )
    assert html(result) == "<p>So a=b+c holds.</p>"
    assert "1 equation became plain characters; check it." in result.warnings


def test_words_in_a_text_box_are_kept_once(tmp_path):
    def build(document):
        inside = f"<w:txbxContent><w:p>{run('Words in the box.')}</w:p></w:txbxContent>"
        choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
        for fallback in ("", f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"):
            names = {
                "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
                "v": "urn:schemas-microsoft-com:vml",
                "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
            }
            spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
            box = f"<w:p {nsdecls('w')} {spaces}>{run('Beside.')}<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
            document.element.body.insert(-1, parse_xml(box))

    assert html(load(word(tmp_path, build))).count("Words in the box.") == 2


@pytest.mark.parametrize(("level", "expected"), [(1, 2), (7, 2)])
def test_every_heading_style_is_a_heading(level, expected, tmp_path):
    def build(document):
        document.add_heading("The paper", 0)
        document.add_heading("Seen", level)
        document.add_paragraph(TEXT)

    assert [block.value["level"] for block in load(word(tmp_path, build)).blocks if block.kind == "heading"] == [
        expected
    ]


def test_headings_deeper_than_three_ranks_are_folded_and_reported(tmp_path):
    def build(document):
        document.add_heading("The paper", 0)
        for level in range(1, 6):
            document.add_heading(f"Rank {level}", level)
            document.add_paragraph(TEXT)

    result = load(word(tmp_path, build))
    assert [block.value["level"] for block in result.blocks if block.kind == "heading"] == [2, 3, 4, 4, 4]
    assert "2 headings below the third rank became ones of the third." in result.warnings


def test_styles_of_one_s_own_mean_what_they_are_built_on(tmp_path):
    def build(document):
        for name, base in (("House heading", "Heading 1"), ("House voice", "Quote")):
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
        listing = document.styles.add_style("House listing", WD_STYLE_TYPE.PARAGRAPH)
        listing.font.name = "Consolas"
        document.add_heading("The paper", 0)
        document.add_paragraph("What we saw", style="House heading")
        document.add_paragraph("Small steps are the whole trick.", style="House voice")
        for line in ("def f():", "", "    return 1"):
            document.add_paragraph(line, style="House listing")

    blocks = load(word(tmp_path, build)).blocks
    assert [(block.kind, block.value.get("text")) for block in blocks] == [
        ("heading", "What we saw"),
        ("quotation", "Small steps are the whole trick."),
        ("code", "def f():\n\n    return 1"),
    ]


def test_what_was_formatted_by_hand_is_understood(tmp_path):
    def build(document):
        document.add_heading("The paper", 0)
        add(document, '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + run("By its outline level"))
        document.add_paragraph(TEXT)
        typed = document.add_paragraph().add_run("make run")
        typed.font.name = "Courier New"

    blocks = load(word(tmp_path, build)).blocks
    assert [block.kind for block in blocks] == ["heading", "rich_text", "code"]


def test_numbered_headings_are_headings_and_not_items(tmp_path):
    def build(document):
        document.add_heading("The paper", 0)
        heading = document.add_heading("What we saw", 1)
        heading._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        )
        document.add_paragraph(TEXT)

    assert [block.kind for block in load(word(tmp_path, build)).blocks] == ["heading", "rich_text"]


def test_merged_cells_and_a_styled_first_row_are_kept(tmp_path):
    def build(document):
        document.add_paragraph(TEXT)
        table = document.add_table(3, 3, style="Light Grid Accent 1")
        for cell, words in zip(
            (cell for row in table.rows for cell in row.cells),
            ["Team", "Count", "Note", "Red", "12", "", "", "13", ""],
            strict=True,
        ):
            cell.text = words
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(1, 1).merge(table.cell(1, 2))

    value = next(block.value for block in load(word(tmp_path, build)).blocks if block.kind == "table")
    assert value["rows"] == [["Team", "Count", "Note"], ["Red", "12", ""], ["", "13", ""]]
    assert value["header"]
    assert value["spans"] == [(1, 0, 2, 1), (1, 1, 1, 2)]


def test_links_and_lists_in_lists_are_kept(tmp_path):
    def build(document):
        document.add_paragraph("First", style="List Bullet")
        document.add_paragraph("Under it", style="List Bullet 2")
        document.add_paragraph("Second", style="List Bullet")
        link = document.part.relate_to(
            "https://example.com/small",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        add(
            document,
            run("See ")
            + f'<w:hyperlink r:id="{link}" xmlns:r="{qn("r:id")[1:].partition("}")[0]}">{run("the steps")}</w:hyperlink>',
        )

    found = html(load(word(tmp_path, build)))
    assert "<ul><li>First<ul><li>Under it</li></ul></li><li>Second</li></ul>" in found
    assert '<a href="https://example.com/small">the steps</a>' in found
