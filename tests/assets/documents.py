"""Small documents of every format, made here."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
from PIL import Image

MARKDOWN = """---
audience: Platform teams
---
# Quiet Deployments

Most outages begin with a change. In 2024 we looked at 120 teams, and 40% of them deployed on Fridays.

## What we saw

Teams that deploy in small steps recover four times faster than teams that deploy once a month.

> Small steps are the whole trick.
> — Ada Moreno, release engineer

| Team | Deployments |
|---|---|
| Red | 12 |
| Blue | 30 |

## What to do

1. Make every change small.
2. Watch it for ten minutes.

```python
print("deployed")
print("watched")
```
"""
CHINESE = """# 安静的发布

大多数故障始于一次变更。2024年我们观察了120个团队，其中40%在周五发布。

## 我们看到了什么

小步发布的团队恢复速度是每月发布一次的团队的四倍。监控应当在发布后持续十分钟。

## 应该怎么做

让每次变更都足够小，并在发布之后观察十分钟，再进行下一次变更。
"""


def png(colour: str = "navy", size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def markdown(folder: Path, name: str = "quiet.md", text: str = MARKDOWN) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def markdown_with_pictures(folder: Path, name: str = "pictures.md", colours: tuple[str, ...] = ("navy",)) -> Path:
    """The text above and a figure for each colour, its picture beside the file."""
    lines = [MARKDOWN]
    for number, colour in enumerate(colours):
        (folder / f"{number}.png").write_bytes(png(colour))
        lines.append(
            f"![A {colour} field]({number}.png)\n\nThe field number {number} was painted {colour} in spring.\n"
        )
    return markdown(folder, name, "\n".join(lines))


@cache
def word_bytes() -> bytes:
    document = docx.Document()
    document.add_heading("Quiet Deployments", 0)
    document.add_paragraph("Most outages begin with a change. In 2024 we looked at 120 teams.")
    document.add_heading("What we saw", 1)
    document.add_paragraph("Teams that deploy in small steps recover four times faster than the others do.")
    document.add_picture(io.BytesIO(png()))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word(folder: Path, name: str = "quiet.docx") -> Path:
    path = folder / name
    path.write_bytes(word_bytes())
    return path


def html(folder: Path, name: str = "quiet.html") -> Path:
    return markdown(
        folder,
        name,
        "<!doctype html><html lang=en><title>Quiet Deployments</title><body><h1>Quiet Deployments</h1>"
        "<p>Most outages begin with a change. In 2024 we looked at 120 teams.</p><h2>What we saw</h2>"
        "<p>Teams that deploy in small steps recover four times faster.<script>alert(1)</script></p></body></html>",
    )


def text(folder: Path, name: str = "quiet.txt") -> Path:
    return markdown(
        folder,
        name,
        "Quiet Deployments\n\nMost outages begin with a change. In 2024 we looked at 120 teams.\n\n"
        "1. What we saw\n\nTeams that deploy in small steps recover four times faster than the others do.\n",
    )


def pdf(folder: Path, name: str = "quiet.pdf") -> Path:
    """A one-page PDF with a title, two headings and a few paragraphs."""
    lines = [
        (24, 740, "Quiet Deployments"),
        (11, 700, "Most outages begin with a change. In 2024 we looked at 120 teams, and we asked each of"),
        (11, 686, "them how often they deploy, how long a deployment takes, and who is there to watch it."),
        (16, 650, "What we saw"),
        (11, 626, "Teams that deploy in small steps recover four times faster than the others do. They are"),
        (11, 612, "not better engineers; they only have less to look through when something breaks."),
        (16, 576, "What to do"),
        (11, 552, "Make every change small, and watch it for ten minutes before you begin with the next."),
    ]
    drawn = "".join(f"BT /F1 {size} Tf 72 {height} Td ({words}) Tj ET\n" for size, height, words in lines).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path = folder / name
    path.write_bytes(data)
    return path


ALL = {"md": markdown, "docx": word, "html": html, "txt": text, "pdf": pdf}
