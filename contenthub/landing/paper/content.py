"""What a paper says, as plain data for the typesetter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contenthub.assets.addresses import public_url
from contenthub.assets.models import Asset
from contenthub.brand import stylesheet
from contenthub.brand.models import Brand
from contenthub.landing.paper.nodes import nodes
from contenthub.lib.urls import host
from contenthub.links.tagging import tag
from contenthub.links.utm import Utm, utm_for

#: Where readers of the paper come from: a file, opened in no browser, sends no referrer.
SOURCE, MEDIUM = "paper", "referral"
#: Keeps a picture (a Wagtail image) in the paper's folder; its file name there, "" when it cannot be read.
Keep = Callable[[Any], str]


def content(asset: Asset, keep: Keep) -> dict[str, Any]:
    """Everything ``paper.typ`` reads; ``keep`` is called for each picture in order.

    Links to our own pages and the brand's site are tagged; those of the text stay as its author set them.
    """
    brand = asset.brand or Brand()
    utm = utm_for(source=SOURCE, medium=MEDIUM, campaign=asset.campaign, asset=asset, variant_id=None, kind="pdf")
    with translation.override(asset.language):
        return {
            "title": asset.title.strip(),
            "kind": str(asset.get_kind_display()),
            "summary": asset.summary.strip(),
            "audience": asset.audience.strip(),
            "date": _date(asset),
            "language": "zh" if asset.language.startswith("zh") else "en",
            "address": tag(public_url(asset), utm),
            "cover": keep(asset.cover) if asset.cover else "",
            "points": [block.value.strip() for block in asset.key_points if block.value.strip()],
            "blocks": list(_blocks(asset, keep, utm)),
            "brand": _brand(brand, keep, utm),
            "words": {
                "contents": _("Contents"),
                "points": _("Key points"),
                "for": pgettext("audience", "For"),
                "online": _("Read it online"),
                "about": brand.name,
                "page": _("Page"),
            },
        }


def _date(asset: Asset) -> str:
    when = asset.first_published_at or asset.latest_revision_created_at
    return formats.date_format(when, "YEAR_MONTH_FORMAT") if when else ""


def _brand(brand: Brand, keep: Keep, utm: Utm) -> dict[str, Any]:
    ground = brand.background_colour
    return {
        "name": brand.name,
        "logo": keep(brand.logo) if brand.logo else "",
        "website": tag(brand.website, utm) if brand.website else "",
        "host": host(brand.website).removeprefix("www.") if brand.website else "",
        "postal_address": brand.postal_address,
        "fonts": [brand.heading_font, brand.body_font],
        # Paper is white whatever the brand's pages are: dark pages are for screens.
        "primary": brand.primary_colour,
        "on_primary": stylesheet.ink_on(brand.primary_colour, (ground,)),
        "accent": stylesheet.readable(brand.accent_colour, brand.primary_colour),
        "link": stylesheet.readable(brand.primary_colour, stylesheet.WHITE),
        "strong": stylesheet.readable(brand.accent_colour, stylesheet.WHITE),
        "tint": stylesheet.mix(stylesheet.WHITE, brand.primary_colour, 0.06),
        "line": stylesheet.mix(stylesheet.WHITE, brand.primary_colour, 0.25),
        "text": stylesheet.readable(brand.text_colour, stylesheet.WHITE),
        "soft": stylesheet.readable(
            stylesheet.mix(stylesheet.readable(brand.text_colour, stylesheet.WHITE), stylesheet.WHITE, 0.3),
            stylesheet.WHITE,
        ),
    }


def _blocks(asset: Asset, keep: Keep, utm: Utm) -> Iterator[dict[str, Any]]:
    depth = 0
    for block in asset.body:
        value = block.value
        if block.block_type == "heading":
            # A level is never skipped: screen readers go by the tree.
            depth = min(int(value["level"]) - 1, depth + 1)
            yield {"kind": "heading", "level": depth, "text": value["text"].strip()}
        elif block.block_type == "rich_text":
            yield {"kind": "rich_text", "nodes": nodes(value.source)}
        elif block.block_type == "figure":
            caption, alt = value["caption"].strip(), value["alt"].strip()
            if value["image"] and (name := keep(value["image"])):
                yield {"kind": "figure", "image": name, "alt": alt or caption or asset.title, "caption": caption}
        elif block.block_type == "table":
            if table := _table(value):
                yield table
        elif block.block_type == "call_to_action":
            # Buttons are our own asking and carry our values, wherever they lead.
            url = value["url"] or f"{public_url(asset)}#get"
            yield {"kind": "call_to_action", "text": value["text"], "href": tag(url, utm)}
        else:  # statistic, quotation, code: their values are plain strings
            yield {"kind": block.block_type, **{name: str(said or "").strip("\n") for name, said in value.items()}}


def _table(value: Any) -> dict[str, Any] | None:
    table = value["table"] or {}
    rows = [[str(cell or "").strip() for cell in row] for row in table.get("data") or []]
    if not rows or not rows[0]:
        return None
    header = bool(table.get("first_row_is_table_header")) and len(rows) > 1
    first = bool(table.get("first_col_is_header"))
    caption = (value["caption"] or "").strip()
    return {"kind": "table", "rows": rows, "header": header, "first": first, "caption": caption}
