"""Addresses that only we can have made: signed, without an end, since a mail lies in a mailbox for years."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from contenthub.mailing.models import Mailing, Recipient

_UNSUBSCRIBE = signing.Signer(salt="contenthub.mailing.unsubscribe", sep=".")
_WEB = signing.Signer(salt="contenthub.mailing.web", sep=".")


class BadToken(LookupError):
    """The address was not made by us, or what it led to is gone."""


def unsubscribe_token(recipient: Recipient) -> str:
    """What stands in this recipient's own unsubscribe address."""
    return _UNSUBSCRIBE.sign(recipient.key)


def recipient_for(token: str) -> Recipient:
    """The recipient whose unsubscribe address it is.

    :raises BadToken: nobody's.
    """
    recipient = Recipient.objects.select_related("contact").filter(key=_opened(_UNSUBSCRIBE, token)).first()
    if recipient is None:
        raise BadToken("This mail is not known any more.")
    return recipient


def unsubscribe_url(recipient: Recipient) -> str:
    """The page behind the mail's unsubscribe link; a POST to it unsubscribes at once (RFC 8058)."""
    return settings.BASE_URL + reverse("landing:unsubscribe", args=[unsubscribe_token(recipient)])


def web_url(mailing: Mailing) -> str:
    """Where the mail can be read as a page; the same for every recipient."""
    return settings.BASE_URL + reverse("landing:mail", args=[_WEB.sign(mailing.key)])


def mailing_for(token: str) -> Mailing:
    """The mailing whose web version it is.

    :raises BadToken: none's.
    """
    mailing = Mailing.objects.filter(key=_opened(_WEB, token)).first()
    if mailing is None:
        raise BadToken("This mail is not known any more.")
    return mailing


def _opened(signer: signing.Signer, token: str) -> str:
    try:
        return signer.unsign(token)
    except signing.BadSignature:
        raise BadToken("This address is incomplete; open the whole link from the mail.") from None
