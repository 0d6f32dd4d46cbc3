"""How big a file may be, in every way a file can be big, so that a bad one is refused in a moment instead of filling the machine."""

from __future__ import annotations

import io
import re
import zipfile

from django.utils.translation import gettext as _

from contenthub.assets.importers.imported import ImportProblem

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_CHARACTERS = 1_000_000  # about five hundred pages
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 150  # XML packs about 1:10, at its most repetitive 1:50
RATIO_FROM = 10 * MEGABYTE  # a small part may pack as well as it likes
MOST_MEMBERS = 5000
DIRECTORY_ENTRY = (
    b"PK\x01\x02"  # counted in the raw bytes, because opening a directory of a million names fills the memory
)
MOST_ENTRIES = 4 * MOST_MEMBERS  # a zip may hold another, whose entries are counted too
DEEPEST = 60
MOST_PIXELS = 89_478_485  # Pillow's own threshold for a decompression bomb: 256 MB as 24-bit colour

MOST_TAGS = 60_000
MOST_STRAYS = (
    2_000  # "<" that begins nothing, or attributes of one tag; parsers look for the end through all of the file
)
MOST_LOOSE = 20_000  # "&" that begins no entity
MOST_MARKS = 5_000  # brackets in one paragraph of Markdown, for the same reason

NESTED = "div|section|article|blockquote|ul|ol|dl|table|figure|span|font|b|i|em|strong|code|sub|sup"
NESTING = re.compile(rf"<(/?)({NESTED})\b[^<>]*?(/?)>", re.I)
TAG = re.compile(r"<[/!?]?[a-z][^<>]*>", re.I)
ENTITY = re.compile(r"&#?\w{1,31};")


def check_bytes(size: int) -> None:
    """Refuses an empty file and one over 50 MB."""
    if size == 0:
        raise ImportProblem(_("The file is empty; choose the file again."))
    if size > MOST_BYTES:
        raise ImportProblem(
            _("The file is over %(most)d MB; make its pictures smaller or split it, then import it again.")
            % {"most": MOST_BYTES // MEGABYTE}
        )


def check_characters(count: int) -> None:
    """Refuses a text no reader would finish."""
    if count > MOST_CHARACTERS:
        raise ImportProblem(
            _("The text is over %(most)d million characters; import it in parts.")
            % {"most": MOST_CHARACTERS // 1_000_000}
        )


def check_archive(data: bytes) -> zipfile.ZipFile:
    """The zip file in `data`, opened, after its directory was seen to unpack to a sane size. Nothing is unpacked here."""
    if data.count(DIRECTORY_ENTRY) > MOST_ENTRIES:
        raise _unpacks()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ImportProblem(_("The file is damaged or was cut short; save it again and import the new file.")) from None
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > RATIO_FROM and member.file_size > MOST_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if bomb or unpacked > MOST_UNPACKED or len(members) > MOST_MEMBERS:
        raise _unpacks()
    if any(member.flag_bits & 1 for member in members):
        raise ImportProblem(_("The file is protected by a password; take the password off and import it again."))
    return archive


def archive_names(data: bytes) -> list[str]:
    """The names in the directory of the zip file in `data`; none when it has no directory that can be read."""
    if data.count(DIRECTORY_ENTRY) > MOST_ENTRIES:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []


def _unpacks() -> ImportProblem:
    return ImportProblem(_("The file unpacks to far more than a document holds and was not opened; save it again."))


def check_markup(html: str) -> None:
    """Refuses HTML nested deeper than any text is, of far too many tags, or full of broken ones."""
    tags = sum(1 for _ in TAG.finditer(html))
    strays = html.count("<") - tags
    loose = html.count("&") - sum(1 for _ in ENTITY.finditer(html))
    crowded = any(part.partition(">")[0].count("=") > MOST_STRAYS for part in html.split("<")[1:])
    if tags > MOST_TAGS or strays > MOST_STRAYS or loose > MOST_LOOSE or crowded:
        raise ImportProblem(
            _("The file holds too many tags or broken ones; export it again as clean HTML or Markdown.")
        )
    depth = 0
    for closing, _name, empty in NESTING.findall(html):
        depth += -1 if closing else 0 if empty else 1
        depth = max(depth, 0)
        if depth > DEEPEST:
            raise too_deep()


def check_markdown(text: str) -> None:
    """Refuses Markdown with a paragraph full of brackets or stars that close nothing."""
    for block in text.split("\n\n"):
        if block.count("[") > MOST_MARKS or block.count("*") + block.count("_") > 4 * MOST_MARKS:
            raise ImportProblem(
                _("A paragraph holds too many brackets or stars; is it a text? Clean it and import it again.")
            )


def too_deep() -> ImportProblem:
    """What every format says of lists in lists in lists."""
    return ImportProblem(
        _("The file is nested too deeply to be a text; flatten its lists and boxes and import it again.")
    )


def check_pixels(width: int, height: int) -> None:
    """Refuses a picture that would fill the memory when it is drawn."""
    if width * height > MOST_PIXELS:
        raise too_many_pixels()


def too_many_pixels() -> ImportProblem:
    """What is said of a picture that would fill the memory."""
    return ImportProblem(
        _("A picture in the file has over %(most)d million pixels; make it smaller and import the file again.")
        % {"most": MOST_PIXELS // 1_000_000}
    )
