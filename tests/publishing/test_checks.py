"""What a channel has against a variant, told before it is scheduled."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from channels.base import Media
from contenthub.publishing import actions, checks
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.models import Account
from contenthub.variants import checks as variant_checks
from contenthub.variants.kinds.social_card import Kind
from tests.publishing.test_freeze import draft


def codes(variant, account) -> set[str]:
    return {problem.code for problem in checks.errors(checks.problems(variant.specific, account))}


def test_a_card_that_fits_has_no_errors(card, account):
    assert codes(card, account) == set()


@pytest.fixture
def posts(monkeypatch):
    """Let the kind give this post whatever the channel can do."""
    return lambda post: monkeypatch.setattr(Kind, "posts", lambda self, variant, able: [post])


LONG = "A text that is longer than forty characters: https://else.example/x"


def test_all_that_the_channel_declares_is_checked(card, make_account, posts):
    account = make_account("plaza_fussy")
    posts(draft(LONG))
    assert codes(card, account) == {"too_long", "media_required", "no_links"}
    file = Media(Path("/nowhere/film.mp4"), "film.mp4", "video/mp4", "0", 5000)
    posts(draft("short", media=(file, file)))
    assert codes(card, account) == {"media_type", "too_many_media", "media_too_large"}
    posts(draft("short", media=(dataclasses.replace(file, mime_type="image/png", size=10),)))
    assert codes(card, account) == set()
    posts(draft(" "))
    assert "empty" in codes(card, account)


def test_length_counts_the_link_as_the_channel_does(card, account, posts):
    for length, expected in ((276, set()), (277, {"too_long"})):
        posts(draft("x" * length + " ⟦link⟧"))
        assert codes(card, account) == expected


def test_a_draft_can_be_checked_too(make_card, account):
    assert codes(make_card(approved=False), account) == set()


def test_the_accounts_own_limits_count(card, account):
    Account.objects.update(limits={"text_limit": 20, "kinds": ["social_card"]})
    account.refresh_from_db()
    assert codes(card, account) == {"too_long"}


def test_an_account_without_its_secrets_is_a_problem(card, account, settings):
    settings.SECRET_KEY = "changed"
    assert codes(card, account) == {"account"}


def test_a_kind_the_channel_does_not_take_is_a_problem(card, make_account, db):
    mail = actions.add_account(
        "email", "Mail", {"host": "127.0.0.1", "from_address": "a@example.com", "list": "nobody"}
    )
    assert codes(card, mail) == {"kind_not_taken"}


def test_scheduling_says_all_that_is_wrong(card, make_account, posts):
    posts(draft(LONG))
    with pytest.raises(CannotSchedule) as error:
        actions.schedule(card, make_account("plaza_fussy"))
    assert "without an image" in str(error.value)
    assert len(error.value.problems) >= 2


def test_an_unpublished_asset_is_a_problem(card, account, asset):
    asset.unpublish()
    assert codes(card, account) == {"asset_not_public"}


def test_editors_are_warned_of_what_the_channels_would_refuse(make_card, make_account):
    card = make_card()
    assert not [problem for problem in variant_checks.all_problems(card.specific) if "plaza" in problem.message]
    make_account("plaza_fussy")
    told = [problem for problem in variant_checks.all_problems(card.specific) if "plaza_fussy" in problem.message]
    assert told
    assert {problem.severity for problem in told} == {"warning"}
