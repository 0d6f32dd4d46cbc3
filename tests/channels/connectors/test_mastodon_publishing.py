from __future__ import annotations

from collections.abc import Callable

import pytest

from channels.base import Ambiguous, AuthFailed, ChannelError, Media, NotSent, Receipt, Refused
from channels.connectors.mastodon import Connector
from tests.channels.mastodon_server import MastodonServer
from tests.channels.posts import a_post
from tests.channels.servers import GARBAGE, RESET, Reply


def sent(instance: MastodonServer) -> dict[str, object]:
    (request,) = [request for request in instance.requests if request.method == "POST"]
    return dict(request.json())


def test_a_status_carries_the_key_and_the_accounts_visibility(mastodon: Connector, instance: MastodonServer) -> None:
    receipt = mastodon.publish(a_post(language="zh-Hans"), {})
    assert receipt.url == f"{instance.url}/@hub/{receipt.id}"
    assert instance.requests[-1].headers["idempotency-key"] == a_post().key
    assert sent(instance) == {
        "status": a_post().text,
        "media_ids": [],
        "visibility": "unlisted",
        "language": "zh",
        "sensitive": False,
    }


def test_publishing_is_exactly_one_call(mastodon: Connector, instance: MastodonServer) -> None:
    state = mastodon.prepare(a_post(), {})
    instance.requests.clear()
    mastodon.publish(a_post(), state)
    assert len(instance.requests) == 1


def test_a_repeated_key_gives_the_same_status_where_the_server_honours_it(
    mastodon: Connector, instance: MastodonServer
) -> None:
    assert mastodon.publish(a_post(), {}) == mastodon.publish(a_post(), {})
    instance.honours_keys = False
    mastodon.publish(a_post(), {})
    assert len(instance.statuses) == 2


def test_hashtags_are_added_as_far_as_the_server_has_room(mastodon: Connector, instance: MastodonServer) -> None:
    text = "x" * 470 + " https://hub.example/r/Ab3xY"
    post = a_post(text=text, hashtags=("ZeroTrust", "Security"))
    assert mastodon.prepare(post, {})["status"] == text
    instance.max_characters = 510
    state = mastodon.prepare(post, {})
    assert state["status"] == f"{text}\n\n#ZeroTrust"
    instance.max_characters = 5000
    assert mastodon.prepare(post, state) == state
    mastodon.publish(post, state)
    assert sent(instance)["status"] == f"{text}\n\n#ZeroTrust"


@pytest.mark.parametrize("behaviour", [RESET, GARBAGE, Reply(502), Reply(200, b"<html>"), Reply(200, {"no": "id"})])
def test_a_lost_answer_is_ambiguous(behaviour: Reply, mastodon: Connector, instance: MastodonServer) -> None:
    instance.script = [behaviour]
    with pytest.raises(Ambiguous):
        mastodon.publish(a_post(), {})


def test_a_token_that_is_not_accepted_fails_the_account(instance: MastodonServer) -> None:
    stranger = Connector({"base_url": instance.url, "access_token": "wrong-token"})
    with pytest.raises(AuthFailed, match="access token is invalid"):
        stranger.publish(a_post(), {})
    with pytest.raises(AuthFailed):
        stranger.check()


def test_a_limit_is_waited_for(mastodon: Connector, instance: MastodonServer) -> None:
    instance.script = [Reply(429, {"error": "Too many requests"}, {"X-RateLimit-Reset": "2020-01-01T00:00:00.000Z"})]
    with pytest.raises(NotSent) as caught:
        mastodon.publish(a_post(), {})
    assert caught.value.retry_after == 0


def test_a_text_the_server_turns_down_is_refused_in_its_words(mastodon: Connector) -> None:
    with pytest.raises(Refused, match="Text can't be blank"):
        mastodon.publish(a_post(text=""), {})


def test_a_thread_is_refused_rather_than_cut(mastodon: Connector, instance: MastodonServer) -> None:
    post = a_post(parts=("And further",))
    assert "one by one" in mastodon.problems(post)[0]
    with pytest.raises(Refused):
        mastodon.publish(post, {})
    assert instance.requests == []


def test_an_edit_shows_the_new_text_with_the_new_versions_pictures(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    old, new = a_post(media=(picture("old.png"),)), a_post(text="new", media=(picture("new.png"),))
    receipt = mastodon.publish(old, mastodon.prepare(old, {}))
    assert mastodon.update(new, receipt).id == receipt.id
    (status,) = instance.statuses
    (attached,) = status["media_attachments"]
    assert "new" in status["content"]
    assert b"new.png" in instance.media[attached["id"]]["form"]


def test_an_edit_without_pictures_takes_the_old_ones_away(mastodon: Connector, instance: MastodonServer) -> None:
    status = instance.add("old", media_attachments=[{"id": "5"}])
    mastodon.update(a_post(text="new"), Receipt(id=status["id"]))
    assert status["media_attachments"] == []


def test_an_edit_of_what_is_gone_is_refused(mastodon: Connector) -> None:
    with pytest.raises(Refused, match="does not have the post any more"):
        mastodon.update(a_post(), Receipt(id="99"))


def test_a_missing_post_is_gone_only_where_the_account_is_known(mastodon: Connector, instance: MastodonServer) -> None:
    receipt = mastodon.publish(a_post(), {})
    assert mastodon.still_live(receipt)
    instance.statuses.clear()
    assert not mastodon.still_live(receipt)
    instance.script = [Reply(404, b"no such page"), Reply(404, b"no such page")]
    with pytest.raises(ChannelError):
        mastodon.still_live(receipt)


def test_withdrawing_deletes_the_status(mastodon: Connector, instance: MastodonServer) -> None:
    mastodon.withdraw(mastodon.publish(a_post(), {}))
    assert instance.statuses == []


@pytest.mark.parametrize("identity", ["", "../../oauth/revoke", "1/../2", "1?x=1"])
def test_a_receipt_cannot_lead_to_another_call(identity: str, mastodon: Connector, instance: MastodonServer) -> None:
    with pytest.raises(Refused):
        mastodon.withdraw(Receipt(id=identity))
    assert instance.requests == []


def test_the_connection_test_names_the_account(mastodon: Connector) -> None:
    assert mastodon.check() == "Connected to 127.0.0.1 as @hub."
