"""A video script as files for those who film it: Markdown, and a shot list as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from channels.base import LINK_PLACEHOLDER
from contenthub.variants.phrases import phrase
from contenthub.variants.shots import Shot, shots
from contenthub.variants.timing import Spoken

if TYPE_CHECKING:
    from contenthub.variants.kinds.video_script import VideoScript

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("shot", "from", "until", "length", "narration", "on_screen", "visual", "card", "picture", "source")


def markdown(script: VideoScript, *, link: bool = False) -> str:
    """The script, a section for each scene with its time. ``link``: the tracked link stands below it."""
    language = script.language
    found = shots(script)
    lines = [f"# {script.subject_title}", "", phrase("total", language, seconds=found[-1].time.end), ""]
    for shot in found:
        lines += [f"## {shot.name} ({clock(shot.time)})", ""]
        shown = shot.on_screen if shot not in (found[0], found[-1]) else ""
        parts = ("narration", shot.narration), ("on_screen", shown), ("visual", shot.direction)
        for name, text in parts:
            if text:
                lines.append(f"- **{phrase(name, language)}**{phrase('colon', language)}{' '.join(text.split())}")
        lines.append("")
    if link:
        lines += [LINK_PLACEHOLDER]
    return "\n".join(lines).rstrip("\n") + "\n"


def shot_list(script: VideoScript) -> str:
    """One row a shot, for a spreadsheet; begins with a byte order mark, without which Excel misreads Chinese."""
    file = io.StringIO()
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([phrase(name, script.language) for name in _COLUMNS])
    for shot in shots(script):
        writer.writerow([_cell(value) for value in _row(shot)])
    return file.getvalue()


def _row(shot: Shot) -> list[object]:
    picture = shot.card.image.title if shot.card.image else ""
    words = shot.source.words if shot.source else ""
    start, end = (f"{moment // 60}:{moment % 60:02}" for moment in (shot.time.start, shot.time.end))
    said = [shot.narration, shot.on_screen, shot.direction, shot.card.template, picture, words]
    return [shot.name, start, end, shot.length, *said]


def _cell(value: object) -> object:
    """A text that begins like a formula is kept a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def clock(time: Spoken) -> str:
    """ "0:08–0:14"."""
    return "–".join(f"{moment // 60}:{moment % 60:02}" for moment in (time.start, time.end))
