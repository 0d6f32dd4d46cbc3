"""A mail as it is sent: HTML made from MJML (``mail_text`` has the text part that says the same)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from mjml import mjml2html
from wagtail.rich_text import expand_db_html

from channels.base import LINK_PLACEHOLDER
from contenthub.brand import stylesheet
from contenthub.brand.models import Brand
from contenthub.lib import html
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.variants.phrases import phrase
from contenthub.variants.pictures import absolute

if TYPE_CHECKING:
    from contenthub.variants.kinds.email import Email

#: Gmail cuts what is longer than 102 kB.
MOST_BYTES = 100_000
#: Pixels of the text column; pictures are made twice as wide for dense screens.
COLUMN = 536
#: Behind the preheader, so that inboxes do not go on with the mail's first words: nothing to see, nothing to break at.
_GAP = mark_safe("&#847;&#160;" * 60)
_FONTS = "Helvetica, Arial, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"


class CannotRender(ValueError):
    """The mail's parts do not make a mail; the message says what is wrong."""


def as_html(mail: Email, *, to_list: bool = True) -> str:
    """The mail with its placeholders. ``to_list``: recipients of a list, who may unsubscribe and look at it on the web.

    :raises CannotRender:
    """
    context = {**_context(mail, to_list), "sections": [_section(child) for child in mail.sections]}
    try:
        return mjml2html(render_to_string("variants/email.mjml", context), disable_comments=True, fonts={})
    except ValueError as error:
        raise CannotRender(f"The mail cannot be made into HTML: {error}") from error


def in_the_dark(document: str) -> str:
    """The mail as a program in dark mode shows it, whatever the one who looks has set: for a preview."""
    return document.replace("@media (prefers-color-scheme: dark)", "@media all").replace(
        "<head>", "<head><style>:root { color-scheme: dark; }</style>", 1
    )


def footer(brand: Brand | None, language: str, *, to_list: bool) -> str:
    """The brand's own closing words; without any, recipients of a list are told why they get the mail."""
    if brand is None:
        return ""
    return brand.phrase("mail_footer", language, phrase("why", language, name=brand.name) if to_list else "")


def _context(mail: Email, to_list: bool) -> dict[str, Any]:
    brand = mail.brand or Brand()
    background, primary = brand.background_colour, brand.primary_colour
    return {
        "mail": mail,
        "brand": brand,
        "language": {"zh-hans": "zh-Hans"}.get(mail.language, mail.language),
        "fonts": f"{brand.body_font.strip()}, {_FONTS}" if brand.body_font.strip() else _FONTS,
        "logo": _picture(brand.logo, 320, 96) if brand.logo else None,
        "page": stylesheet.mix(background, primary, 0.07),
        "card": background,
        "ink": stylesheet.ink_on(background, (brand.text_colour,)),
        "soft": stylesheet.readable(stylesheet.mix(brand.text_colour, background, 0.35), background),
        "foot": stylesheet.readable(
            stylesheet.mix(brand.text_colour, background, 0.35), stylesheet.mix(background, primary, 0.07)
        ),
        "line": stylesheet.mix(background, brand.text_colour, 0.14),
        "strong": stylesheet.readable(primary, background),
        "button": primary,
        "on_button": stylesheet.ink_on(primary, (background,)),
        "accent": brand.accent_colour,
        "gap": _GAP,
        "link": LINK_PLACEHOLDER,
        "footer": footer(mail.brand, mail.language, to_list=to_list),
        "unsubscribe": UNSUBSCRIBE if to_list else "",
        "web_version": WEB_VERSION if to_list else "",
        "unsubscribe_text": phrase("unsubscribe", mail.language),
        "web_version_text": phrase("web_version", mail.language),
    }


def _section(child: Any) -> dict[str, Any]:
    value = {name: part for name, part in child.value.items() if name != "source"}
    if child.block_type == "text":
        value["html"] = rich_html(value["text"].source)
    elif child.block_type == "figure":
        value["picture"] = _picture(value["image"], 2 * COLUMN, 1600) if value["image"] else None
    return {"type": child.block_type, **value}


def rich_html(source: str) -> SafeString:
    """Rich text as HTML that is also well-formed XML, its links absolute."""
    clean = html.sanitize(expand_db_html(source)).replace("<br>", "<br/>").replace("<hr>", "<hr/>")
    clean = clean.replace("&nbsp;", "&#160;").replace('href="/', f'href="{absolute("/")}')
    return mark_safe(clean)


def _picture(image: Any, width: int, height: int) -> dict[str, Any]:
    """A rendition mail programs can show, with its absolute address and half its size.

    On white: dark lines on a transparent ground would be gone in a mail that is shown dark.
    """
    made = image.get_rendition(f"max-{width}x{height}|bgcolor-ffffff|format-{'png' if _is_png(image) else 'jpeg'}")
    return {"url": absolute(made.url), "width": min(COLUMN, max(1, made.width // 2))}


def _is_png(image: Any) -> bool:
    return not image.file.name.lower().endswith((".jpg", ".jpeg"))
