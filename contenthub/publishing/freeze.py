"""From a variant to the exact post of one delivery: link put in, every other link tagged, files kept."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from channels.base import LINK_PLACEHOLDER, Capabilities, Post
from contenthub.links import codes
from contenthub.links.actions import Utm, tag_html, tag_text, utm_for
from contenthub.links.models import Link
from contenthub.publishing.models import Account
from contenthub.variants.models import Variant

#: Where a link would have stood, with the white space before it: for channels that take no links.
_GAP = re.compile(rf"[ \t\u3000]*{re.escape(LINK_PLACEHOLDER)}")
_MARKUP = re.compile(r"<[a-zA-Z][^>]*>")


class EmptyVariant(Exception):
    """The variant's kind made no post of it for this channel; the message says so."""


def utm_of(variant: Variant, account: Account, able: Capabilities) -> Utm:
    """The UTM values of this variant's links through this account's channel, without the link's own id."""
    asset = variant.source_asset
    return utm_for(
        source=able.utm_source or account.channel,
        medium=able.utm_medium,
        campaign=asset.campaign if asset else None,
        asset=asset,
        variant_id=variant.pk,
        kind=variant.kind_name,
    )


def stand_in(variant: Variant, account: Account, able: Capabilities) -> Link:
    """A link that is not stored, as long as a real one: for checking a post before it is scheduled."""
    utm = dataclasses.replace(utm_of(variant, account, able), id="x" * codes.LENGTH)
    target = variant.kind.target(variant)
    return Link(code=utm.id, target=target, tagged_target=target, **{f"utm_{n}": v for n, v in vars(utm).items()})


def build(variant: Variant, link: Link, able: Capabilities, key: str = "", part: int = 0) -> Post:
    """The post this variant becomes, with ``link`` in its place. Its files are still the kind's own.

    :param part: only that part of the thread, from 1; 0: all of it in one post.
    :raises EmptyVariant: the kind made nothing of it, or no such part.
    """
    drafts = _drafts(variant, able)
    if part > len(drafts):
        raise EmptyVariant(_("“%(title)s” has no part %(part)s.") % {"title": variant.title, "part": part})
    chosen, later = (drafts[part - 1], []) if part else (drafts[0], drafts[1:])
    return _made(variant, [chosen, *later], link, able, key)


def whole(variant: Variant, link: Link, able: Capabilities, key: str = "") -> list[Post]:
    """Everything that this variant becomes: one post, or each part of a thread where the channel takes threads.

    :raises EmptyVariant: the kind made nothing of it.
    """
    drafts = _drafts(variant, able)
    if not able.threads:
        return [_made(variant, drafts, link, able, key)]
    return [_made(variant, [draft], link, able, key) for draft in drafts]


def _made(variant: Variant, drafts: Sequence[Post], link: Link, able: Capabilities, key: str) -> Post:
    """The drafts as one post: the first, with the others as its parts."""
    first, later = drafts[0], drafts[1:]
    parts = [*first.parts, *(part for post in later for part in (post.text, *post.parts))]
    address, utm = link.short_url, _utm(link)
    short = address if able.links else ""

    def plain(text: str) -> str:
        return _with_link(tag_text(text, utm), short)

    def markup(html: str) -> str:
        return _with_link(tag_html(html, utm), short)

    return dataclasses.replace(
        first,
        key=key,
        title=_with_link(first.title, short),
        text=plain(first.text),
        html=markup(first.html),
        summary=plain(first.summary),
        link=address,
        target=link.tagged_target,
        parts=tuple(plain(part) for part in parts),
        data={**_mapped(first.data, plain, markup), **_origin(variant)},
    )


def parts_of(variant: Variant, able: Capabilities) -> int:
    """How many deliveries a thread of it takes on this channel; 0: it is no thread there.

    :raises EmptyVariant: the kind made nothing of it.
    """
    count = len(_drafts(variant, able)) if able.threads else 0
    return count if count > 1 else 0


def _drafts(variant: Variant, able: Capabilities) -> list[Post]:
    drafts = variant.kind.posts(variant.specific, able)
    if not drafts:
        raise EmptyVariant(f"“{variant.title}” gives nothing that could be published here.")
    return drafts


def rewriter(link: Link, able: Capabilities) -> Callable[[str], str]:
    """What becomes of any plain text that leaves with this link: the link put in, every other one tagged."""
    return lambda text: _with_link(tag_text(text, _utm(link)), link.short_url if able.links else "")


def _utm(link: Link) -> Utm:
    return Utm(**{field.name: getattr(link, f"utm_{field.name}") for field in dataclasses.fields(Utm)})


def _with_link(text: str, short: str) -> str:
    if short:
        return text.replace(LINK_PLACEHOLDER, short)
    return _GAP.sub("", text).rstrip() if LINK_PLACEHOLDER in text else text


def _origin(variant: Variant) -> dict[str, Any]:
    asset = variant.source_asset
    campaign = asset.campaign if asset else None
    return {
        "variant_id": variant.pk,
        "asset_id": asset.pk if asset else None,
        "campaign": campaign.slug if campaign else None,
    }


def _mapped(value: Any, plain: Callable[[str], str], markup: Callable[[str], str]) -> Any:
    """The same JSON with every text in it tagged: data leaves too."""
    if isinstance(value, Mapping):
        return {str(name): _mapped(item, plain, markup) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, plain, markup) for item in value]
    if isinstance(value, str):
        return markup(value) if _MARKUP.search(value) else plain(value)
    return value
