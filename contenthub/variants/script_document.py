"""A video script as a Word document: what is said in full, and a storyboard with a thumbnail of every shot."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from PIL import Image

from contenthub.variants.animatic.stills import draw
from contenthub.variants.cards.draw import encode
from contenthub.variants.phrases import phrase
from contenthub.variants.script import clock
from contenthub.variants.shots import Shot, shots

if TYPE_CHECKING:
    from contenthub.variants.kinds.video_script import VideoScript

MIME_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_THUMBNAIL = (324, 576)
_WIDTHS = (Cm(2.6), Cm(2.8), Cm(7.4), Cm(4.6), Cm(6.6))
_FONTS = {"en": ("Calibri", "Microsoft YaHei"), "zh-hans": ("Calibri", "Microsoft YaHei")}


def document(script: VideoScript) -> bytes:
    """The document; the same script gives the same bytes.

    :raises AnimaticError: a picture, the logo or a colour cannot be used.
    """
    language, found = script.language, shots(script)
    made = docx.Document()
    _prepare(made, language)
    made.core_properties.title = script.subject_title[:255]
    made.core_properties.author = script.brand.name if script.brand else ""
    made.core_properties.language = language
    made.add_heading(script.subject_title, 0)
    made.add_paragraph(phrase("total", language, seconds=found[-1].time.end))
    made.add_heading(phrase("narration", language), 1)
    for shot in found:
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{clock(shot.time)}  ").bold = True
        paragraph.add_run(shot.narration)
    made.add_heading(phrase("visual", language), 1)
    _table(made, script, found)
    made.add_heading(phrase("source", language), 1)
    for shot in found:
        if shot.source and shot.source.origin == "asset":
            place = f" ({shot.source.section})" if shot.source.section else ""
            made.add_paragraph(f"{shot.name}{phrase('colon', language)}{shot.source.words}{place}", "List Bullet")
    return _settled(made)


def _prepare(made: Any, language: str) -> None:
    """Landscape, and a font for both scripts: Word otherwise sets Chinese in whatever it finds."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    latin, wide = _FONTS.get(language, _FONTS["en"])
    for name in ("Normal", "Title", "Heading 1"):
        style = made.styles[name]
        style.font.name = latin
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), wide)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    made.styles["Normal"].font.size = Pt(10.5)


def _table(made: Any, script: VideoScript, found: list[Shot]) -> None:
    language = script.language
    table = made.add_table(rows=1, cols=len(_WIDTHS), style="Table Grid")
    table.autofit = False
    names = "shot", "picture", "narration", "on_screen", "visual"
    _fill(table.rows[0], [phrase(name, language) for name in names], bold=True)
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(header.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for shot in found:
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {qn("w:val"): "true"}))
        label = f"{shot.name}\n{clock(shot.time)}\n{phrase('seconds', language, seconds=shot.length)}"
        _fill(row, [label, "", shot.narration, shot.on_screen, shot.direction])
        picture = draw(shot.card, script.brand).resize(_THUMBNAIL, Image.Resampling.LANCZOS)
        run = row.cells[1].paragraphs[0].add_run()
        run.add_picture(io.BytesIO(encode(picture)), width=Cm(2.3))
        run._r.xpath(".//wp:docPr")[0].set("descr", shot.on_screen or shot.narration)


def _fill(row: Any, texts: list[str], bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = width
        if text:
            cell.paragraphs[0].add_run(text).bold = bold


def _settled(made: Any) -> bytes:
    """The file without the time it was written at, so that equal scripts are equal files."""
    first, settled = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            target.writestr(zipfile.ZipInfo(item.filename), source.read(item), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
