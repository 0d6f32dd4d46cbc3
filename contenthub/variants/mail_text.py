"""A mail's text part: what the HTML says, in lines that every program shows whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from channels.base import LINK_PLACEHOLDER
from contenthub.lib import html
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.lib.wrapping import columns, wrap
from contenthub.variants.mail import footer, rich_html
from contenthub.variants.phrases import phrase

if TYPE_CHECKING:
    from contenthub.variants.kinds.email import Email

#: Columns of a line; a Chinese character is two. Room for two or three ">" of an answer below the customary 78.
COLUMNS = 72
_ITEM = re.compile(r"(?:- |\d+\. )")
_LINKED = re.compile(r'<a\b[^>]*\bhref="(https?://[^"]+)"[^>]*>(.*?)</a>', re.IGNORECASE | re.DOTALL)


def as_text(mail: Email, *, to_list: bool = True) -> str:
    """The mail for programs and people that read plain text, with its placeholders. ``to_list`` as in ``as_html``."""
    call = "\n".join([*([wrap(mail.call_to_action)] if mail.call_to_action else []), LINK_PLACEHOLDER])
    blocks = [_underlined(mail.headline, "="), *(_block(child) for child in mail.sections), call, "-- "]
    return "\n\n".join(block for block in blocks if block) + "\n" + "\n".join(_foot(mail, to_list))


def _foot(mail: Email, to_list: bool) -> Iterator[str]:
    for line in (footer(mail.brand, mail.language, to_list=to_list), mail.brand.postal_address if mail.brand else ""):
        if line:
            yield _lines(line)
    if to_list:
        colon = phrase("colon", mail.language)
        yield f"{phrase('unsubscribe', mail.language)}{colon}{UNSUBSCRIBE}"
        yield f"{phrase('web_version', mail.language)}{colon}{WEB_VERSION}"


def _block(child: Any) -> str:
    value = child.value
    if child.block_type == "text":
        text = _lines(html.to_text(_LINKED.sub(_after_its_words, rich_html(value["text"].source))))
        return "\n\n".join(part for part in (_underlined(value["heading"], "-"), text) if part)
    if child.block_type == "statistic":
        return f"{_stars(value['number'])}\n{wrap(value['label'], COLUMNS)}"
    if child.block_type == "quotation":
        speaker = [wrap(f"— {value['speaker']}", COLUMNS, "> ", ">   ")] if value["speaker"] else []
        return "\n".join([*(wrap(line, COLUMNS, "> ", "> ") for line in value["text"].splitlines()), *speaker])
    if child.block_type == "button":
        return f"{wrap(value['text'], COLUMNS)}\n{LINK_PLACEHOLDER}"
    said = value["caption"] or value["alt"]
    return wrap(f"[{said}]", COLUMNS, "", " ") if said else ""


def _lines(text: str) -> str:
    """Each line wrapped; a list's items hang from their marks, a blank line between those that take several."""
    found = []
    for line in text.split("\n"):
        mark = _ITEM.match(line)
        first = mark.group() if mark else ""
        found.append(wrap(line[len(first) :], COLUMNS, first, " " * len(first)))
    return "\n".join(found)


def _after_its_words(found: re.Match[str]) -> str:
    """A link as its words with the address behind them; only the address where the words are it."""
    address, words = found.groups()
    return words if words.strip() in (address, address.split("://")[-1]) else f"{words} ({address})"


def _underlined(text: str, line: str) -> str:
    lines = wrap(text, COLUMNS)
    return f"{lines}\n{line * max(map(columns, lines.split(chr(10))))}" if lines else ""


def _stars(number: str) -> str:
    return f"*{number}*"
