"""Two people press a button in the same moment."""

from __future__ import annotations

import pytest

from contenthub.audience.actions import current_wording, submit_form
from contenthub.audience.models import Consent, ConsentWording, Contact, ContactList, Lead, Membership
from tests.audience.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_forms_at_once_make_one_contact_one_lead_one_consent(asset):
    def send():
        return submit_form(asset, email="Ada@example.com", name="Ada", consents={"newsletter": True}).pk

    leads = at_once(send, send, send, send)
    assert len(set(leads)) == 1 and isinstance(leads[0], int)
    counts = [model.objects.count() for model in (Contact, Lead, Consent, ContactList, Membership, ConsentWording)]
    assert counts == [1, 1, 1, 1, 1, 1]


def test_two_first_looks_at_a_form_make_one_wording(db):
    found = at_once(*[lambda: current_wording("sales", "en").pk] * 4)
    assert len(set(found)) == 1
    assert ConsentWording.objects.count() == 1
