"""What stands in the one mail of one recipient."""

from __future__ import annotations

import re

import pytest

from contenthub.audience.models import ContactList
from contenthub.mailing.actions import send_batch, start, unsubscribe_token, web_url
from contenthub.mailing.personal import list_id


@pytest.fixture
def mailed(server, connector, post, members, settings):
    settings.BASE_URL = "https://hub.example"
    members(2)
    mailing = start("k1", post, "newsletter")
    send_batch(mailing, connector)
    return mailing, server.mails()


def test_one_click_unsubscribe_as_rfc_8058_wants_it(mailed):
    mailing, mails = mailed
    for row, mail in zip(mailing.recipients.all(), mails, strict=True):
        address = f"https://hub.example/m/unsubscribe/{unsubscribe_token(row)}"
        assert mail["List-Unsubscribe"] == f"<{address}>"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_each_recipients_own_address_stands_in_html_and_text(mailed):
    mailing, mails = mailed
    for row, mail in zip(mailing.recipients.all(), mails, strict=True):
        for part in ("plain", "html"):
            body = mail.get_body((part,)).get_content()
            assert f"/m/unsubscribe/{unsubscribe_token(row)}" in body
            assert web_url(mailing) in body
            assert "⟦" not in body


def test_the_list_and_the_mailing_are_named_for_mailbox_providers(mailed):
    mailing, mails = mailed
    assert mails[0]["List-Id"] == '"Newsletter" <newsletter.hub.example>'
    assert re.fullmatch(rf"{mailing.pk}:newsletter:mailing:hub\.example", mails[0]["Feedback-ID"])


def test_no_recipient_sees_another(mailed):
    for mail in mailed[1]:
        assert str(mail).count("@example.com") == 1


@pytest.mark.parametrize(
    ("name", "slug", "expected"),
    [
        ('News "and" more', "News_Weekly", '"News and more" <news-weekly.hub.example>'),
        ("资讯", "zh", "=?utf-8?b?6LWE6K6v?= <zh.hub.example>"),
    ],
)
def test_a_list_id_is_ascii_and_well_formed(name, slug, expected):
    assert list_id(ContactList(pk=7, name=name, slug=slug), "hub.example") == expected


def test_a_long_chinese_list_name_stays_within_the_length_of_encoded_words():
    value = list_id(ContactList(name="云原生资讯" * 20, slug="zh"), "hub.example")
    assert value.isascii() and all(len(word) <= 75 for word in value.split())
