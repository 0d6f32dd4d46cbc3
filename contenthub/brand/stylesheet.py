"""A brand's colours and fonts as CSS custom properties, at an address that changes with them.

Public pages carry no inline style, so each page links this sheet before its own. `url` needs no request and no view; the
landing package answers it as ``landing:brand_css``.
"""

from __future__ import annotations

import hashlib

from contenthub.brand.models import Brand

RGB = tuple[int, int, int]
WHITE, NEAR_BLACK, BLACK = "#ffffff", "#111418", "#000000"
#: WCAG 2.2, success criterion 1.4.3 (AA) for text of any size.
READABLE = 4.5
_FALLBACK_FONTS = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", sans-serif'
)


def css(brand: Brand | None) -> str:
    """The sheet: ``--brand-*`` on ``:root``. Without a brand, the look of a brand nobody has changed yet.

    ``on-x`` can be read on ``x``; ``link`` is the primary colour and ``strong`` the accent, each moved as far as it takes
    to be read on the background.
    """
    brand = brand or Brand()
    background = brand.background_colour
    values = {
        "primary": brand.primary_colour,
        "on-primary": ink_on(brand.primary_colour, (background,)),
        "accent": brand.accent_colour,
        "on-accent": ink_on(brand.accent_colour, (brand.text_colour, brand.primary_colour)),
        "background": background,
        "text": ink_on(background, (brand.text_colour,)),
        "soft": readable(mix(brand.text_colour, background, 0.3), background),
        "line": mix(background, brand.text_colour, 0.16),
        "tint": mix(background, brand.primary_colour, 0.07),
        "link": readable(brand.primary_colour, background),
        "strong": readable(brand.accent_colour, background),
        "accent-on-primary": readable(brand.accent_colour, brand.primary_colour),
        "heading-font": _fonts(brand.heading_font),
        "body-font": _fonts(brand.body_font),
    }
    scheme = "dark" if luminance(background) < 0.18 else "light"
    lines = "".join(f"  --brand-{name}: {value};\n" for name, value in values.items())
    return f":root {{\n  color-scheme: {scheme};\n{lines}}}\n"


def digest(brand: Brand | None) -> str:
    """Twelve hexadecimal digits that change when the sheet does."""
    return hashlib.sha256(css(brand).encode()).hexdigest()[:12]


def url(brand: Brand | None) -> str:
    """The sheet's address below the site's root; ``0`` stands for no brand. It may be cached for ever."""
    return f"/m/brand/{brand.pk if brand else 0}-{digest(brand)}.css"


def ink_on(ground: str, wishes: tuple[str, ...] = ()) -> str:
    """The first of ``wishes`` that can be read on ``ground``, else white or near-black, whichever stands out more.

    On a few middling colours neither is enough; there black is.
    """
    best = max(WHITE, NEAR_BLACK, key=lambda ink: contrast(ink, ground))
    return next((ink for ink in (*wishes, best) if contrast(ink, ground) >= READABLE), BLACK)


def readable(colour: str, ground: str) -> str:
    """``colour``, moved towards white or near-black no further than it takes to be read on ``ground``."""
    goal = ink_on(ground)
    for step in range(21):
        moved = mix(colour, goal, step / 20)
        if contrast(moved, ground) >= READABLE:
            return moved
    return goal


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` in it."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_rgb(colour), _rgb(other), strict=True))


def contrast(colour: str, other: str) -> float:
    """The contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((luminance(colour), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance: 0 for black, 1 for white."""
    linear = [
        share / 12.92 if (share := part / 255) <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rgb(colour: str) -> RGB:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _fonts(name: str) -> str:
    """The brand's font, then what phones and desktops have; signs that could end the declaration are dropped."""
    plain = "".join(sign for sign in name if sign.isalnum() or sign in " -_").strip()
    return f'"{plain}", {_FALLBACK_FONTS}' if plain else _FALLBACK_FONTS
