"""How a message leaves: Django's mail (``EMAIL_URL``), or a signed webhook."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from channels import signing
from channels.base import NotSent, Refused
from channels.http import Client
from contenthub.lib import sealed
from contenthub.publishing.models import NoticeTarget
from contenthub.publishing.notices.wording import Message

#: Seconds (connect, read) a webhook gets.
TIMEOUT = (5.0, 15.0)


def send(target: NoticeTarget, message: Message, key: str) -> None:
    """Send it once.

    :raises ChannelError: it was not taken; the message says why.
    """
    if target.way == NoticeTarget.Way.MAIL:
        _mail(target, message, key)
    else:
        _post(target, message, key)


def _mail(target: NoticeTarget, message: Message, key: str) -> None:
    if not settings.EMAIL_URL:
        raise NotSent("No mail server is given: set EMAIL_URL (see docs/configuration.md).")
    host = urlsplit(settings.BASE_URL).hostname
    # The same for every try, so that a reader's program shows a second copy as one.
    headers = {"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [target.address], headers=headers)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused:
        raise NotSent(f"The mail server does not take mail for {target.address}.") from None
    except (smtplib.SMTPException, OSError) as error:
        code = getattr(error, "smtp_code", "")
        raise NotSent(f"The mail server did not take the message ({type(error).__name__} {code}).") from None


def _post(target: NoticeTarget, message: Message, key: str) -> None:
    try:
        secret = sealed.unseal(target.sealed).get("secret", "")
    except sealed.CannotUnseal as error:
        raise Refused(str(error)) from error
    with Client(target.address, timeout=TIMEOUT, secrets=[secret]) as client:
        signing.post(client, secret, key, message.event, message.data, mutating=False)
