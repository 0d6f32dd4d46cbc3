"""Starting a mailing freezes the mail and writes the ledger."""

from __future__ import annotations

import dataclasses

import pytest

from channels.base import Post
from contenthub.audience.actions import contact_for, default_list, join, suppress, unsubscribe
from contenthub.audience.models import Contact, ContactList
from contenthub.mailing.actions import CannotStart, balance, counts, settle, start
from contenthub.mailing.models import Mailing, Recipient


def test_every_member_has_a_row_and_whoever_may_not_be_mailed_a_reason(post, members):
    members(3)
    unsubscribe(Contact.objects.by_email("reader1@example.com").get(), "one_click")
    suppress(Contact.objects.by_email("reader2@example.com").get(), "gone")
    join(contact_for("quiet@example.com"), default_list())
    mailing = start("k1", post, "newsletter")
    rows = {row.email: (row.state, row.reason) for row in mailing.recipients.all()}
    assert rows == {
        "reader0@example.com": ("pending", ""),
        "reader1@example.com": ("excluded", "consent withdrawn"),
        "reader2@example.com": ("excluded", "address suppressed"),
        "quiet@example.com": ("excluded", "never gave consent"),
    }
    assert mailing.members == 4


def test_starting_again_finds_the_same_mailing_unchanged(post, members):
    members(2)
    first = start("k1", post, "newsletter")
    join(contact_for("late@example.com"), default_list())
    again = start("k1", dataclasses.replace(post, title="Another subject"), "newsletter")
    assert again.pk == first.pk
    assert (again.post["title"], again.recipients.count()) == (post.title, 2)


def test_a_list_that_is_not_there_is_named_with_those_that_are(post, members):
    members(1)
    with pytest.raises(CannotStart, match="no contact list “customers”. Lists: newsletter"):
        start("k1", post, "customers")
    assert not Mailing.objects.exists()


def test_the_default_list_is_made_when_it_is_first_mailed(post, db):
    mailing = start("k1", post, "newsletter")
    assert settle(mailing) and balance(mailing)
    assert ContactList.objects.get().slug == "newsletter"


def test_the_mail_is_kept_as_it_was_given(post, members):
    members(1)
    assert Post.from_json(start("k1", post, "newsletter").post) == post


@pytest.mark.parametrize(("language", "word"), [("en", "Unsubscribe"), ("zh-hans", "退订")])
def test_a_mail_without_an_unsubscribe_line_gets_one(members, language, word):
    members(1)
    bare = Post(key="k", kind="email", title="t", text="Hello", html="<body><p>Hello</p></body>", language=language)
    frozen = Post.from_json(start("k1", bare, "newsletter").post)
    assert f"{word}: ⟦unsubscribe⟧" in frozen.text
    assert f'<a href="⟦unsubscribe⟧">{word}</a></p></body>' in frozen.html


def test_the_ledger_of_thousands_is_written_in_few_statements(post, members, django_assert_max_num_queries):
    members(2500)
    with django_assert_max_num_queries(60):
        mailing = start("k1", post, "newsletter")
    assert counts(mailing)["pending"] == 2500
    assert Recipient.objects.values("key").distinct().count() == 2500
