"""What a sent form leaves behind."""

from __future__ import annotations

import pytest
import time_machine

from contenthub.audience.actions import DEFAULT_LIST, consent_holds, record_download, submit_form
from contenthub.audience.models import Consent, Contact, Lead, Membership


def send(asset, email="Ada@Example.com ", **given):
    return submit_form(asset, **{"email": email, "name": "Ada", "company": "Engines", "consents": {}, **given})


def test_a_form_makes_a_contact_a_lead_and_a_consent_with_its_words(asset, link):
    lead = send(
        asset,
        consents={"newsletter": True, "sales": False},
        first_touch={"landing": "/operators"},
        first_link=link,
        last_link=link,
        source_url="https://hub.example/operators",
        ip="203.0.113.7",
        user_agent="Firefox",
    )
    event = lead.contact.consents.get()
    assert lead.contact.email == "ada@example.com"
    assert (lead.first_link, lead.last_link, lead.first_touch) == (link, link, {"landing": "/operators"})
    assert (event.purpose, event.granted, event.method, event.link) == ("newsletter", True, "checkbox", link)
    assert "newsletter by e-mail" in event.wording.text
    assert (event.ip_address, event.user_agent) == ("203.0.113.7", "Firefox")


def test_newsletter_consent_puts_the_contact_on_the_default_list(asset):
    lead = send(asset, consents={"newsletter": True})
    assert lead.contact.lists.get().slug == DEFAULT_LIST


def test_sales_consent_alone_puts_nobody_on_the_list(asset):
    lead = send(asset, consents={"sales": True})
    assert not lead.contact.lists.exists()


def test_an_empty_box_is_not_a_withdrawal(asset):
    contact = send(asset, consents={"newsletter": True}).contact
    send(asset, consents={"newsletter": False})
    assert consent_holds(contact, "newsletter")


def test_the_same_person_in_other_letters_is_the_same_contact(asset):
    send(asset, "ada@example.com")
    send(asset, "ADA@EXAMPLE.COM")
    send(asset, " ada＠example.com")
    assert Contact.objects.get().email == "ada@example.com"


def test_a_second_click_makes_no_second_lead_and_no_second_consent(asset, link):
    for _click in range(3):
        send(asset, consents={"newsletter": True}, last_link=link)
    assert (Lead.objects.count(), Consent.objects.count(), Membership.objects.count()) == (1, 1, 1)


def test_coming_back_another_day_is_another_lead_of_the_same_contact(asset):
    with time_machine.travel("2026-05-01T10:00:00Z", tick=False):
        send(asset, consents={"newsletter": True})
    with time_machine.travel("2026-05-02T10:00:00Z", tick=False):
        send(asset, consents={"newsletter": True})
    assert (Contact.objects.count(), Lead.objects.count(), Consent.objects.count()) == (1, 2, 2)


def test_another_link_is_another_lead(asset, link):
    send(asset)
    send(asset, last_link=link)
    assert Lead.objects.count() == 2


def test_what_is_known_of_a_contact_is_not_overwritten_by_a_stranger(asset):
    send(asset, name="Ada Lovelace", company="")
    contact = send(asset, name="Somebody", company="Engines").contact
    contact.refresh_from_db()
    assert (contact.name, contact.company) == ("Ada Lovelace", "Engines")


def test_a_chinese_form_stores_the_chinese_words(asset):
    contact = send(asset, language="zh-hans", consents={"newsletter": True}).contact
    wording = contact.consents.get().wording
    assert (contact.language, wording.language) == ("zh-hans", "zh-hans")
    assert "退订" in wording.text


@pytest.mark.parametrize("ip", ["unknown", "", None, "1.2.3.4, 5.6.7.8"])
def test_an_address_that_is_none_is_not_stored(asset, ip):
    assert send(asset, consents={"newsletter": True}, ip=ip).contact.consents.get().ip_address is None


def test_overlong_values_are_cut_not_refused(asset):
    lead = send(
        asset, name="n" * 500, user_agent="u" * 900, source_url="https://x/" + "y" * 900, consents={"sales": True}
    )
    assert len(lead.contact.name) == 120
    assert len(lead.contact.consents.get().user_agent) == 300


def test_only_the_first_download_is_noted(asset):
    lead = send(asset)
    record_download(lead)
    lead.refresh_from_db()
    first = lead.downloaded_at
    record_download(lead)
    lead.refresh_from_db()
    assert first is not None and lead.downloaded_at == first
