"""What can be done with people: meet them, record what they agreed to, decide who gets a mail."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from contenthub.assets.models import Asset
from contenthub.audience.addresses import normalise
from contenthub.audience.models import (
    Consent,
    ConsentWording,
    Contact,
    ContactList,
    Lead,
    Membership,
    Method,
    Purpose,
)
from contenthub.audience.wordings import current_wording, known_language
from contenthub.lib import clock
from contenthub.links.models import Link

__all__ = [
    "allow_again",
    "audience_of",
    "consent_holds",
    "contact_for",
    "current_wording",
    "default_list",
    "give_consent",
    "join",
    "reason_against",
    "record_download",
    "submit_form",
    "suppress",
    "unsubscribe",
]

#: Whoever gives newsletter consent is put on this list.
DEFAULT_LIST = "newsletter"
#: The same form or the same consent sent again within this time is a second click, not a second event.
REPEAT = dt.timedelta(minutes=10)

#: Why a member of a list gets no mail. Stored in ledgers, translated where shown.
NO_CONSENT = gettext_noop("never gave consent")
WITHDRAWN = gettext_noop("consent withdrawn")
SUPPRESSED = gettext_noop("address suppressed")
ERASED = gettext_noop("contact erased")


def submit_form(
    asset: Asset,
    *,
    email: str,
    name: str = "",
    company: str = "",
    language: str = "en",
    consents: Mapping[str, bool],
    first_touch: Mapping[str, Any] | None = None,
    last_touch: Mapping[str, Any] | None = None,
    first_link: Link | None = None,
    last_link: Link | None = None,
    source_url: str = "",
    ip: str | None = None,
    user_agent: str = "",
) -> Lead:
    """Record that someone asked for an asset: the contact, one lead, and a consent for every ticked box.

    A box left empty changes nothing: it is not a withdrawal. The same person asking for the same asset through the same
    link again within ten minutes gets the lead that is already there.

    :param consents: purpose -> whether its box was ticked.
    :param email: an address that was validated before.
    """
    touches = {"first_touch": dict(first_touch or {}), "last_touch": dict(last_touch or {})}
    proof: dict[str, Any] = {"source_url": source_url, "link": last_link, "ip": ip, "user_agent": user_agent}
    with transaction.atomic():
        contact = contact_for(email, name=name, company=company, language=language)
        # Two clicks at once: the second waits here until the first one's lead can be seen.
        Contact.objects.select_for_update().get(pk=contact.pk)
        recent = contact.leads.filter(asset=asset, last_link=last_link, created_at__gt=clock.now() - REPEAT)
        lead = recent.order_by("pk").first() or Lead.objects.create(
            contact=contact, asset=asset, first_link=first_link, last_link=last_link, **touches
        )
        for purpose in (purpose for purpose, ticked in consents.items() if ticked):
            wording = current_wording(purpose, language)
            give_consent(contact, purpose, True, wording=wording, method=Method.CHECKBOX, **proof)
    return lead


def contact_for(email: str, *, name: str = "", company: str = "", language: str = "en") -> Contact:
    """The contact of this address, made when there is none; two callers at once get the same one.

    An existing contact's empty name and company are filled in; what is there stays, because anybody can type
    anybody's address into a form.
    """
    known = {"name": name.strip()[:120], "company": company.strip()[:120]}
    new = Contact(email=normalise(email), language=known_language(language), **known)
    Contact.objects.bulk_create([new], ignore_conflicts=True)
    contact = Contact.objects.by_email(email).get()
    for field, value in known.items():
        if value and not getattr(contact, field):
            Contact.objects.filter(pk=contact.pk, **{field: ""}).update(**{field: value})
            setattr(contact, field, value)
    return contact


def give_consent(
    contact: Contact,
    purpose: str,
    granted: bool,
    *,
    wording: ConsentWording | None = None,
    method: str,
    source_url: str = "",
    link: Link | None = None,
    ip: str | None = None,
    user_agent: str = "",
) -> Consent:
    """Append one event: consent to ``purpose`` granted or withdrawn. The newest event holds.

    Newsletter consent also puts the contact on the default list; a withdrawal keeps the history and the membership. A
    withdrawal repeated, or the same grant within ten minutes, returns the event that says so already.
    """
    with transaction.atomic():
        Contact.objects.select_for_update().get(pk=contact.pk)
        newest = contact.consents.filter(purpose=purpose).first()
        if newest and newest.granted == granted and (not granted or _repeats(newest, wording)):
            return newest
        event = Consent.objects.create(
            contact=contact,
            purpose=purpose,
            granted=granted,
            wording=wording,
            method=method,
            source_url=source_url[:500],
            link=link,
            ip_address=_address(ip),
            user_agent=user_agent[:300],
        )
        if granted and purpose == Purpose.NEWSLETTER:
            join(contact, default_list())
    return event


def _repeats(newest: Consent, wording: ConsentWording | None) -> bool:
    return newest.wording_id == (wording.pk if wording else None) and newest.at > clock.now() - REPEAT


def _address(ip: str | None) -> str | None:
    """A forwarded address may be anything; only a real one is stored."""
    try:
        return str(ipaddress.ip_address((ip or "").strip()))
    except ValueError:
        return None


def unsubscribe(
    contact: Contact,
    method: str,
    *,
    source_url: str = "",
    ip: str | None = None,
    user_agent: str = "",
) -> Consent:
    """Withdraw consent to the newsletter; repeating it changes nothing."""
    return give_consent(
        contact, Purpose.NEWSLETTER, False, method=method, source_url=source_url, ip=ip, user_agent=user_agent
    )


def suppress(contact: Contact, reason: str) -> None:
    """Let no more mail go to this address, whatever was agreed to. The first reason stays."""
    Contact.objects.filter(pk=contact.pk, suppressed="").update(suppressed=reason[:200])
    contact.refresh_from_db(fields=["suppressed"])


def allow_again(contact: Contact) -> None:
    """Lift a suppression: the mailbox works again."""
    Contact.objects.filter(pk=contact.pk).update(suppressed="")
    contact.suppressed = ""


def default_list() -> ContactList:
    """The list of everybody who asked for the newsletter; made on first use."""
    new = ContactList(name="Newsletter", slug=DEFAULT_LIST)
    return ContactList.objects.filter(slug=DEFAULT_LIST).first() or _made(new)


def _made(new: ContactList) -> ContactList:
    ContactList.objects.bulk_create([new], ignore_conflicts=True)
    return ContactList.objects.get(slug=new.slug)


def join(contact: Contact, contact_list: ContactList) -> None:
    """Put the contact on the list; once, however often it is asked for."""
    Membership.objects.bulk_create([Membership(contact=contact, contact_list=contact_list)], ignore_conflicts=True)


def consent_holds(contact: Contact, purpose: str) -> bool:
    """Whether the newest event of this purpose is a grant."""
    newest = contact.consents.filter(purpose=purpose).first()
    return bool(newest and newest.granted)


def audience_of(contact_list: ContactList) -> tuple[list[Contact], list[tuple[Contact, str]]]:
    """Who of the list may be mailed now, and who may not, with the reason. Every member is in exactly one of the two."""
    included: list[Contact] = []
    excluded: list[tuple[Contact, str]] = []
    for contact in Contact.objects.filter(memberships__contact_list=contact_list).with_consent().order_by("pk"):
        reason = _reason(contact)
        if reason:
            excluded.append((contact, reason))
        else:
            included.append(contact)
    return included, excluded


def reason_against(contact_id: int | None) -> str:
    """Why no mail may go to this contact at this moment; empty when it may. Reads the present state, nothing cached."""
    contact = Contact.objects.with_consent().filter(pk=contact_id).first()
    return _reason(contact) if contact else ERASED


def _reason(contact: Contact) -> str:
    """:param contact: annotated by ``with_consent``."""
    if contact.suppressed:
        return SUPPRESSED
    if contact.consented:
        return ""
    return NO_CONSENT if contact.consented is None else WITHDRAWN


def record_download(lead: Lead) -> None:
    """Note when the file was first fetched; later fetches change nothing."""
    Lead.objects.filter(pk=lead.pk, downloaded_at=None).update(downloaded_at=clock.now())
