"""Copy fitted to a channel: whole sentences or clauses, the link always, hashtags where there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings

from channels.base import LINK_PLACEHOLDER, Capabilities
from channels.counting import measure
from contenthub.lib.sentences import fit

#: A tracked short link is never longer than this: its code has at most 16 characters.
_LINK_ROOM = f"{settings.BASE_URL}/r/{'x' * 16}"


def length(text: str, capabilities: Capabilities) -> int:
    """The text's length as the channel counts it, with room for the link where its placeholder stands."""
    if capabilities.url_length is None and capabilities.text_unit != "x_weighted":
        text = text.replace(LINK_PLACEHOLDER, _LINK_ROOM)
    return measure(text, capabilities.text_unit, capabilities.url_length)


def fitted(
    copy: str,
    capabilities: Capabilities,
    *,
    language: str,
    title: str = "",
    invitation: str = "",
    hashtags: Iterable[str] = (),
) -> str:
    """The copy within the channel's limit.

    Paragraphs are kept while they fit, the next one as far as its sentences or clauses fit. The link comes last, behind
    ``invitation`` ("Read the full report: ") where there is room; a link the editor placed in the copy stays where it is.
    Copy of which nothing fits gives way to ``title``, and that to the link alone.
    """
    limit = capabilities.text_limit
    fits = lambda text: limit is None or length(text, capabilities) <= limit  # noqa: E731
    if not capabilities.links:
        copy = copy.replace(LINK_PLACEHOLDER, "").rstrip()
        return _tagged(_body(copy, "", title, capabilities, language), hashtags, fits)
    if LINK_PLACEHOLDER in copy and fits(copy):
        return _tagged(copy, hashtags, fits)
    copy = copy.replace(LINK_PLACEHOLDER, "").rstrip()
    ends = [f"{invitation}{LINK_PLACEHOLDER}", LINK_PLACEHOLDER] if invitation else [LINK_PLACEHOLDER]
    whole = next((text for end in ends if fits(text := f"{copy}\n\n{end}")), "")
    text = whole or _joined(_body(copy, ends[-1], title, capabilities, language), ends, fits)
    return _tagged(text, hashtags, fits)


def opened(copy: str, capabilities: Capabilities, *, invitation: str = "", hashtags: Iterable[str] = ()) -> str:
    """The first post of a thread: its copy whole, with the link behind it and hashtags where there is room.

    It is not shortened, since what follows goes on from it: one that is too long is too long.
    """
    limit = capabilities.text_limit
    fits = lambda text: limit is None or length(text, capabilities) <= limit  # noqa: E731
    if capabilities.links and LINK_PLACEHOLDER not in copy:
        copy, bare = f"{copy}\n\n{invitation}{LINK_PLACEHOLDER}", f"{copy}\n\n{LINK_PLACEHOLDER}"
        copy = copy if fits(copy) else bare
    return _tagged(copy, hashtags, fits)


def _joined(body: str, ends: list[str], fits: Callable[[str], bool]) -> str:
    if not body:
        return ends[-1]
    return next((text for end in ends if fits(text := f"{body}\n\n{end}")), f"{body}\n\n{ends[-1]}")


def _body(copy: str, end: str, title: str, capabilities: Capabilities, language: str) -> str:
    """As much of the copy as leaves room for ``end``."""
    limit = capabilities.text_limit
    if limit is None:
        return copy
    kept = ""

    def size(text: str) -> int:
        return length("\n\n".join(part for part in (kept, text, end) if part), capabilities)

    for paragraph in copy.split("\n\n"):
        if size(paragraph) <= limit:
            kept = "\n\n".join(part for part in (kept, paragraph) if part)
            continue
        rest = fit(paragraph, limit, size, language)
        if rest and rest[-1].isalnum() and size(f"{rest}…") <= limit:
            rest += "…"
        return "\n\n".join(part for part in (kept, rest) if part) or fit(title, limit, size, language)
    return kept


def _tagged(text: str, hashtags: Iterable[str], fits: Callable[[str], bool]) -> str:
    """The text with those hashtags on a last line that it does not hold yet and that fit, in order."""
    line: list[str] = []
    for hashtag in hashtags:
        tag = f"#{hashtag.lstrip('#')}"
        if tag.casefold() in text.casefold() or tag == "#" or tag in line:
            continue
        if fits(f"{text}\n\n{' '.join([*line, tag])}"):
            line.append(tag)
    return f"{text}\n\n{' '.join(line)}" if line else text


def hashtag(words: str) -> str:
    """Words as one hashtag without its sign: "cloud native" is CloudNative; what is no letter or digit goes."""
    pieces = ["".join(sign for sign in word if sign.isalnum()) for word in words.replace("-", " ").split()]
    if len(pieces) == 1:
        return pieces[0]
    return "".join(piece[:1].upper() + piece[1:] for piece in pieces)
