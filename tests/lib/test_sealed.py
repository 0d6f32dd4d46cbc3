"""Secrets at rest."""

from __future__ import annotations

import pytest

from contenthub.lib.sealed import CannotUnseal, seal, unseal

SECRETS = {"token": "t0p-s3cret", "密码": "开门"}


def test_what_was_sealed_comes_back():
    assert unseal(seal(SECRETS)) == SECRETS


def test_nothing_is_sealed_as_nothing():
    assert seal({}) == ""
    assert unseal("") == {}


def test_the_sealed_text_shows_neither_names_nor_values():
    text = seal(SECRETS)
    assert "t0p-s3cret" not in text
    assert "token" not in text


def test_sealing_twice_gives_two_texts():
    assert seal(SECRETS) != seal(SECRETS)


def test_a_former_key_still_opens(settings):
    settings.SECRET_KEY = "old"
    text = seal(SECRETS)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert unseal(text) == SECRETS


def test_what_is_sealed_now_needs_the_present_key_only(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    text = seal(SECRETS)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(text) == SECRETS


@pytest.mark.parametrize("text", ["gAAAAAB", "not sealed at all", "x" * 200])
def test_what_cannot_be_read_says_what_to_do(text):
    with pytest.raises(CannotUnseal, match="SECRET_KEY_FALLBACKS"):
        unseal(text)


def test_another_key_does_not_open(settings):
    settings.SECRET_KEY = "one"
    text = seal(SECRETS)
    settings.SECRET_KEY = "two"
    with pytest.raises(CannotUnseal):
        unseal(text)


def test_a_changed_text_does_not_open():
    text = seal(SECRETS)
    changed = text[:-4] + ("AAAA" if text[-4:] != "AAAA" else "BBBB")
    with pytest.raises(CannotUnseal):
        unseal(changed)
