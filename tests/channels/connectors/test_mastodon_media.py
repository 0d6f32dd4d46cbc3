from __future__ import annotations

from collections.abc import Callable

import pytest

from channels.base import Ambiguous, Media, NotSent, Refused
from channels.connectors import mastodon as module
from channels.connectors.mastodon import Connector
from tests.channels.mastodon_server import MastodonServer
from tests.channels.posts import a_post
from tests.channels.servers import Reply


@pytest.fixture(autouse=True)
def hardly_any_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_POLLS", (0.001, 0.001))


def test_pictures_go_up_with_their_descriptions(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    post = a_post(media=(picture("一.png", alt="盾牌"), picture("b.png", alt="")))
    mastodon.publish(post, mastodon.prepare(post, {}))
    first, second = instance.media.values()
    assert post.media[0].read() in first["form"]
    assert "盾牌".encode() in first["form"]
    assert b"description" not in second["form"]
    assert [attached["id"] for attached in instance.statuses[0]["media_attachments"]] == list(instance.media)


def test_uploads_are_kept_between_attempts(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    post = a_post(media=(picture(),))
    state = mastodon.prepare(post, {})
    assert mastodon.prepare(post, state) == state
    assert len(instance.media) == 1


def test_an_upload_that_expired_is_made_again(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    post = a_post(media=(picture(),))
    state = mastodon.prepare(post, {})
    instance.media.clear()
    mastodon.publish(post, mastodon.prepare(post, state))
    assert len(instance.statuses[0]["media_attachments"]) == 1


def test_an_upload_is_waited_for(mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]) -> None:
    instance.processing = 1
    post = a_post(media=(picture(),))
    mastodon.publish(post, mastodon.prepare(post, {}))
    assert len(instance.statuses) == 1


def test_one_that_takes_longer_is_not_sent_and_not_uploaded_again(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    instance.processing = 3
    post = a_post(media=(picture(),))
    state = mastodon.prepare(post, {})
    with pytest.raises(NotSent, match="still working") as caught:
        mastodon.publish(post, state)
    assert caught.value.retry_after
    assert instance.statuses == []
    mastodon.publish(post, mastodon.prepare(post, state))
    assert len(instance.media) == len(instance.statuses) == 1


def test_media_that_went_into_a_post_already_hint_at_an_earlier_success(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    instance.honours_keys = False
    post = a_post(media=(picture(),))
    state = mastodon.prepare(post, {})
    mastodon.publish(post, state)
    with pytest.raises(Ambiguous, match="earlier attempt"):
        mastodon.publish(post, state)
    assert len(instance.statuses) == 1


def test_media_the_server_calls_unfinished_are_not_sent(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    post = a_post(media=(picture(),))
    state = mastodon.prepare(post, {})
    next(iter(instance.media.values()))["unready"] = 9
    with pytest.raises(NotSent, match="still working"):
        mastodon.publish(post, state)


def test_older_servers_take_uploads_at_the_older_address(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    instance.version = 1
    post = a_post(media=(picture(),))
    mastodon.publish(post, mastodon.prepare(post, {}))
    assert len(instance.statuses[0]["media_attachments"]) == 1


def test_a_picture_the_server_turns_down_is_refused(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    instance.script = [Reply(422, {"error": "Validation failed: File content type is invalid"})]
    with pytest.raises(Refused, match="content type is invalid"):
        mastodon.prepare(a_post(media=(picture(),)), {})


def test_a_failing_upload_is_simply_tried_again(
    mastodon: Connector, instance: MastodonServer, picture: Callable[..., Media]
) -> None:
    instance.script = [Reply(503, headers={"Retry-After": "9"})]
    with pytest.raises(NotSent) as caught:
        mastodon.prepare(a_post(media=(picture(),)), {})
    assert caught.value.retry_after == 9


def test_a_file_that_is_gone_is_refused(mastodon: Connector, picture: Callable[..., Media]) -> None:
    medium = picture()
    medium.path.unlink()
    with pytest.raises(Refused, match="attach it again"):
        mastodon.prepare(a_post(media=(medium,)), {})


def test_a_description_that_is_too_long_is_told_beforehand(mastodon: Connector, picture: Callable[..., Media]) -> None:
    assert "1500" in mastodon.problems(a_post(media=(picture(alt="x" * 1501),)))[0]
