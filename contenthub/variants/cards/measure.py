"""How wide text is, in ems: measured once at a large size and true at every size, since nothing here is hinted."""

from __future__ import annotations

from functools import lru_cache

from contenthub.variants.cards.fonts import Script, face

_SIZE = 200
# An emoji is drawn this high and sits this far below the baseline, so that it is centred on the capitals beside it.
EMOJI_HEIGHT = 1.06
EMOJI_DROP = 0.17


@lru_cache(maxsize=16384)
def advance(script: Script, text: str, weight: int) -> float:
    """The width of `text`, in ems."""
    if script is Script.EMOJI:
        return EMOJI_HEIGHT * 1.07
    return float(face(script, _SIZE, weight).getlength(text)) / _SIZE


@lru_cache(maxsize=4096)
def ink(script: Script, text: str, weight: int) -> tuple[float, float]:
    """How far the ink of `text` reaches above and below the baseline, in ems; both positive."""
    if script is Script.EMOJI:
        return EMOJI_HEIGHT - EMOJI_DROP, EMOJI_DROP
    mask, offset = face(script, _SIZE, weight).getmask2(text, mode="L", anchor="ls")
    box = mask.getbbox()
    if box is None:
        return 0.0, 0.0
    return -(box[1] + offset[1]) / _SIZE, (box[3] + offset[1]) / _SIZE
