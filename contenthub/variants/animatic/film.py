"""Which picture of an animatic is seen when, and a name for all that is seen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from typing import TYPE_CHECKING

from contenthub.lib.language import CHINESE
from contenthub.variants.animatic import stills
from contenthub.variants.pictures import footer_of, look_of
from contenthub.variants.shots import Shot, shots
from contenthub.variants.subtitles import cues

if TYPE_CHECKING:
    from contenthub.variants.kinds.video_script import VideoScript

#: Counts up when animatics are drawn differently: those of the old drawing are then made again.
DRAWING = 1
#: Columns of a burnt-in caption's line; fewer than a subtitle's, because a phone's picture is narrow.
LINE, LINE_CHINESE = 32, 28
#: Marks that a caption goes without: the next one says that it goes on.
_TAIL = re.compile(r"[，、；：,;:—–-]+$")


@dataclasses.dataclass(frozen=True)
class Still:
    """One picture: a shot with a caption or without, and how long it is seen, in milliseconds."""

    shot: int
    caption: str
    length: int


def film(found: list[Shot], language: str) -> list[Still]:
    """All pictures in order; their lengths add up to the script's."""
    stills = []
    for number, shot in enumerate(found):
        if shot.tells_all:
            stills.append(Still(number, "", shot.length * 1000))
            continue
        most = LINE_CHINESE if language == CHINESE else LINE
        stills += [
            Still(number, _TAIL.sub("", cue.text), cue.end - cue.start) for cue in cues([shot.time], language, most)
        ]
    return [still for still in stills if still.length > 0]


def digest(script: VideoScript) -> str:
    """The same for two scripts that would look the same; 32 hexadecimal digits."""
    brand = script.brand
    look = dataclasses.asdict(dataclasses.replace(look_of(brand), logo=None))
    logo = [brand.logo.pk, brand.logo.file_hash, brand.logo.file.name] if brand and brand.logo else None
    found = shots(script)
    said = [
        DRAWING,
        stills.SIZE,
        [look, logo, footer_of(brand, script.language)],
        [shot.card.says() for shot in found],
        [dataclasses.astuple(still) for still in film(found, script.language)],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]
