from __future__ import annotations

import pytest

from channels.base import ChannelError
from channels.connectors.mastodon import Connector
from tests.channels.mastodon_server import MastodonServer
from tests.channels.servers import Reply


@pytest.mark.parametrize("version", [1, 2])
def test_limits_are_the_servers_own(version: int, mastodon: Connector, instance: MastodonServer) -> None:
    instance.version = version
    instance.max_characters = 5000
    limits = mastodon.limits()
    assert (limits.text_limit, limits.url_length, limits.media_limit, limits.media_bytes) == (5000, 23, 4, 1000)
    assert limits.media_types == frozenset({"image/png"})


def test_limits_need_no_token(instance: MastodonServer) -> None:
    instance.max_characters = 600
    assert Connector({"base_url": instance.url, "access_token": "wrong"}).limits().text_limit == 600


def test_other_names_of_compatible_servers_are_understood(mastodon: Connector, instance: MastodonServer) -> None:
    instance.script = [Reply(404), Reply(body={"max_toot_chars": 3000, "upload_limit": 999, "configuration": None})]
    limits = mastodon.limits()
    assert (limits.text_limit, limits.media_bytes, limits.media_limit) == (3000, 999, 4)


@pytest.mark.parametrize("text_limit", ["many", -1, 0, None, {}])
def test_a_limit_that_makes_no_sense_is_passed_over(
    text_limit: object, mastodon: Connector, instance: MastodonServer
) -> None:
    instance.script = [Reply(body={"configuration": {"statuses": {"max_characters": text_limit}}})]
    assert mastodon.limits().text_limit == 500


def test_a_server_of_another_sort_is_an_error(mastodon: Connector, instance: MastodonServer) -> None:
    instance.script = [Reply(404), Reply(200, b"<html>Welcome</html>")]
    with pytest.raises(ChannelError, match="right server"):
        mastodon.limits()
