"""Who of a list may be mailed, and why the others may not."""

from __future__ import annotations

from contenthub.audience.actions import (
    allow_again,
    audience_of,
    contact_for,
    default_list,
    join,
    reason_against,
    suppress,
    unsubscribe,
)
from contenthub.audience.models import ContactList


def test_every_member_is_in_exactly_one_of_the_two(subscriber):
    quiet, gone = contact_for("quiet@example.com"), contact_for("gone@example.com")
    dead = contact_for("dead@example.com")
    for contact in (quiet, gone, dead):
        join(contact, default_list())
    unsubscribe(gone, "one_click")
    suppress(dead, "550 5.1.1 no such user")
    included, excluded = audience_of(default_list())
    assert included == [subscriber]
    assert excluded == [(quiet, "never gave consent"), (gone, "consent withdrawn"), (dead, "address suppressed")]


def test_only_members_of_this_list_count(subscriber):
    assert audience_of(ContactList.objects.create(name="Other", slug="other")) == ([], [])


def test_a_suppressed_address_gets_nothing_whatever_was_agreed_to(subscriber):
    suppress(subscriber, "complained")
    suppress(subscriber, "complained again")
    assert subscriber.suppressed == "complained"
    assert reason_against(subscriber.pk) == "address suppressed"
    allow_again(subscriber)
    assert reason_against(subscriber.pk) == ""


def test_whoever_is_no_contact_any_more_gets_nothing(db):
    assert reason_against(None) == "contact erased"


def test_joining_twice_is_being_on_it_once(subscriber):
    join(subscriber, default_list())
    assert subscriber.memberships.count() == 1


def test_ten_thousand_members_take_one_query(subscriber, django_assert_num_queries):
    contact_list = default_list()
    with django_assert_num_queries(1):
        audience_of(contact_list)
