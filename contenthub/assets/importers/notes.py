"""Footnotes and endnotes, however a format writes them: a mark "[1]" in the text, and the notes at the end in the same order."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

MARK = re.compile(r"[\[(（【]?\s*(?:\d{1,3}(?::\d{1,2})?|[*†‡§]{1,3}|[a-z]|[ivx]{1,5}|注\s*\d{1,3})\s*[\])）】]?", re.I)
BACK = re.compile(r"[\s\ufe0e\ufe0f\u2191\u21a9\u21b5\u2934^]*(?:back|return)?[\s\ufe0e\ufe0f]*", re.I)
OWN_NUMBER = re.compile(r"^\s*(?:[\[(（【]\s*\d{1,3}\s*[\])）】]|\d{1,3}[.)、:](?=\s)|[*†‡§]{1,3})\s*")
NOTE_WORDS = re.compile(r"footnote|endnote|noteref|doc-note|fnref|\bfn\b|reference-text", re.I)
NAMED = re.compile(r"(?:foot|end)?notes?|脚注|尾注|注释|注解", re.I)
ITEMS = ["li", "p", "div", "aside", "dd", "td"]
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
LONGEST = 3000  # characters; what is longer is a section


def gather(soup: BeautifulSoup) -> Tag | None:
    """Takes the notes out of `soup`, in the order they are called, as a `<section class="footnotes">`; None without any.

    A note is what a link that looks like a mark leads to within the document, unless that is a heading or a section.
    """
    places = {str(tag.get("id") or tag.get("name")): tag for tag in soup.find_all(id=True) + soup.find_all("a", attrs={"name": True})}  # fmt: skip
    notes: dict[int, tuple[int, Tag]] = {}
    marks = []
    for link in soup.find_all("a", href=re.compile("^#.")):
        target = places.get(str(link["href"])[1:])
        note = _note(link, target)
        if note is None or any(note is parent for parent in link.parents):
            continue
        number = notes.setdefault(id(note), (len(notes) + 1, note))[0]
        marks.append((link, number))
    if not marks:
        return None
    for link, number in marks:
        _mark(soup, link, number)
    section = soup.new_tag("section", attrs={"class": "footnotes"})
    listed = soup.new_tag("ol")
    section.append(listed)
    for _number, note in notes.values():
        listed.append(_item(soup, note))
    return section


def _note(link: Tag, target: Tag | None) -> Tag | None:
    """The element that holds the note a link leads to; None when the link is no mark."""
    text = link.get_text(strip=True)
    if target is None or not MARK.fullmatch(text):
        return None
    note = target if target.name in ITEMS else target.find_parent(ITEMS)
    if note is None or note.find(HEADINGS) or target.find_parent(HEADINGS) or len(note.get_text()) > LONGEST:
        return None
    raised = link.find_parent("sup") or link.find("sup") or "[" in text or "[" in _around(link)
    named = NOTE_WORDS.search(
        f"{link.get('class')} {link.get('role')} {link.get('id')} {note.get('id')} {target.get('id')}"
    )
    returns = any(_is_return(back, link) for back in note.find_all("a"))
    return note if returns or (raised and named) or (raised and not text.isalpha() and note.name == "li") else None


def _around(link: Tag) -> str:
    before = link.previous_sibling
    return str(before)[-1:] if isinstance(before, NavigableString) else ""


def _is_return(back: Tag, link: Tag) -> bool:
    """Whether a link in a note leads back to its mark."""
    here = {
        str(tag.get("id") or tag.get("name"))
        for tag in (link, *list(link.parents)[:2])
        if tag.get("id") or tag.get("name")
    }
    return str(back.get("href") or "")[1:] in here


def _mark(soup: BeautifulSoup, link: Tag, number: int) -> None:
    """The link becomes a raised "[1]", without brackets or raising around it of its own."""
    raised = link.find_parent("sup")
    place = raised if raised is not None and raised.get_text(strip=True).strip("[]()（）【】 ") == link.get_text(strip=True).strip("[]()（）【】 ") else link  # fmt: skip
    for sibling, mark, cut in (
        (place.previous_sibling, "[", slice(None, -1)),
        (place.next_sibling, "]", slice(1, None)),
    ):
        edge = -1 if mark == "[" else 0
        if isinstance(sibling, NavigableString) and str(sibling)[edge:][:1] == mark and "[" not in link.get_text():
            sibling.replace_with(str(sibling)[cut])
    sign = soup.new_tag("sup")
    sign.string = f"[{number}]"
    place.replace_with(sign)


def _item(soup: BeautifulSoup, note: Tag) -> Tag:
    """The note as a list item, without links back and without a number of its own; what held it goes when nothing is left."""
    holder = note.parent
    item = soup.new_tag("li")
    for link in note.find_all("a"):
        if str(link.get("href") or "#").startswith("#") and BACK.fullmatch(link.get_text()):
            link.decompose()
    first = next((text for text in note.find_all(string=True) if text.strip()), None)
    if (
        isinstance(first, NavigableString)
        and note.name != "li"
        or first is not None
        and OWN_NUMBER.fullmatch(str(first))
    ):
        first.replace_with(OWN_NUMBER.sub("", str(first)))
    item.extend(list(note.contents))
    note.decompose()
    while (
        holder is not None and holder.parent is not None and not holder.get_text(strip=True) and not holder.find("img")
    ):
        above, before = holder.parent, holder.find_previous_sibling()
        if isinstance(before, Tag) and (before.name == "hr" or NAMED.fullmatch(before.get_text(strip=True))):
            before.decompose()
        holder.decompose()
        holder = above
    return item
