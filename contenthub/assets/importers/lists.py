"""Lists as the HTML a rich-text block holds, cut where a picture, a table or code stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from contenthub.assets.importers.prose import inline, item_html
from contenthub.lib.splitting import normalise

MEDIA = ["img", "pre", "table", "figure"]
LISTS = ("ul", "ol")


def flow(listing: Tag) -> Iterator[str | Tag]:
    """The list in the order of the document: HTML for its items, and the media among them.

    What follows a medium in its item is a paragraph or list of its own. Numbers go on where they were: since the editor
    keeps no first number, items that do not begin at 1 are paragraphs that start with theirs.
    """
    number = first = _start(listing)
    items: list[str] = []
    for item in listing.find_all("li", recursive=False):
        head, *rest = _cut(item) if _is_broken(item) else [item_html(item)]
        if isinstance(head, str):
            items += [head] if head else []
            number += bool(head)
        else:
            rest = [head, *rest]
        if rest:
            yield from _listed(listing.name, items, first)
            items, first = [], number
            for part in rest:
                if not isinstance(part, str):
                    yield part
                elif part:
                    yield part if part.startswith("<") else f"<p>{part}</p>"
    yield from _listed(listing.name, items, first)


def _start(listing: Tag) -> int:
    start = str(listing.get("start") or "")
    return int(start) if listing.name == "ol" and start.isdecimal() and len(start) < 6 else 1


def _listed(name: str, items: list[str], first: int) -> Iterator[str]:
    if items and name == "ol" and first != 1:
        yield "".join(_numbered(number, item) for number, item in enumerate(items, first))
    elif items:
        yield f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>"


def _numbered(number: int, item: str) -> str:
    """An item as a paragraph with its number; lists in it stand below."""
    tree = BeautifulSoup(item, "html.parser")
    below = [part.extract() for part in tree.find_all(LISTS, recursive=False)]
    return f"<p>{number}. {inline(tree)}</p>{''.join(map(str, below))}"


def _is_broken(part: Tag) -> bool:
    """Whether it holds what no list of the editor can: media, or words of an item after a list in it."""
    return part.find(MEDIA) is not None or any(_follows(listing) for listing in part.find_all(LISTS))


def _follows(listing: Tag) -> bool:
    """Whether words of the same item follow a list in it."""
    inside = listing.find_parent("li") is not None
    after = [part for part in listing.next_siblings if not isinstance(part, Tag) or part.name not in LISTS]
    return inside and any(normalise(part.get_text()) for part in after)


def _cut(item: Tag) -> list[str | Tag]:
    """A broken item: its words up to the first break, lists among them included, and then piece by piece."""
    pieces: list[str | Tag] = []
    holder = BeautifulSoup("<li></li>", "html.parser").li
    assert holder is not None

    def flush() -> None:
        words = item_html(holder)
        holder.clear()
        if words:
            pieces.append(words)

    for child in list(item.children):
        is_list = isinstance(child, Tag) and child.name in LISTS
        if not is_list and holder.find(LISTS) and normalise(child.get_text()):
            flush()
        if not isinstance(child, Tag) or not (child.name in MEDIA or _is_broken(child)):
            holder.append(child)
        elif child.name in MEDIA:
            flush()
            pieces.append(child)
        elif is_list:
            flush()
            pieces += flow(child)
        else:
            media = [part.extract() for part in child.find_all(MEDIA) if not part.find_parent(MEDIA)]
            holder.append(child)
            flush()
            pieces += media
    flush()
    first, second = (*pieces, "", "")[:2]
    if isinstance(first, str) and isinstance(second, str) and second.startswith(("<ul>", "<ol>")):
        pieces[:2] = [first + second]  # the first items of a list in the item stay in it
    return pieces or [""]
