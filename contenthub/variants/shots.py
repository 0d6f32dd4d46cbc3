"""A video script as a list of shots: hook, scenes and call to action, each with its time, its words and its card."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from contenthub.variants.on_screen import figure_in, trimmed
from contenthub.variants.phrases import phrase
from contenthub.variants.pictures import Card, footer_of
from contenthub.variants.source import Source
from contenthub.variants.timing import Spoken

if TYPE_CHECKING:
    from contenthub.variants.kinds.video_script import VideoScript


@dataclasses.dataclass(frozen=True)
class Shot:
    """One shot. ``name`` is "Hook", "Scene 2" or "Call to action" in the script's language."""

    name: str
    time: Spoken
    narration: str
    on_screen: str
    direction: str
    card: Card
    source: Source | None
    #: Whether the card shows all that is said: then a caption would say it twice.
    tells_all: bool

    @property
    def length(self) -> int:
        """Seconds."""
        return self.time.end - self.time.start


def shots(script: VideoScript) -> list[Shot]:
    """In the order they are seen."""
    language = script.language
    opening, *middle, closing = script.spoken()
    sources = {name: Source.from_json(script.field_sources.get(name)) for name in ("hook", "call_to_action")}
    scenes = [
        _scene(child.value, number, time, language)
        for number, (child, time) in enumerate(zip(script.scenes, middle, strict=True), start=1)
    ]
    return [
        Shot(
            phrase("hook", language), opening, script.hook, script.hook, phrase("direct_title", language),
            Card("statement", language, headline=script.hook), sources["hook"], True,
        ),
        *scenes,
        Shot(
            phrase("call_to_action", language), closing, script.call_to_action, script.call_to_action,
            phrase("direct_end", language),
            Card("statement", language, headline=script.call_to_action, text=_address(script), kicker=_kicker(script)),
            sources["call_to_action"], True,
        ),
    ]  # fmt: skip


def _kicker(script: VideoScript) -> str:
    return script.subject_title if len(script.subject_title) <= 40 else ""


def _address(script: VideoScript) -> str:
    """The brand's website, unless every card's foot names it already."""
    brand = script.brand
    host = re.sub(r"^https?://(www\.)?|/.*$", "", brand.website) if brand else ""
    return "" if host == footer_of(brand, script.language) else host


def _scene(value: Any, number: int, time: Spoken, language: str) -> Shot:
    card, tells_all = _card(value, language)
    return Shot(
        phrase("scene", language, number=number), time, value["narration"], value["on_screen"] or "",
        value["direction"] or "", card, value["source"], tells_all,
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _card(value: Any, language: str) -> tuple[Card, bool]:
    """The scene's card, and whether it shows all that is said."""
    said, shown, image = value["narration"], value["on_screen"] or "", value["image"]
    headline = shown or _capital(trimmed(said))
    whole = trimmed(said).casefold() in trimmed(headline).casefold()
    visual = value.get("visual") or "statement"
    if visual == "quotation":
        return Card("quotation", language, headline=said, speaker=shown), True
    if image is not None and visual in ("figure", "statement"):
        return Card("figure", language, headline=shown, image=image), whole and bool(shown)
    if visual == "number" and (figure := figure_in(shown, language)):
        rest = "" if shown.strip() == figure else shown
        return Card("number", language, number=figure, headline=rest), whole
    return Card("statement", language, headline=headline), whole
