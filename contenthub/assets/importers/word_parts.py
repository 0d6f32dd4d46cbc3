"""The parts of a Word document: seen to be harmless, counted for what is dropped or accepted, and made ready for mammoth."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import etree

from contenthub.assets.importers.beside import UNREADABLE
from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_characters, too_deep
from contenthub.assets.importers.word_mending import Mending, tracked_changes
from contenthub.assets.importers.word_styles import attribute, code_styles, heading_tables, style_map, styles

TEXTS = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
STYLES = "word/styles.xml"
COMMENTS = "word/comments.xml"
XML = (".xml", ".rels")
DEEPEST = 250  # elements within elements; a table in a table in a text box has about 60
MOST_ELEMENTS = 200_000  # about a thousand pages; each costs mammoth about 1.5 kB
MOST_ATTRIBUTES = 200  # of one element; parsers compare each with all others
NAMES = 5


class Parts:
    """A document's archive, every XML part of which was read through once: no entities, not too deep, not too many.

    Raises ImportProblem for one that is not so.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._changed: dict[str, bytes] = {}
        if not any(map(TEXTS.fullmatch, archive.namelist())):
            raise ImportProblem(_("This is not a Word document (.docx), whatever its name; save it again from Word."))
        for name in archive.namelist():
            if name.endswith(XML):
                _check(self.read(name))
        self._styles = styles(self.read(STYLES)) if self.has(STYLES) else {}

    def read(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        except UNREADABLE:
            raise damaged() from None

    def has(self, name: str) -> bool:
        return name in self._archive.namelist()

    def style_map(self) -> str:
        """What the document's styles mean, as mammoth wants to be told."""
        return style_map(self._styles)

    def prepared(self, warnings: list[str]) -> bytes:
        """The document with what mammoth would lose made plain to it. What was dropped or accepted goes into `warnings`."""
        changes: Counter[str] = Counter()
        mending = Mending(code_styles(self._styles), heading_tables(self._styles))
        for name in filter(TEXTS.fullmatch, self._archive.namelist()):
            tree = _tree(self.read(name))
            changes += tracked_changes(tree)
            mending.mend(tree)
            self._changed[name] = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
        warnings += _report(changes, mending.equations, *self._comments())
        return self._rebuilt()

    def _comments(self) -> tuple[int, list[str]]:
        """(how many, by whom)."""
        if not self.has(COMMENTS):
            return 0, []
        found = [each for each in _tree(self.read(COMMENTS)).iter("{*}comment") if "".join(each.itertext()).strip()]
        return len(found), sorted({name for each in found if (name := attribute(each, "author").strip())})

    def _rebuilt(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
            for name in dict.fromkeys(self._archive.namelist()):
                if not name.endswith("/"):
                    new.writestr(name, self._changed.get(name) or self.read(name))
        return out.getvalue()


def _tree(xml: bytes) -> etree._Element:
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, huge_tree=False))
    except etree.XMLSyntaxError:
        raise damaged() from None


def _check(xml: bytes) -> None:
    """Reads a part through without building anything of it."""
    depth = count = characters = 0

    def opened(_name: str, attributes: list[str]) -> None:
        nonlocal depth, count
        if len(attributes) > 2 * MOST_ATTRIBUTES:
            raise damaged()
        depth, count = depth + 1, count + 1
        if depth > DEEPEST:
            raise too_deep()
        if count > MOST_ELEMENTS:
            raise ImportProblem(_("The Word document is longer than can be read at once; import it in parts."))

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise damaged()  # a Word document declares no entities; one that does means to unfold into something big

    def said(text: str) -> None:
        nonlocal characters
        characters += len(text)

    parser = expat.ParserCreate()
    parser.ordered_attributes = parser.buffer_text = True
    parser.CharacterDataHandler = said
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise damaged() from None
    check_characters(characters)


def _report(changes: Counter[str], equations: int, comments: int, authors: list[str]) -> list[str]:
    sentences = []
    if changes.total():
        sentences.append(
            _("Tracked changes were accepted: %(inserted)d insertions, %(deleted)d deletions, %(moved)d moves.")
            % {kind: changes[kind] for kind in ("inserted", "deleted", "moved")}
        )
    if comments:
        sentence = ngettext(
            "%(count)d comment was left out (by %(authors)s).",
            "%(count)d comments were left out (by %(authors)s).",
            comments,
        )
        more = f" +{len(authors) - NAMES}" if len(authors) > NAMES else ""
        sentences.append(
            sentence % {"count": comments, "authors": (", ".join(authors[:NAMES]) or _("nobody named")) + more}
        )
    if equations:
        sentence = ngettext(
            "%(count)d equation became plain characters; check it.",
            "%(count)d equations became plain characters; check them.",
            equations,
        )
        sentences.append(sentence % {"count": equations})
    return sentences


def damaged() -> ImportProblem:
    """What is said of a document that cannot be read through."""
    return ImportProblem(
        _("The Word document is damaged or was cut short; save it again from Word and import the new file.")
    )
