"""Bytes as text, in whichever encoding they were saved; what is not sure is refused rather than garbled."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from contenthub.assets.importers.imported import ImportProblem
from contenthub.assets.importers.limits import check_characters
from contenthub.lib.language import HAN

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What browsers read these names as (https://encoding.spec.whatwg.org/#names-and-labels).
ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
ALIASES |= {"latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "unicode": "utf-16"}

PLAIN = re.compile(r"[\t\n\r -~，。、：；“”（）]")

SAMPLE = 200_000  # bytes looked at to tell an encoding
PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
COMMON = re.compile(rb"[\xa1-\xa9\xb0-\xd7][\xa1-\xfe]")  # GB 2312's signs and its 3,755 everyday characters, level one
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
WESTERN = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]")
LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
SIGNS = frozenset("€‚„…†‡‰‹›‘’“”•–—™ ¡¢£¥§©«®°±²³·¹»¼½¾¿×÷´¨ª")
TEXTUAL = re.compile(r"[\t\n\r -~\u2010-\u2027\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u00a0-\u024f]")


def decoded(data: bytes, warnings: list[str], declared: str = "") -> str:
    """Bytes as text: by byte order mark, as UTF-8, as `declared`, or in what they can only be: UTF-16, GB 18030, Windows-1252.

    The last three are named in `warnings`. Raises ImportProblem for what is none of these for sure, for a text that is
    too long and for one without letters.
    """
    wide = utf16(data) if not _mark(data) else ""  # looked for first, because NUL is a character of UTF-8 too
    text = (
        _marked(data)
        or (_guessed(data, warnings) if wide else _utf8(data))
        or _declared(data, declared)
        or _guessed(data, warnings)
    )
    check_characters(len(text))
    if "\x00" in text:
        raise _unknown()
    if not text.strip("\ufeff \t\r\n\f"):
        raise ImportProblem(_("The file holds no text; choose another file."))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def without_mark(data: bytes) -> bytes:
    """The start of a text as UTF-8, when it is UTF-16 or UTF-32 by its mark or by its looks; else as it is."""
    sample = data[:8192]
    encoding = _mark(sample) or utf16(data)
    return sample.decode(encoding, "ignore").encode() if encoding and encoding != "utf-8-sig" else sample


def utf16(data: bytes) -> str:
    """ "utf-16-le" or "utf-16-be" when the bytes read as text that way and no other; "" when not sure."""
    sample = data[: SAMPLE - SAMPLE % 2]
    if len(data) % 2 or len(data) < 8 or b"\x00" not in sample:
        return ""
    plain: dict[str, int] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(TEXTUAL.findall(text)) >= 0.98 * len(text):
            plain[encoding] = len(
                PLAIN.findall(text)
            )  # read the wrong way round, a letter looks Chinese, but not a space
    first, *others = sorted(plain, key=lambda encoding: -plain[encoding]) or [""]
    return first if first and plain[first] > 4 * max((plain[other] for other in others), default=0) else ""


def _mark(data: bytes) -> str:
    return next((name for mark, name in BOMS if data.startswith(mark)), "")


def _marked(data: bytes) -> str:
    encoding = _mark(data)
    try:
        return data.decode(encoding) if encoding else ""
    except UnicodeDecodeError:
        raise ImportProblem(
            _("The file says it is %(encoding)s but is not; save it as UTF-8 and import it again.")
            % {"encoding": encoding.removesuffix("-sig").upper()}
        ) from None


def _utf8(data: bytes) -> str:
    """Raises ImportProblem for what is UTF-8 but for a slip: cut in a character, or a few bytes of something else."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        slip = error
    if slip.end >= len(data) - 3 and slip.reason == "unexpected end of data" and slip.start > 3:
        before = data[: slip.start]
        if not before.isascii():
            raise ImportProblem(
                _(
                    "The file ends in the middle of a character; it was cut short. Get the whole file and import it again."
                )
            ) from None
    broken = data.decode("utf-8", "replace").count("\ufffd")
    good = sum(character > "\x7f" for character in data.decode("utf-8", "ignore"))
    if good > 20 * broken:
        line = data.count(b"\n", 0, slip.start) + 1
        raise ImportProblem(
            _(
                "Line %(line)d holds bytes that are not UTF-8, as the rest of the file is; correct it and import it again."
            )
            % {"line": line}
        ) from None
    return ""


def _declared(data: bytes, declared: str) -> str:
    name = declared.strip().lower()
    try:
        return data.decode(ALIASES.get(name, name)) if name else ""
    except (UnicodeDecodeError, LookupError):
        return ""


def _guessed(data: bytes, warnings: list[str]) -> str:
    sample = data[:SAMPLE]
    encoding = utf16(data) or ("gb18030" if _is_chinese(sample) else "cp1252" if _is_western(sample) else "")
    try:
        text = data.decode(encoding) if encoding else ""
    except UnicodeDecodeError:
        text = ""
    if not text:
        raise _unknown()
    names = {"gb18030": "GB 18030", "cp1252": "Windows-1252"}
    warnings.append(
        _("The file is not in UTF-8; it was read as %(encoding)s. Check that the characters are right.")
        % {"encoding": names.get(encoding, "UTF-16")}
    )
    return text


def _is_chinese(data: bytes) -> bool:
    """Whether nearly every pair of bytes is an everyday character or sign of GB 2312; other encodings' pairs are strewn."""
    pairs = PAIR.findall(data)
    common = sum(bool(COMMON.fullmatch(pair)) for pair in pairs)
    return bool(pairs) and common >= 0.9 * len(pairs) and bool(HAN.search(data.decode("gb18030", "ignore")))


def _is_western(data: bytes) -> bool:
    """Whether high bytes are rare, stand alone, and are accented letters in words or typographers' signs."""
    runs = HIGH_RUN.findall(data)
    high = sum(map(len, runs))
    text = data.decode("cp1252", "replace")
    if (
        not runs
        or high > 0.25 * len(data)
        or max(map(len, runs)) > 3
        or sum(len(run) == 1 for run in runs) < 0.6 * len(runs)
    ):
        return False
    foreign = [character for character in text if character > "\x7f"]
    fitting = sum(bool(WESTERN.match(character)) or character in SIGNS for character in foreign)
    alone = sum(not LETTER.search(text[max(0, at.start() - 1) : at.start()] + text[at.end() : at.end() + 1]) for at in WESTERN.finditer(text))  # fmt: skip
    return fitting >= 0.98 * len(foreign) and alone <= 0.25 * len(foreign)


def _unknown() -> ImportProblem:
    return ImportProblem(
        _("It is not sure in which encoding the file was saved; save it as UTF-8 and import it again.")
    )
