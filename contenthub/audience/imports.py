"""People from a spreadsheet or a pasted list, put on a contact list."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from contenthub.audience.addresses import is_address, normalise
from contenthub.audience.models import Consent, ConsentWording, Contact, ContactList, Membership, Method, Purpose

#: Rows of one statement; below SQLite's limit of parameters.
BATCH = 500
#: More lines than this are refused: split the file.
MOST_LINES = 50_000

_HEADING = re.compile(r"e-?mail|address|邮箱|邮件|电子邮件", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Person:
    email: str
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Imported:
    """How many people: new contacts, new on this list, consent recorded, and left as they were because they withdrew."""

    contacts: int
    joined: int
    consented: int
    withdrawn: int


def read_people(text: str) -> tuple[list[Person], list[str]]:
    """Lines of "address" or "address,name" (comma, semicolon or tab; a heading is skipped), each address once.

    :returns: the people, and one sentence for each line that cannot be used.
    """
    people: dict[str, Person] = {}
    problems = []
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return [], [_("There are more than %(most)s lines; split them.") % {"most": MOST_LINES}]
    for number, line in enumerate(lines, start=1):
        mark = next((mark for mark in ("\t", ";", ",") if mark in line), ",")
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=mark), [])]
        if not any(cells):
            continue
        email = normalise(cells[0])
        if is_address(email):
            people.setdefault(email, Person(email, cells[1][:120] if len(cells) > 1 else ""))
        elif number > 1 or not _HEADING.search(cells[0]):
            problems.append(
                _("Line %(number)s: “%(text)s” is no e-mail address.") % {"number": number, "text": cells[0][:60]}
            )
    return list(people.values()), problems


def decoded(content: bytes) -> str:
    """A file's text: UTF-8, else GB 18030, as Chinese spreadsheets save it; letters of neither become �."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def import_people(
    contact_list: ContactList,
    people: Sequence[Person],
    *,
    wording: ConsentWording | None,
    language: str = "en",
) -> Imported:
    """Put the people on the list, all or none; make contacts of those that are none yet.

    :param wording: what they agreed to elsewhere; None: no consent is recorded, and they get no mail. Whoever withdrew
        before stays withdrawn, and consent that is there is not recorded again.
    """
    counts = [0, 0, 0, 0]
    with transaction.atomic():
        for start in range(0, len(people), BATCH):
            part = _import_batch(contact_list, people[start : start + BATCH], wording, language)
            counts = [total + more for total, more in zip(counts, part, strict=True)]
    return Imported(*counts)


def _import_batch(
    contact_list: ContactList, people: Sequence[Person], wording: ConsentWording | None, language: str
) -> tuple[int, int, int, int]:
    emails = [person.email for person in people]
    known = Contact.objects.alias(lowered=Lower("email")).filter(lowered__in=emails)
    before, members = known.count(), known.filter(lists=contact_list).count()
    new = [Contact(email=person.email, name=person.name, language=language) for person in people]
    Contact.objects.bulk_create(new, ignore_conflicts=True)
    # Locked before their consent is read: the same people imported or subscribing meanwhile are not asked twice.
    list(known.select_for_update().order_by("pk").values_list("pk"))
    contacts = list(known.with_consent())
    rows = [Membership(contact_list=contact_list, contact=contact) for contact in contacts]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    asked = [contact for contact in contacts if contact.consented is None] if wording else []
    Consent.objects.bulk_create(
        Consent(contact=contact, purpose=Purpose.NEWSLETTER, granted=True, wording=wording, method=Method.IMPORT)
        for contact in asked
    )
    withdrawn = sum(contact.consented is False for contact in contacts)
    return len(contacts) - before, len(contacts) - members, len(asked), withdrawn
