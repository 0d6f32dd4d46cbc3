"""Files made to break an importer, each with a piece of the sentence that must refuse it."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx

from tests.assets.importers.building import bomb_png, picture, written

Make = Callable[[Path], Path]
DEEP = 10_000
GIGABYTE = 1024**3
NAMESPACE = ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = f"<w:sdt{NAMESPACE}><w:sdtContent>", "</w:sdtContent></w:sdt>"
CELL = f"<w:tbl{NAMESPACE}><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def text(name: str, content: str | bytes) -> Make:
    return lambda folder: written(folder, name, content)


def packed(name: str, members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Make:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / name, "w", method) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return folder / name

    return make


def sparse(name: str, start: bytes = b"") -> Make:
    """200 MB, which take no room on the disk."""

    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as file:
            file.write(start)
            file.truncate(200 * 1024 * 1024)
        return folder / name

    return make


def word_with(inner: str | bytes = b"", head: bytes = b"", encoding: str = "", media: bytes = b"") -> Make:
    """A Word document with `inner` at the top of its body, `head` before its root, a picture, its text in an encoding."""

    def make(folder: Path) -> Path:
        plain = io.BytesIO()
        document = docx.Document()
        document.add_paragraph("Words of the document.")
        if media:
            document.add_picture(io.BytesIO(picture()))
        document.save(plain)
        with zipfile.ZipFile(plain) as whole, zipfile.ZipFile(folder / "a.docx", "w", zipfile.ZIP_DEFLATED) as new:
            for name in whole.namelist():
                data = whole.read(name)
                if name == "word/document.xml":
                    declaration, _, rest = data.partition(b"?>")
                    rest = rest.replace(
                        b"<w:body>", b"<w:body>" + (inner.encode() if isinstance(inner, str) else inner)
                    )
                    data = declaration + b"?>" + head + rest
                    if encoding:
                        data = data.decode().replace("UTF-8", encoding).encode(encoding)
                if media and name.startswith("word/media/"):
                    data = media
                new.writestr(name, data)
        return folder / "a.docx"

    return make


def nested(pair: tuple[str, str], inside: str = "<w:p><w:r><w:t>x</w:t></w:r></w:p>") -> Make:
    return word_with(pair[0] * DEEP + inside + pair[1] * DEEP)


def link_in_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("paper.md", "# T\n\nWords.\n\n![x](night.png)\n")
        link = zipfile.ZipInfo("night.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return folder / "a.zip"


def crowded_directory(folder: Path) -> Path:
    """A directory of 800,000 members which are all the same one."""
    one = io.BytesIO()
    with zipfile.ZipFile(one, "w") as archive:
        archive.writestr("a.md", "# T\n\nWords.\n")
    whole = one.getvalue()
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entries = whole[start:end] * 800_000
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), start, 0)
    return written(folder, "a.zip", whole[:start] + entries + tail)


def encrypted_word(folder: Path) -> Path:
    name = "EncryptedPackage".encode("utf-16-le")
    return written(folder, "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + name + b"\0" * 2000)


def cut(make: Make, keep: float) -> Make:
    """The first part of a file."""

    def made(folder: Path) -> Path:
        path = make(folder)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])
        return path

    return made


def with_bomb(name: str, content: str) -> Make:
    def make(folder: Path) -> Path:
        written(folder, "bomb.png", bomb_png())
        return written(folder, name, content)

    return make


PAPER = "# T\n\nWords of the paper.\n\n![x](bomb.png)\n"
BOMB = b" " * (60 * 1024 * 1024)
HOSTILE: dict[str, tuple[Make, str]] = {
    "200 MB of Markdown": (sparse("a.md", b"# T\n"), "over 50 MB"),
    "200 MB of Word": (sparse("a.docx", b"PK\x03\x04"), "over 50 MB"),
    "200 MB of zip": (sparse("a.zip", b"PK\x03\x04"), "over 50 MB"),
    "text longer than any paper": (text("a.md", "word " * 500_000), "1 million characters"),
    "a Word document cut in half": (cut(word_with(), 0.5), "damaged or was cut short"),
    "a zip cut in half": (cut(packed("a.zip", {"a.md": PAPER}), 0.5), "damaged or was cut short"),
    "UTF-8 cut in a character": (text("a.md", "# 标题\n\n大多数故障始于一次变更。".encode()[:-1]), "cut short"),
    "a locked Word document": (encrypted_word, "protected by a password"),
    "a zip bomb as Word": (packed("a.docx", {"word/document.xml": BOMB}), "unpacks to far more"),
    "a zip bomb": (packed("a.zip", {"a.md": BOMB}), "unpacks to far more"),
    "many small bombs": (packed("a.zip", {f"{n}.md": b" " * (9 * 1024 * 1024) for n in range(30)}), "unpacks to far more"),
    "a directory without end": (crowded_directory, "unpacks to far more"),
    "a picture bomb beside Markdown": (with_bomb("a.md", PAPER), "million pixels"),
    "a picture bomb beside HTML": (with_bomb("a.html", "<h1>T</h1><p>Words.</p><img src=bomb.png>"), "million pixels"),
    "a picture bomb in a zip": (packed("a.zip", {"a.md": PAPER, "bomb.png": bomb_png()}), "million pixels"),
    "a picture bomb in Word": (word_with(media=bomb_png()), "million pixels"),
    "entities in Word": (word_with(head=f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'.encode()), "damaged"),
    "entities after a long comment": (word_with(head=b"<!--" + b"x" * 9000 + b"-->" + f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'.encode()), "damaged"),
    "entities in UTF-16": (word_with(head=f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'.encode(), encoding="UTF-16"), "damaged"),
    "front matter that unfolds": (text("a.md", "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n# T\n\nWords.\n"), "refers to parts of itself"),
    "front matter in front matter": (text("a.md", f"---\ntitle: {'[' * 9000}{']' * 9000}\n---\n# T\n\nWords.\n"), "front matter is nested too deeply"),
    "front matter of 10,000 braces": (text("a.txt", f"---\ntitle: {'{a: ' * DEEP}{'}' * DEEP}\n---\nWords.\n"), "front matter is far too long"),
    "10,000 quotations in Markdown": (text("a.md", "# T\n\n" + ">" * DEEP + " x\n"), "nested too deeply"),
    "10,000 lists in Markdown": (text("a.md", "# T\n\n" + "- " * DEEP + "x\n"), "nested too deeply"),
    "10,000 brackets in Markdown": (text("a.md", "# T\n\n" + "[" * DEEP + "x" + "]" * DEEP + "\n"), "too many brackets"),
    "10,000 boxes in HTML": (text("a.html", "<html><body>" + "<div>" * DEEP + "x" + "</div>" * DEEP), "nested too deeply"),
    "10,000 lists in HTML": (text("a.html", "<html><body>" + "<ul><li>" * DEEP + "x"), "nested too deeply"),
    "10,000 tables in HTML": (text("a.html", "<html><body>" + "<table><tr><td>" * DEEP + "x"), "nested too deeply"),
    "10,000 boxes in Word": (nested(BOX), "nested too deeply"),
    "10,000 tables in Word": (nested(CELL), "nested too deeply"),
    "a million runs in Word": (word_with("<w:p>" + "<w:r/>" * 1_000_000 + "</w:p>"), "longer than can be read"),
    "100,000 attributes in Word": (word_with("<w:p " + " ".join(f'w:a{n}="x"' for n in range(100_000)) + "/>"), "damaged"),
    "a zip that climbs": (packed("a.zip", {"paper.md": PAPER, "../../etc/cron.d/x": "x"}), "outside itself (../../etc/cron.d/x)"),
    "a zip that climbs backwards": (packed("a.zip", {"paper.md": PAPER, "..\\..\\x.png": "x"}), "outside itself"),
    "a zip from the root": (packed("a.zip", {"/paper.md": PAPER}), "outside itself"),
    "a zip from drive C": (packed("a.zip", {"C:\\paper.md": PAPER}), "outside itself"),
    "a link in a zip": (link_in_zip, "a link instead of a file (night.png)"),
    "a zip within a zip": (packed("a.zip", {"inner.zip": "PK"}), "holds no document"),
}  # fmt: skip
