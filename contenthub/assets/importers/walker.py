"""From a tidy HTML tree to the asset's blocks. Heading levels are left as they stand (1-6, 7 for a bold line, 0 for a title)."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from contenthub.assets.importers.captions import MOST_CAPTION, is_caption, is_mere_label, is_table_caption
from contenthub.assets.importers.code import code_language
from contenthub.assets.importers.imported import Block
from contenthub.assets.importers.lists import MEDIA, flow
from contenthub.assets.importers.pictures import Pictures
from contenthub.assets.importers.prose import inline, is_bold_heading, paragraph_html
from contenthub.assets.importers.quoted import blockquote, whole_quotation
from contenthub.assets.importers.tables import table_block
from contenthub.assets.importers.tidying import BLOCKS
from contenthub.lib.html import sanitize
from contenthub.lib.language import CHINESE
from contenthub.lib.splitting import normalise

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BOLD_LINE = 7
SKIPPED = frozenset({"hr", "nav"})
MOST_HEADING = 300


class Walker:
    """Collects blocks in the order of the document; `walk` may be called for one part after another."""

    def __init__(self, pictures: Pictures, language: str) -> None:
        self.blocks: list[Block] = []
        self._pictures = pictures
        self._language = language
        self._prose: list[str] = []
        self._table_caption = ""
        self._lost_picture = False

    def walk(self, soup: BeautifulSoup | Tag) -> list[Block]:
        """All blocks so far, those of `soup` at the end."""
        self._children(soup)
        self._flush()
        return self.blocks

    def _children(self, parent: Tag) -> None:
        loose: list[Tag | NavigableString] = []
        for child in list(parent.children):
            if isinstance(child, Tag) and (child.name in BLOCKS or child.name == "img"):
                self._loose(loose)
                self._element(child)
            elif isinstance(child, (Tag, NavigableString)):
                loose.append(child)
        self._loose(loose)

    def _loose(self, nodes: list[Tag | NavigableString]) -> None:
        """Words that stand in a box without a paragraph of their own."""
        if nodes:
            paragraph = BeautifulSoup("<p></p>", "html.parser").p
            assert paragraph is not None
            paragraph.extend(nodes)
            self._paragraph(paragraph)
            nodes.clear()

    def _element(self, tag: Tag) -> None:
        name = tag.name
        if name in SKIPPED:
            return
        if name in HEADINGS:
            self._heading(tag)
        elif name in ("p", "dd", "address", "summary", "figcaption", "caption"):
            self._paragraph(tag)
        elif name == "dt" and not tag.find(["img", "strong"]) and normalise(tag.get_text()):
            self._prose.append(f"<p><strong>{inline(tag)}</strong></p>")
        elif name == "dt":
            self._paragraph(tag)
        elif name in ("ul", "ol"):
            self._list(tag)
        elif name == "pre":
            self._code(tag)
        elif name == "table":
            self._table(tag)
        elif name == "blockquote":
            self._blockquote(tag)
        elif name == "figure":
            self._figure(tag)
        elif name == "img":
            self._picture(tag)
        elif name == "section" and "footnotes" in str(tag.get("class")):
            self._notes(tag)
        else:
            self._children(tag)

    def _add(self, block: Block | None) -> None:
        if block:
            self._flush()
            self.blocks.append(block)

    def _flush(self) -> None:
        """The paragraphs and lists gathered since the last block become one rich text."""
        html = sanitize("".join(self._prose)) if self._prose else ""
        self._prose.clear()
        self._lost_picture = False
        if html:
            self.blocks.append(Block("rich_text", {"html": html}))

    def _heading(self, tag: Tag) -> None:
        pictures = [image.extract() for image in tag.find_all("img")]
        text = re.sub(r"\s*[#¶§]\s*$", "", normalise(tag.get_text()))[:MOST_HEADING]
        level = 0 if "title" in str(tag.get("class")) else int(tag.name[1])
        if text:
            self._add(Block("heading", {"level": level, "text": text}))
        for image in pictures:
            self._picture(image)

    def _paragraph(self, tag: Tag) -> None:
        media = tag.find_all("img")
        leading = _starts_with_picture(tag)
        for image in media:
            image.extract()
        if leading:
            self._pictures_of(media)
        self._words(tag)
        if not leading:
            self._pictures_of(media)

    def _pictures_of(self, media: list[Tag]) -> None:
        for image in media:
            self._picture(image)

    def _words(self, tag: Tag) -> None:
        text = normalise(tag.get_text())
        if not text or self._caption(tag, text):
            return
        if is_bold_heading(tag, text):
            self._add(Block("heading", {"level": BOLD_LINE, "text": text}))
            return
        quotation = whole_quotation(text, self._language)
        if quotation:
            self._add(quotation)
        else:
            self._prose.append(paragraph_html(tag))

    def _caption(self, tag: Tag, text: str) -> bool:
        """Whether the paragraph was the caption of the figure or table it stands at, and now is."""
        marked = "caption" in str(tag.get("class"))
        if is_table_caption(text) or (marked and _next_is_table(tag)):
            self._table_caption = text[:MOST_CAPTION]
            if _next_is_table(tag):
                return True
        if self._lost_picture and is_mere_label(text):
            return True
        last = self.blocks[-1] if self.blocks and not self._prose else None
        if last is None or last.kind not in ("figure", "table") or last.value["caption"]:
            return False
        if marked or text == last.value.get("alt") or is_caption(tag, text):
            last.value["caption"] = text[:MOST_CAPTION]
            self._table_caption = ""
            return True
        return False

    def _list(self, tag: Tag) -> None:
        for part in flow(tag):
            if isinstance(part, str):
                self._prose.append(part)
            else:
                self._element(part)

    def _code(self, tag: Tag) -> None:
        for line_break in tag.find_all("br"):
            line_break.replace_with("\n")
        text = re.sub(r"[ \t]+$", "", tag.get_text(), flags=re.M).strip("\n").rstrip()
        if text.strip():
            self._add(Block("code", {"language": code_language(tag), "text": text}))

    def _table(self, tag: Tag) -> None:
        media = tag.find_all("img")
        cells = tag.find_all(["td", "th"])
        if tag.find("table") or len(cells) == 1:  # a box drawn with a table
            for cell in cells:
                if cell.find_parent("table") is tag:
                    self._children(cell)
            return
        self._add(table_block(tag, self._table_caption))
        self._table_caption = ""
        self._pictures_of(media)

    def _blockquote(self, tag: Tag) -> None:
        paragraphs = tag.find_all("p") or [tag]
        if tag.find([*MEDIA, "ul", "ol", *HEADINGS]):
            self._children(tag)
            return
        lines = [line for p in paragraphs for line in p.get_text("\n" if p.find("br") else "").split("\n")]
        quotation = blockquote(lines, self._language, styled="quote" in _classes(tag))
        if quotation:
            self._add(quotation)
        else:
            self._prose += [f"<blockquote>{inline(p)}</blockquote>" for p in paragraphs if normalise(p.get_text())]

    def _figure(self, tag: Tag) -> None:
        caption = tag.find("figcaption")
        words = normalise(caption.extract().get_text()) if isinstance(caption, Tag) else ""
        images = tag.find_all("img")
        if images and not tag.find(["table", "pre"]):
            for image in images:
                self._picture(image, words)
            return
        self._table_caption = words[:MOST_CAPTION]
        self._children(tag)

    def _picture(self, image: Tag, caption: str = "") -> None:
        key = self._pictures.find(str(image.get("src") or "").strip())
        if key is None:
            self._lost_picture = True
            if caption and not is_mere_label(caption):
                self._prose.append(f"<p>{NavigableString(caption).output_ready('minimal')}</p>")
            return
        alt = normalise(str(image.get("alt") or ""))[:MOST_CAPTION]
        title = normalise(str(image.get("title") or ""))
        self._add(Block("figure", {"image": key, "alt": alt, "caption": (caption or title)[:MOST_CAPTION]}))

    def _notes(self, tag: Tag) -> None:
        self._add(Block("heading", {"level": 1, "text": "注释" if self._language == CHINESE else "Notes"}))
        self._children(tag)


def _starts_with_picture(tag: Tag) -> bool:
    for part in tag.descendants:
        if isinstance(part, NavigableString) and part.strip():
            return False
        if isinstance(part, Tag) and part.name == "img":
            return True
    return False


def _classes(tag: Tag) -> list[str]:
    value = tag.get("class")
    return list(value) if isinstance(value, list) else str(value or "").split()


def _next_is_table(tag: Tag) -> bool:
    following = tag.find_next_sibling()
    return following is not None and following.name == "table"
