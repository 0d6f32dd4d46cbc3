"""What the styles of a Word document mean to us, told by their names, their outline level and the styles they build on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

MONOSPACED = re.compile(
    r"(?:courier|consolas|menlo|monaco|source code|fira (?:code|mono)|cascadia|jetbrains|lucida console|"
    r"(?:dejavu|liberation|noto|ubuntu|droid|roboto) (?:sans )?mono|sf mono|等宽)",
    re.I,
)
HEADING = re.compile(r"(?:heading|überschrift|titre|标题|標題)\s*([1-9])", re.I)
DEEPER_LIST = re.compile(r"list (bullet|number) ([2-5])", re.I)  # built in, indented, and yet of the first level
# The first that matches a style's name tells what its paragraphs are.
PARAGRAPHS = (
    (re.compile(r"(?:document )?title|标题|題目|题目|文档标题", re.I), "h1.title:fresh"),
    (re.compile(r"toc heading|contents heading|目录标题", re.I), "h2:fresh"),
    (re.compile(r"subtitle|副标题", re.I), "p.subtitle:fresh"),
    (re.compile(r"(?:intense )?quot(?:e|ation)s?|pull ?quote|(?:明显)?引用|引文", re.I), "blockquote.quote > p:fresh"),
    (re.compile(r"block ?(?:text|quote)|文本块", re.I), "blockquote > p:fresh"),
    (re.compile(r"(?:image |table |figure )?caption|题注|图注|表注", re.I), "p.caption:fresh"),
    (
        re.compile(
            r"(?:source |program )?code(?: ?(?:block|listing|example|text))?|html preformatted|preformatted(?: text)?|"
            r"listing|plain text code|macro(?: text)?|(?:源)?代码(?:块)?|程序(?:代码)?",
            re.I,
        ),
        "pre:separator('\\n')",
    ),
)
CODE_RUN = re.compile(
    r"verbatim char|html (?:code|typewriter|keyboard|sample)|(?:source |inline )?code(?: ?char)?|代码(?: char)?", re.I
)
STRONG_RUN = re.compile(r"strong|要点", re.I)
EMPHASIS_RUN = re.compile(r"emphasis|强调", re.I)
DEEPEST = 9
LISTS = 5  # mammoth reads lists to this depth; deeper items join the last


@dataclass
class Style:
    """A style as the document declares it; `outline` is 0-8 for a heading, -1 for none."""

    id: str
    kind: str
    name: str
    base: str
    outline: int
    monospaced: bool
    first_row: bool  # of a table style: the first row looks different


def styles(xml: bytes) -> dict[str, Style]:
    """The document's styles by id. `xml` was seen to be safe before."""
    found = {}
    for element in etree.fromstring(xml, etree.XMLParser(resolve_entities=False)).iter("{*}style"):
        name, base, outline, fonts = (
            element.find(f".//{{*}}{tag}") for tag in ("name", "basedOn", "outlineLvl", "rFonts")
        )
        level = value(outline)
        style = Style(
            id=attribute(element, "styleId"),
            kind=attribute(element, "type"),
            name=value(name),
            base=value(base),
            outline=int(level) if level.isdecimal() and int(level) < DEEPEST else -1,
            monospaced=fonts is not None and is_monospaced(fonts),
            first_row=any(attribute(part, "type") == "firstRow" for part in element.findall("{*}tblStylePr")),
        )
        found[style.id] = style
    return found


def style_map(found: dict[str, Style]) -> str:
    """The styles as mammoth wants to be told them. A style that says nothing of itself means what the one below it means."""
    lines = [line for style in found.values() if (line := _line(style, found))]
    deeper = [f"p:{kind}-list({depth}) => {'ul|ol > li > ' * (LISTS - 1)}{tag} > li:fresh" for kind, tag in (("unordered", "ul"), ("ordered", "ol")) for depth in range(LISTS + 1, DEEPEST + 1)]  # fmt: skip
    return "\n".join([*lines, f"p.{CODE} => pre:separator('\\n')", *(f"p.{OUTLINE}{n} => h{min(n, 6)}:fresh" for n in range(1, DEEPEST + 1)), *deeper])  # fmt: skip


#: Ids of styles that `word_parts` gives paragraphs formatted by hand.
CODE, OUTLINE = "HubCode", "HubOutline"


def code_styles(found: dict[str, Style]) -> set[str]:
    """The ids of paragraph styles that hold code."""
    return {CODE} | {
        style.id for style in found.values() if style.kind == "paragraph" and "=> pre" in _line(style, found)
    }


def heading_tables(found: dict[str, Style]) -> set[str]:
    """The ids of table styles that show the first row as a header."""
    return {style.id for style in found.values() if any(each.first_row for each in _chain(style, found))}


def _line(style: Style, found: dict[str, Style]) -> str:
    if not re.fullmatch(r"[\w-]+", style.id):
        return ""
    chain = _chain(style, found)
    if style.kind == "paragraph":
        meaning = next((meaning for each in chain if (meaning := paragraph_meaning(each))), "")
        return f"p.{style.id} => {meaning}" if meaning else ""
    if style.kind == "character":
        for each in chain:
            if CODE_RUN.fullmatch(each.name) or each.monospaced:
                return f"r.{style.id} => code"
            if STRONG_RUN.fullmatch(each.name):
                return f"r.{style.id} => strong"
            if EMPHASIS_RUN.fullmatch(each.name):
                return f"r.{style.id} => em"
    return ""


def _chain(style: Style, found: dict[str, Style]) -> list[Style]:
    """The style and those below it, nearest first."""
    chain = [style]
    while len(chain) < 12 and (below := found.get(chain[-1].base)) and below not in chain:
        chain.append(below)
    return chain


def paragraph_meaning(style: Style) -> str:
    """The HTML a paragraph of this style becomes; "" when the style itself does not say."""
    heading = HEADING.fullmatch(style.name.strip())
    if heading:
        return f"h{min(int(heading[1]), 6)}:fresh"
    named = next((meaning for pattern, meaning in PARAGRAPHS if pattern.fullmatch(style.name.strip())), "")
    if named:
        return named
    deeper = DEEPER_LIST.fullmatch(style.name.strip())
    if deeper:
        tag = "ul" if deeper[1].lower() == "bullet" else "ol"
        return f"{'ul|ol > li > ' * (int(deeper[2]) - 1)}{tag} > li:fresh"
    if style.outline >= 0:
        return f"h{min(style.outline + 1, 6)}:fresh"
    return "pre:separator('\\n')" if style.monospaced and style.name.lower() != "normal" else ""


def is_monospaced(fonts: etree._Element) -> bool:
    """Whether a w:rFonts names a typewriter face for Latin text."""
    return bool(MONOSPACED.match(attribute(fonts, "ascii")))


def attribute(element: etree._Element | None, name: str) -> str:
    """The attribute of that name, in whichever of Word's two namespaces; "" when it is missing."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def value(element: etree._Element | None) -> str:
    """What a property holds: its w:val."""
    return attribute(element, "val")
