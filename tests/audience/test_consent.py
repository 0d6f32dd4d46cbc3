"""Consent is a history; its newest event holds."""

from __future__ import annotations

import pytest
import time_machine

from contenthub.audience import wordings
from contenthub.audience.actions import consent_holds, current_wording, give_consent, unsubscribe
from contenthub.audience.models import Consent, ConsentWording, Contact
from contenthub.audience.wordings import TEXTS, stored_wording


def test_the_newest_event_holds(subscriber):
    assert consent_holds(subscriber, "newsletter")
    unsubscribe(subscriber, "one_click")
    assert not consent_holds(subscriber, "newsletter")
    give_consent(subscriber, "newsletter", True, method="checkbox")
    assert consent_holds(subscriber, "newsletter")
    assert Contact.objects.with_consent().get().consented is True
    assert [event.granted for event in subscriber.consents.all()] == [True, False, True]


def test_one_purpose_says_nothing_about_another(subscriber):
    assert not consent_holds(subscriber, "sales")
    give_consent(subscriber, "sales", True, method="checkbox")
    unsubscribe(subscriber, "one_click")
    assert consent_holds(subscriber, "sales")


def test_withdrawing_keeps_the_history_and_the_membership(subscriber):
    unsubscribe(subscriber, "unsubscribe_link", source_url="https://hub.example/m", ip="203.0.113.9")
    assert subscriber.consents.count() == 2
    assert subscriber.lists.count() == 1


def test_unsubscribing_twice_is_one_withdrawal(subscriber):
    first = unsubscribe(subscriber, "one_click")
    assert unsubscribe(subscriber, "unsubscribe_link") == first


def test_whoever_never_agreed_can_still_say_no(db):
    contact = Contact.objects.create(email="bob@example.com")
    unsubscribe(contact, "admin")
    assert Contact.objects.with_consent().get().consented is False


def test_agreeing_to_new_words_is_a_new_event(subscriber):
    wording = current_wording("newsletter", "en")
    event = give_consent(subscriber, "newsletter", True, method="checkbox", wording=wording)
    assert event.wording == wording
    assert subscriber.consents.count() == 2


def test_a_consent_can_be_neither_changed_nor_deleted(subscriber):
    event = subscriber.consents.get()
    event.granted = False
    with pytest.raises(TypeError, match="append-only"):
        event.save()
    with pytest.raises(TypeError, match="append-only"):
        event.delete()
    assert Consent.objects.get().granted


def test_every_purpose_has_its_words_in_both_languages(db):
    for purpose, language in TEXTS:
        wording = current_wording(purpose, language)
        assert (wording.text, wording.version) == (TEXTS[purpose, language], 1)
    assert current_wording("sales", "zh-CN").language == "zh-hans"
    assert current_wording("sales", "fr").language == "en"


def test_the_same_words_are_stored_once(db):
    assert current_wording("newsletter", "en") == current_wording("newsletter", "en")
    assert ConsentWording.objects.count() == 1


def test_changed_words_make_a_new_version_and_leave_the_old(db, monkeypatch):
    old = current_wording("newsletter", "en")
    monkeypatch.setitem(wordings.TEXTS, ("newsletter", "en"), "Yes, write to me.")
    new = current_wording("newsletter", "en")
    assert (new.version, new.text) == (2, "Yes, write to me.")
    assert ConsentWording.objects.get(pk=old.pk).text == old.text


def test_words_that_come_back_are_the_version_they_were(db):
    first = stored_wording("newsletter", "en", "One.")
    stored_wording("newsletter", "en", "Two.")
    assert stored_wording("newsletter", "en", "One.") == first


def test_the_same_grant_within_minutes_is_one_event_and_later_another(subscriber):
    give_consent(subscriber, "newsletter", True, method="checkbox")
    assert subscriber.consents.count() == 1
    with time_machine.travel("2099-01-01T00:00:00Z"):
        give_consent(subscriber, "newsletter", True, method="checkbox")
    assert subscriber.consents.count() == 2
