"""Accounts: settings as the channel declares them, secrets sealed, the connection tested."""

from __future__ import annotations

import json

import pytest
from django.core import serializers

from channels.base import AuthFailed
from contenthub.publishing import accounts, actions
from contenthub.publishing.errors import AccountTrouble, CannotChange
from contenthub.publishing.models import Account, Attempt, Delivery
from contenthub.publishing.worker import work
from tests.publishing.conftest import TOKEN


def test_secrets_are_sealed_and_values_are_not(account):
    account.refresh_from_db()
    assert "token" not in account.values and TOKEN not in account.sealed
    assert account.values["room"] == "main"
    assert accounts.connector(account).values["token"] == TOKEN


def test_wrong_settings_are_all_told_at_once(db):
    with pytest.raises(CannotChange) as error:
        actions.add_account("plaza", "Wrong", {"base_url": "nowhere", "colour": "red"})
    assert "base_url" in str(error.value) and "token" in str(error.value) and "colour" in str(error.value)
    assert not Account.objects.exists()


def test_an_unknown_channel_is_told_with_those_there_are(db):
    with pytest.raises(CannotChange, match="Known channels: .*folder"):
        actions.add_account("fax", "Fax", {})


def test_a_name_is_taken_once(account):
    with pytest.raises(CannotChange, match="already"):
        actions.add_account("plaza", account.name, {})


def test_changing_one_setting_keeps_the_rest_and_the_secret(account):
    actions.change_account(account, {"room": "attic", "token": ""})
    account.refresh_from_db()
    assert (account.values["room"], accounts.connector(account).values["token"]) == ("attic", TOKEN)


def test_an_optional_secret_can_be_forgotten(db):
    values = {"host": "h", "from_address": "a@example.com", "list": "l", "password": "pa55word"}
    account = actions.add_account("email", "Mail", values)
    assert accounts.stored_secrets(account) == {"password"}
    actions.change_account(account, {}, forget={"password"})
    assert accounts.stored_secrets(account) == set()


def test_a_needed_secret_cannot_be_forgotten(account):
    with pytest.raises(CannotChange, match="token"):
        actions.change_account(account, {}, forget={"token"})


def test_the_connection_can_be_tested(account, plaza):
    assert actions.check_account(account) == "The plaza answers."
    account.refresh_from_db()
    assert account.checked_at is not None


def test_a_failed_test_says_what_to_do(make_account, plaza):
    with pytest.raises(AuthFailed, match="reconnect"):
        actions.check_account(make_account(token="wrong-token"))


def test_the_servers_own_limits_are_kept(account, plaza, monkeypatch):
    import dataclasses

    from tests.publishing.platform import Connector

    found = dataclasses.replace(Connector.capabilities, text_limit=5000, media_types=frozenset({"image/png"}))
    monkeypatch.setattr(Connector, "limits", lambda self: found)
    actions.check_account(account)
    account.refresh_from_db()
    assert accounts.capabilities(account) == found


def test_unreadable_secrets_say_what_to_do(account, settings):
    settings.SECRET_KEY = "another"
    with pytest.raises(AccountTrouble, match="SECRET_KEY_FALLBACKS"):
        accounts.connector(account)


def test_no_secret_is_found_in_anything_that_is_kept(delivery, account, plaza, caplog):
    work(delivery.pk)
    attempt = Attempt.objects.get()
    assert "[redacted]" in attempt.raw
    everything = serializers.serialize("json", [*Account.objects.all(), *Delivery.objects.all(), attempt])
    everything += repr(accounts.connector(account)) + repr(account) + str(account.__dict__)
    assert TOKEN not in everything + caplog.text + json.dumps(account.values)
