"""What a message says: what happened, to which deliveries, and what to do; in its reader's language."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.lib.console import iso
from contenthub.publishing import times
from contenthub.publishing.models import Account, Delivery, Notice, NoticeEvent, NoticeTarget

#: Deliveries a message lists; of more it says how many.
LISTED = 50


@dataclasses.dataclass(frozen=True)
class Message:
    """As it is sent. ``event`` and ``data`` are the webhook's."""

    event: str
    subject: str
    body: str
    data: dict[str, Any]


def message(notices: Sequence[Notice]) -> Message:
    """One message of all these notices, which share target, event and account."""
    first = notices[0]
    with translation.override(first.target.language):
        subject = _subject(notices)
        items = [_item(notice) for notice in notices[:LISTED]]
        parts = [subject, *(_told(notice) for notice in notices[:LISTED])]
        if more := len(notices) - LISTED:
            parts.append(_("… and %s more.") % more if more > 0 else "")
        body = "\n\n".join(filter(None, [*parts, _advice(first), _footer(first.target)])) + "\n"
        data = {"subject": subject, "text": body, "count": len(notices), "items": items}
    return Message(f"hub.{first.event}", f"{settings.WAGTAIL_SITE_NAME}: {subject}", body, data)


def trial(target: NoticeTarget) -> Message:
    """What the button "Send a test" sends."""
    with translation.override(target.language):
        subject = _("Notifications arrive here")
        body = "\n\n".join([_("This is a test: somebody pressed the button."), _footer(target)]) + "\n"
    data = {"subject": subject, "text": body, "count": 0, "items": []}
    return Message("hub.test", f"{settings.WAGTAIL_SITE_NAME}: {subject}", body, data)


def _subject(notices: Sequence[Notice]) -> str:
    first, count = notices[0], len(notices)
    if not first.delivery:
        return _of_account(first, first.account) if first.account else _of_hub(first)
    account = first.delivery.account.name
    if count == 1:
        return _ONE[first.event]() % {"title": first.delivery.variant.title, "account": account}
    return _MANY[first.event](count) % {"count": count, "account": account}


_ONE: dict[str, Callable[[], str]] = {
    NoticeEvent.FAILURE: lambda: _("Not delivered: “%(title)s” to %(account)s"),
    NoticeEvent.PERSON: lambda: _("Needs you: “%(title)s” to %(account)s"),
    NoticeEvent.GONE: lambda: _("Gone: “%(title)s” from %(account)s"),
    NoticeEvent.RECOVERY: lambda: _("Live after all: “%(title)s” on %(account)s"),
}
_MANY: dict[str, Callable[[int], str]] = {
    NoticeEvent.FAILURE: lambda n: ngettext(
        "%(count)s delivery to %(account)s failed", "%(count)s deliveries to %(account)s failed", n
    ),
    NoticeEvent.PERSON: lambda n: ngettext(
        "%(count)s delivery to %(account)s needs you", "%(count)s deliveries to %(account)s need you", n
    ),
    NoticeEvent.GONE: lambda n: ngettext(
        "%(count)s post is gone from %(account)s", "%(count)s posts are gone from %(account)s", n
    ),
    NoticeEvent.RECOVERY: lambda n: ngettext(
        "%(count)s delivery to %(account)s is live after all",
        "%(count)s deliveries to %(account)s are live after all",
        n,
    ),
}


def _of_account(notice: Notice, account: Account) -> str:
    if notice.event == NoticeEvent.RECOVERY:
        return _("The account “%s” works again") % account.name
    if notice.event == NoticeEvent.EXPIRY:
        text = _("The credentials of “%(account)s” end in %(days)s days or less")
        return text % {"account": account.name, "days": account.expiry_told}
    return _("The account “%s” does not work") % account.name


def _of_hub(notice: Notice) -> str:
    return _("The hub works again") if notice.event == NoticeEvent.RECOVERY else _("The hub stands still")


def _told(notice: Notice) -> str:
    """One notice in a few lines."""
    lines = [notice.text]
    if delivery := notice.delivery:
        planned = times.said(delivery.planned_at, times.zone_of(delivery.variant))
        lines = [f"“{delivery.variant.title}” → {delivery.account.name}", _("Planned for %s") % planned, *lines]
        if notice.event == NoticeEvent.RECOVERY and delivery.url:
            lines.append(delivery.url)
    return "\n".join(filter(None, [*lines, _page(notice)]))


def _advice(notice: Notice) -> str:
    """What to do about it."""
    if notice.event == NoticeEvent.ACCOUNT and notice.account:
        held = notice.account.deliveries.filter(state=Delivery.State.HELD, hold=Delivery.Hold.ACCOUNT_PAUSED).count()
        mend = _("Mend the account and resume it.")
        if notice.account.resumes_at:
            mend = _("It resumes by itself at %s.") % times.said(notice.account.resumes_at)
        waits = ngettext(
            "%s delivery is held until then; it asks first if it is late by then.",
            "%s deliveries are held until then; those that are late by then ask first.",
            held,
        )
        return f"{mend} {waits % held}" if held else mend
    advice = {
        NoticeEvent.FAILURE: _(
            "It is not out, and is not tried again by itself. Open it, mend the cause, send it again."
        ),
        NoticeEvent.PERSON: _("Nothing more happens by itself: open it and choose what is to be done."),
        NoticeEvent.GONE: _(
            "Somebody took it down, or the platform did. Look at it, and send it again if it is wanted."
        ),
        NoticeEvent.EXPIRY: _("Give the account new credentials before that, or what is scheduled will be held."),
        NoticeEvent.HUB: _("What is due waits in the database; nothing is lost. See the status page."),
    }
    return advice.get(NoticeEvent(notice.event), "")


def _item(notice: Notice) -> dict[str, Any]:
    """The same for programs."""
    account, delivery = notice.account, notice.delivery
    item: dict[str, Any] = {"about": notice.about, "text": notice.text, "page": _page(notice)}
    if account:
        item |= {"account": account.name, "channel": account.channel}
    if delivery:
        item |= {
            "delivery_id": delivery.pk,
            "title": delivery.variant.title,
            "state": delivery.state,
            "planned_at": iso(delivery.planned_at),
            "url": delivery.url,
        }
    return item


def _page(notice: Notice) -> str:
    """The screen that shows it."""
    if notice.delivery_id:
        return settings.BASE_URL + reverse("publishing_delivery:inspect", args=[notice.delivery_id])
    if notice.account_id:
        return settings.BASE_URL + reverse("publishing_account:inspect", args=[notice.account_id])
    return settings.BASE_URL + reverse("publishing_status:index")


def _footer(target: NoticeTarget) -> str:
    page = settings.BASE_URL + reverse("publishing_notice:edit", args=[target.pk])
    return _("You get this because this address is entered under Publishing, Notifications: %s") % page
