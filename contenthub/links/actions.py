"""What is done with links: making one, finding one, recording a click; and, from ``utm`` and ``tagging``, tagging."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from contenthub.lib.clock import now
from contenthub.lib.urls import is_http
from contenthub.links import codes, labels
from contenthub.links.models import Click, Link
from contenthub.links.tagging import tag, tag_html, tag_text
from contenthub.links.utm import Utm, utm_for

__all__ = ["CannotLink", "Utm", "lookup", "make_link", "record_click", "tag", "tag_html", "tag_text", "utm_for"]

#: A random code is taken again at most this often before the database is taken to be at fault.
TRIES = 10


class CannotLink(ValueError):
    """The target cannot be linked to; the message says why, for the user."""


def make_link(*, target: str, utm: Utm, campaign: Campaign | None, asset: Asset | None) -> Link:
    """Store a link with a code of its own; its ``utm_id`` is that code.

    :raises CannotLink: the target is not a full http(s) address, or too long.
    """
    if not is_http(target):
        raise CannotLink(
            _("A link must lead to a full address that starts with https:// or http://, not to “%s”.") % target
        )
    if len(target) > 2000:
        raise CannotLink(_("This address has %s characters; a link's target may have 2000.") % len(target))
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _stored(codes.new(), target, utm, campaign, asset)
        except IntegrityError:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def _stored(code: str, target: str, utm: Utm, campaign: Campaign | None, asset: Asset | None) -> Link:
    own = dataclasses.replace(utm, id=code)
    values = {f"utm_{name}": text for name, text in dataclasses.asdict(own).items()}
    return Link.objects.create(
        code=code, target=target, tagged_target=tag(target, own), campaign=campaign, asset=asset, **values
    )


def lookup(code: str) -> Link | None:
    """The link of this code, in whatever case it was typed; None when there is none."""
    return Link.objects.filter(code__in=codes.spellings(code)).first()


def record_click(link: Link, *, headers: Mapping[str, str], visitor: str = "") -> Click:
    """Append one visit, labelled. When it completes a burst, the visits before it are relabelled too.

    HEAD requests and prefetches are no visits: the caller leaves them out (see ``labels.is_prefetch``).

    :param headers: the request's, by their canonical names.
    :raises django.db.DatabaseError: it could not be written; nothing else is broken by that.
    """
    at = now()
    with transaction.atomic():
        same = Click.objects.filter(link=link, visitor=visitor, at__gt=at - labels.BURST_SPAN) if visitor else None
        found = labels.label(headers, same.count() if same is not None else 0)
        if found.reason == "burst" and same is not None:
            same.filter(label=Click.Label.HUMAN).update(label=found.name, reason=found.reason)
        return Click.objects.create(
            link=link,
            at=at,
            label=found.name,
            reason=found.reason,
            user_agent=_printable(headers.get("User-Agent", "")),
            referrer=_printable(headers.get("Referer", "")),
            visitor=visitor,
        )


def _printable(text: str) -> str:
    """At most 300 characters, without the control characters that PostgreSQL refuses and logs are forged with."""
    return "".join(char if char.isprintable() else " " for char in text)[:300]
