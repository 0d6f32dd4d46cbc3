"""A video script as Markdown, for those who film it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from channels.base import LINK_PLACEHOLDER
from contenthub.variants.phrases import phrase
from contenthub.variants.timing import Spoken

if TYPE_CHECKING:
    from contenthub.variants.kinds.video_script import VideoScript


def markdown(script: VideoScript, *, link: bool = False) -> str:
    """The script, a section for each scene with its time. ``link``: the tracked link stands below it."""
    language = script.language

    def say(name: str, text: str) -> str:
        return f"- **{phrase(name, language)}**{phrase('colon', language)}{' '.join(text.split())}" if text else ""

    opening, *middle, closing = script.spoken()
    lines = [f"# {script.subject_title}", "", phrase("total", language, seconds=closing.end), ""]
    lines += [_heading(phrase("hook", language), opening), "", say("narration", script.hook)]
    lines += [say("visual", phrase("direct_title", language)), ""]
    for number, (child, time) in enumerate(zip(script.scenes, middle, strict=True), start=1):
        value = child.value
        lines += [_heading(phrase("scene", language, number=number), time), ""]
        parts = ("narration", "narration"), ("on_screen", "on_screen"), ("visual", "direction")
        lines += [line for name, key in parts if (line := say(name, value[key] or ""))]
        lines.append("")
    lines += [_heading(phrase("call_to_action", language), closing), "", say("narration", script.call_to_action)]
    lines.append(say("visual", phrase("direct_end", language)))
    if link:
        lines += ["", LINK_PLACEHOLDER]
    return "\n".join(lines) + "\n"


def _heading(name: str, time: Spoken) -> str:
    return f"## {name} ({_clock(time.start)}–{_clock(time.end)})"


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"
