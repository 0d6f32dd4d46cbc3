"""Text length as each platform counts it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import regex

from channels.base import LINK_PLACEHOLDER

#: What X's t.co makes of every address (twitter-text configuration v3).
X_URL_LENGTH = 23

#: Code points that weigh 1 on X; all others weigh 2 (twitter-text configuration v3).
X_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

#: Top-level domains that end a web address typed without https://; X shortens those too.
_BARE_DOMAINS = "com|org|net|edu|gov|info|io|co|me|app|dev|ai|cn|de|uk|eu|jp|fr|social"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_PATH = r"(?::\d{1,5})?(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"
_URL = re.compile(rf"(?i:https?)://(?:(?:{_LABEL}\.)*(?:[A-Za-z0-9-]+|[^\W\dA-Za-z_]+)){_PATH}")
_BARE = re.compile(rf"(?<![\w@./#$&-])(?:[a-z0-9-]+\.)+(?:{_BARE_DOMAINS})(?![\w@.-]*\w){_PATH}", re.IGNORECASE)
_AFTERWORD = ".,;:!?'\"*_~"

_CLUSTER = regex.compile(r"\X")
_EMOJI = regex.compile(
    # Signs that are letters unless a variation selector makes them pictures, then flags, then everything pictorial.
    r"[#*0-9©®™♟]\uFE0F?\u20E3|[©®™♟]\uFE0F|\p{Regional_Indicator}{2}"
    r"|(?![©®™♟])\p{Extended_Pictographic}(?!\uFE0E)"
)


def characters(text: str) -> int:
    """Unicode code points."""
    return len(text)


def graphemes(text: str) -> int:
    """What a reader sees as one character: extended grapheme clusters (Unicode Standard Annex 29)."""
    return sum(1 for _ in _CLUSTER.finditer(text))


def utf8_bytes(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """UTF-16 code units, as JavaScript and Java count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def x_weighted(text: str) -> int:
    """Weighted length on X: after NFC, most alphabets 1, CJK and the rest 2, an emoji of any length 2, an URL 23."""
    return _x_weighted(text, X_URL_LENGTH)


#: Name of a unit, as ``Capabilities.text_unit`` gives it, to the function that counts in it.
UNITS: dict[str, Callable[[str], int]] = {
    "characters": characters,
    "graphemes": graphemes,
    "bytes": utf8_bytes,
    "utf16": utf16,
    "x_weighted": x_weighted,
}


def measure(text: str, unit: str, url_length: int | None = None) -> int:
    """Return the length of ``text`` in ``unit``.

    :param url_length: what every address counts, the placeholder of the tracked link too; None: its own length
        (X: 23).
    :raises ValueError: no such unit.
    """
    count = UNITS.get(unit)
    if count is None:
        raise ValueError(f"There is no unit {unit!r}; known are {', '.join(UNITS)}.")
    if unit == "x_weighted":
        return _x_weighted(text, X_URL_LENGTH if url_length is None else url_length)
    if url_length is None:
        return count(text)
    rest, found = _without(text, urls(text))
    return count(rest) + found * url_length


def urls(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every http(s) address and every placeholder of a link, in order.

    Punctuation that ends the sentence rather than the address is left out, and so is Chinese text right behind it.
    """
    marked = re.compile(f"{re.escape(LINK_PLACEHOLDER)}|{_URL.pattern}")
    for match in marked.finditer(text):
        yield match.start(), match.start() + len(_trimmed(match.group()))


def _trimmed(address: str) -> str:
    while address[-1] in _AFTERWORD or (address[-1] in ")]" and _unbalanced(address)):
        address = address[:-1]
    return address


def _unbalanced(address: str) -> bool:
    closing = address[-1]
    return address.count(closing) > address.count({")": "(", "]": "["}[closing])


def _without(text: str, spans: Iterator[tuple[int, int]]) -> tuple[str, int]:
    pieces, found, last = [], 0, 0
    for start, end in spans:
        pieces.append(text[last:start])
        found, last = found + 1, end
    return "".join([*pieces, text[last:]]), found


def _x_weighted(text: str, url_length: int) -> int:
    text = unicodedata.normalize("NFC", text)
    rest, found = _without(text, urls(text))
    rest, bare = _without(rest, (match.span() for match in _BARE.finditer(rest)))
    return (found + bare) * url_length + sum(_x_weight(cluster.group()) for cluster in _CLUSTER.finditer(rest))


def _x_weight(cluster: str) -> int:
    if _EMOJI.match(cluster):
        return 2
    return sum(1 if any(low <= ord(char) <= high for low, high in X_LIGHT) else 2 for char in cluster)
