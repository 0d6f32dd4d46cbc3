"""What channels say is shown in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils import translation

from channels import registry
from channels.settings import Field
from contenthub.publishing.channel_words import said
from contenthub.publishing.columns import channel_label
from contenthub.publishing.models import Account
from tests.test_translations import ENTRIES


def words() -> Iterator[str]:
    """Everything that the connectors show to people."""
    for name in registry.names():
        channel = registry.get(name)
        yield channel.label
        yield from (word for field in channel.settings for word in of(field) if word)


def of(field: Field) -> list[str]:
    return [field.label, field.help, field.pattern_message, *(text for _value, text in field.choices)]


@pytest.mark.parametrize("word", sorted(set(words())))
def test_each_word_of_a_channel_is_in_the_catalogue(word):
    found = [entry["msgstr"] for entry in ENTRIES if (entry.get("msgctxt"), entry["msgid"]) == ("channel", word)]
    assert len(found) == 1 and found[0]


def test_a_word_that_is_in_no_catalogue_is_shown_as_it_is():
    with translation.override("zh-hans"):
        assert (said("Frobnicate"), said("")) == ("Frobnicate", "")


def test_an_account_is_entered_and_shown_in_the_readers_language(admin, settings):
    account = Account.objects.create(channel="webhook", name="Hook", values={"base_url": "https://hook.example"})
    settings.LANGUAGE_CODE = "zh-hans"
    with translation.override("zh-hans"):
        form = admin.get(reverse("publishing_account:edit", args=[account.pk])).content.decode()
        page = admin.get(reverse("publishing_account:inspect", args=[account.pk])).content.decode()
        choice = admin.get(reverse("publishing_account:add")).content.decode()
        assert channel_label(Account(channel="folder")) == "文件夹"
    assert "消息发送到此网址。" in form and "签名密钥" in page
    assert "社交卡片" in choice and "Social card" not in choice
