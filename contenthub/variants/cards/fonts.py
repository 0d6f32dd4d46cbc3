"""Typefaces: Noto Sans for Latin, Noto Sans CJK SC for Chinese, the system's Noto Color Emoji where there is one.

The first two come in wheels and are variable fonts, so any weight from 100 to 900 can be asked for. Faces are cached
per script, size and weight. A machine without a colour emoji font draws its cards without the emoji.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import fontpkg_noto_sans
import manimgx_fonts_cjk
from PIL import Image, ImageDraw, ImageFont, features
from PIL.ImageFont import Axis

from contenthub.variants.cards.coverage import coverage

_LATIN_FILES = Path(fontpkg_noto_sans.__file__).parent / "files"
_CJK_FILE = Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc"
_CJK_FAMILY = "Noto Sans CJK SC"
_EMOJI_FILE = "NotoColorEmoji.ttf"
_EMOJI_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
# Noto Color Emoji holds bitmaps of one size only.
_EMOJI_SIZE = 109


class Script(StrEnum):
    """Which typeface a run of text is drawn with."""

    LATIN = "latin"
    CJK = "cjk"
    EMOJI = "emoji"


def _latin_engine() -> ImageFont.Layout:
    """Raqm kerns by the font's GPOS table; where its libraries are missing Pillow's own layout does without."""
    ready = features.check("raqm") and features.check("fribidi")
    return ImageFont.Layout.RAQM if ready else ImageFont.Layout.BASIC


@lru_cache(maxsize=1)
def _cjk_index() -> int:
    """Which face of the collection is Simplified Chinese: asked by name, since its place is nobody's promise."""
    for index in range(64):
        if ImageFont.truetype(_CJK_FILE, 16, index=index).getname()[0] == _CJK_FAMILY:
            return index
    raise LookupError(f"The font collection has no face named {_CJK_FAMILY}; reinstall manimgx-fonts-cjk.")


@lru_cache(maxsize=1)
def emoji_file() -> Path | None:
    """The system's colour emoji font, or None where there is none that Pillow can open."""
    for folder in _EMOJI_FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob(_EMOJI_FILE)):
            try:
                ImageFont.truetype(path, _EMOJI_SIZE)
            except OSError:
                continue
            return path
    return None


# A face holds 1 to 2 MB and opens in half a millisecond, so only what a few cards need is kept.
@lru_cache(maxsize=48)
def face(script: Script, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """The typeface of `script` at `size` pixels to the em; `weight` counts as in CSS. Emoji come in one size only."""
    if script is Script.EMOJI:
        path = emoji_file()
        if path is None:
            raise LookupError("This machine has no colour emoji font; install fonts-noto-color-emoji.")
        return ImageFont.truetype(path, _EMOJI_SIZE)
    if script is Script.CJK:
        font = ImageFont.truetype(_CJK_FILE, size, index=_cjk_index(), layout_engine=ImageFont.Layout.BASIC)
    else:
        font = ImageFont.truetype(_LATIN_FILES / "NotoSans[wdth,wght].ttf", size, layout_engine=_latin_engine())
    font.set_variation_by_axes([_axis(axis, weight) for axis in font.get_variation_axes()])
    return font


def _axis(axis: Axis, weight: int) -> float:
    """The value for one axis: the wanted weight on the weight axis, elsewhere the font's own default."""
    return float(weight if axis["name"] == b"Weight" else axis["default"] or 0)


def has_glyph(script: Script, char: str) -> bool:
    """Whether the typeface of `script` can draw the one character `char`."""
    if script is Script.LATIN:
        return char in coverage(_LATIN_FILES / "NotoSans[wdth,wght].ttf")
    if script is Script.CJK:
        return char in coverage(_CJK_FILE, _cjk_index())
    path = emoji_file()
    return path is not None and char in coverage(path)


@lru_cache(maxsize=256)
def emoji_picture(cluster: str, side: int) -> Image.Image:
    """The emoji `cluster` as an RGBA picture `side` pixels high. A sequence the font cannot join shows its first sign."""
    font = face(Script.EMOJI, _EMOJI_SIZE)
    if font.getlength(cluster) > 1.4 * font.getlength(cluster[0]):
        cluster = cluster[0]
    left, top, right, bottom = (int(edge) for edge in font.getbbox(cluster))
    picture = Image.new("RGBA", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(picture).text((-left, -top), cluster, font=font, embedded_color=True)
    width = max(1, round(picture.width * side / picture.height))
    return picture.resize((width, side), Image.Resampling.LANCZOS)
