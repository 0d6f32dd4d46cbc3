"""What can be done with a mailing: start it, send it batch by batch, settle it; and let a reader unsubscribe."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef

from channels.base import Connector, Post
from contenthub.audience import actions as audience
from contenthub.audience.models import Contact, ContactList
from contenthub.lib import clock
from contenthub.mailing import ledger
from contenthub.mailing.models import Mailing, Recipient
from contenthub.mailing.personal import complete
from contenthub.mailing.sending import Batch
from contenthub.mailing.signals import mailing_finished
from contenthub.mailing.tokens import BadToken, recipient_for, unsubscribe_token, web_url

__all__ = [
    "BadToken",
    "CannotStart",
    "balance",
    "counts",
    "next_due",
    "recipient_for",
    "send_batch",
    "settle",
    "start",
    "unsubscribe",
    "unsubscribe_token",
    "web_url",
]

#: Rows of the ledger written by one statement.
ROWS = 1000


class CannotStart(Exception):
    """Why no mailing could be made; the message is for the editor."""


def start(key: str, post: Post, contact_list_slug: str) -> Mailing:
    """Freeze the mail and write the ledger: one row for every member of the list, in one transaction.

    Who may be mailed is pending, who may not is excluded with the reason. Called again with the same key it returns the
    mailing that is there, unchanged, whatever else is given.

    :raises CannotStart: there is no such list.
    """
    found = Mailing.objects.filter(key=key).first()
    if found:
        return found
    contact_list = _list(contact_list_slug)
    frozen = {"contact_list": contact_list, "post": complete(post).as_json()}
    with transaction.atomic():
        mailing, made = Mailing.objects.get_or_create(key=key, defaults=frozen)
        if made:
            _write_ledger(mailing)
    return mailing


def _list(slug: str) -> ContactList:
    if slug == audience.DEFAULT_LIST:
        return audience.default_list()
    found = ContactList.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(ContactList.objects.values_list("slug", flat=True)) or audience.DEFAULT_LIST
        raise CannotStart(f"There is no contact list “{slug}”. Lists: {known}.")
    return found


def _write_ledger(mailing: Mailing) -> None:
    included, excluded = audience.audience_of(mailing.contact_list)
    now = clock.now()
    rows = [Recipient(mailing=mailing, contact=contact, email=contact.email, due_at=now) for contact in included]
    rows += [
        Recipient(mailing=mailing, contact=contact, email=contact.email, state=Recipient.State.EXCLUDED, reason=reason)
        for contact, reason in excluded
    ]
    Recipient.objects.bulk_create(rows, batch_size=ROWS)
    mailing.members = len(rows)
    mailing.save(update_fields=["members"])


def send_batch(mailing: Mailing, connector: Connector, *, limit: int = 100, worker: str = "") -> int:
    """Send up to ``limit`` rows that are due; return how many were handled. Any number of workers may do so at once.

    Each row is taken and that is committed before its mail is handed over; consent is looked up again then. What is
    certainly not sent is tried again later, what may have been sent never. Not to be called inside a transaction.

    :raises AuthFailed: the account's credentials are not accepted; the row at hand is pending again.
    :raises Refused: several mails in a row were refused for what they have in common; those rows are pending again.
    """
    ledger.give_up_abandoned(mailing)
    batch = Batch(Mailing.objects.select_related("contact_list").get(pk=mailing.pk), connector)
    due = list(Recipient.objects.filter(mailing=mailing).due(clock.now())[:limit])
    handled = 0
    if not due:
        return handled
    with batch.session():
        for row in due:
            if not ledger.take(row, worker):
                continue
            handled += 1
            if not batch.send(row):
                break
    return handled


def settle(mailing: Mailing) -> bool:
    """Finish the mailing if every row is in a final state. True: it is finished, now or before.

    Rows whose sender died are unconfirmed from the moment their lease ran out. ``mailing_finished`` is sent once.
    """
    ledger.give_up_abandoned(mailing)
    rows = Recipient.objects.filter(mailing=OuterRef("pk")).open()
    sending = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
    with transaction.atomic():
        finished = sending.filter(~Exists(rows)).update(state=Mailing.State.FINISHED, finished_at=clock.now())
        mailing.refresh_from_db(fields=["state", "finished_at"])
        if finished:
            transaction.on_commit(lambda: mailing_finished.send(sender=Mailing, mailing=mailing))
    return mailing.state == Mailing.State.FINISHED


def counts(mailing: Mailing) -> dict[str, int]:
    """Rows by state; every state is there, with 0 where it has none."""
    found = dict(mailing.recipients.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in Recipient.State.values}


def balance(mailing: Mailing) -> bool:
    """Whether everybody who was on the list when the mailing started is in a final state."""
    found = counts(mailing)
    return sum(found[state] for state in Recipient.FINAL) == mailing.members


def next_due(mailing: Mailing) -> dt.datetime | None:
    """When there is next something to do: a row to send, or a lease that runs out. None: never, settle it."""
    moments = mailing.recipients.open().aggregate(due=Min("due_at"), leased=Min("leased_until"))
    return min((moment for moment in moments.values() if moment), default=None)


def unsubscribe(
    token: str, method: str, *, source_url: str = "", ip: str | None = None, user_agent: str = ""
) -> Contact:
    """Withdraw the newsletter consent of whoever got this mail; repeating it changes nothing.

    :param method: ``unsubscribe_link`` or ``one_click`` (``audience.models.Method``).
    :raises BadToken: the address was not made by us, or the contact was erased.
    """
    recipient = recipient_for(token)
    contact = recipient.contact or Contact.objects.by_email(recipient.email).first()
    if contact is None:
        raise BadToken("This address is not known any more; no mail goes to it.")
    audience.unsubscribe(contact, method, source_url=source_url, ip=ip, user_agent=user_agent)
    return contact
