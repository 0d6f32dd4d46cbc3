"""What a Word document says in ways that mammoth passes over, said in ways that it reads."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from contenthub.assets.importers.word_styles import CODE, OUTLINE, attribute, is_monospaced, value

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FIRST_ROW = 0x20  # in the bits of w:tblLook


def tracked_changes(tree: etree._Element) -> Counter[str]:
    """How many changes are tracked: inserted, deleted, moved. mammoth accepts them all."""
    kinds = (("inserted", "ins"), ("deleted", "del"), ("moved", "moveTo"))
    return Counter({kind: sum(each.find(".//{*}r") is not None for each in tree.iter(f"{{*}}{name}")) for kind, name in kinds})  # fmt: skip


class Mending:
    """Changes trees in place. `code` and `headed` are the ids of code styles and of table styles with a header row."""

    def __init__(self, code: set[str], headed: set[str]) -> None:
        self._code = code
        self._headed = headed
        self.equations = 0

    def mend(self, tree: etree._Element) -> None:
        self._write_out_equations(tree)
        for paragraph in tree.iter("{*}p"):
            _style_by_hand(paragraph)
        self._keep_blank_lines_of_code(tree)
        self._mark_header_rows(tree)
        _open_text_boxes(tree)

    def _write_out_equations(self, tree: etree._Element) -> None:
        """Equations become their characters in a row."""
        for equation in list(tree.iter(MATHS)):
            parent = equation.getparent()
            space = tree.nsmap.get("w")
            if parent is None or space is None:
                continue
            self.equations += 1
            run = etree.Element(f"{{{space}}}r")
            etree.SubElement(run, f"{{{space}}}t").text = "".join(str(text) for text in equation.itertext()).strip()
            parent.replace(equation, run)
        for wrapper in list(tree.iter("{*}oMathPara")):
            parent = wrapper.getparent()
            if parent is not None:
                for run in wrapper.findall("{*}r"):
                    wrapper.addprevious(run)
                parent.remove(wrapper)

    def _keep_blank_lines_of_code(self, tree: etree._Element) -> None:
        """mammoth drops empty paragraphs; one between two of code is an empty line."""
        for paragraph in tree.iter("{*}p"):
            before, after = paragraph.getprevious(), paragraph.getnext()
            if _words(paragraph) or before is None or after is None or paragraph.find(".//{*}drawing") is not None:
                continue
            while after is not None and str(after.tag).endswith("}p") and not _words(after):
                after = after.getnext()
            if after is not None and _style(before) in self._code and _style(after) in self._code:
                space = _space(paragraph)
                _set_style(paragraph, _style(before))
                run = etree.SubElement(paragraph, f"{space}r")
                text = etree.SubElement(run, f"{space}t")
                text.text = " "
                text.set(SPACE, "preserve")

    def _mark_header_rows(self, tree: etree._Element) -> None:
        """A first row that its table style shows as a header is one, whether or not it is told to repeat on each page."""
        for table in tree.iter("{*}tbl"):
            look = table.find("{*}tblPr/{*}tblLook")
            row = table.find("{*}tr")
            if row is None or value(table.find("{*}tblPr/{*}tblStyle")) not in self._headed or not _first_row(look):
                continue
            properties = row.find("{*}trPr")
            if properties is None:
                properties = etree.Element(f"{_space(row)}trPr")
                row.insert(0, properties)
            if properties.find("{*}tblHeader") is None:
                etree.SubElement(properties, f"{_space(row)}tblHeader")


def _first_row(look: etree._Element | None) -> bool:
    said = attribute(look, "firstRow")
    if said:
        return said in ("1", "true", "on")
    try:
        return bool(int(value(look) or "0", 16) & FIRST_ROW)
    except ValueError:
        return False


def _style_by_hand(paragraph: etree._Element) -> None:
    """A paragraph without a style that has an outline level is a heading; one all in a typewriter face is code."""
    if _style(paragraph):
        return
    level = value(paragraph.find("{*}pPr/{*}outlineLvl"))
    if level.isdecimal() and int(level) < 9:
        _set_style(paragraph, f"{OUTLINE}{int(level) + 1}")
    elif paragraph.find("{*}pPr/{*}numPr") is None and _is_typewritten(paragraph):
        _set_style(paragraph, CODE)


def _is_typewritten(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter("{*}r") if _words(run)]
    return bool(runs) and all((fonts := run.find("{*}rPr/{*}rFonts")) is not None and is_monospaced(fonts) for run in runs)  # fmt: skip


def _words(element: etree._Element) -> str:
    return "".join(str(text.text or "") for text in element.iter("{*}t")).strip()


def _style(paragraph: etree._Element) -> str:
    return value(paragraph.find("{*}pPr/{*}pStyle"))


def _set_style(paragraph: etree._Element, style: str) -> None:
    space = _space(paragraph)
    properties = paragraph.find(f"{space}pPr")
    if properties is None:
        properties = etree.Element(f"{space}pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{space}pStyle")
    if named is None:
        named = etree.Element(f"{space}pStyle")
        properties.insert(0, named)
    named.set(f"{space}val", style)


def _space(element: etree._Element) -> str:
    """The element's namespace, in braces."""
    return str(element.tag).partition("}")[0] + "}"


def _open_text_boxes(tree: etree._Element) -> None:
    """mammoth reads the fallback of a text box, which not every program writes; then the box itself takes its place."""
    for choice in list(tree.iter("{*}AlternateContent")):
        boxes = choice.findall(".//{*}txbxContent")
        if boxes and choice.find("{*}Fallback") is None:
            fallback = etree.SubElement(choice, f"{_space(choice)}Fallback")
            for box in boxes:
                fallback.append(box)
