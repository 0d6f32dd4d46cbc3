"""Our own post is recognised by its link, because not every server remembers a key."""

from __future__ import annotations

import datetime as dt
import html

import pytest

from channels.base import Ambiguous, AuthFailed, CannotKnow, RateLimited
from channels.connectors.mastodon import Connector
from tests.channels.mastodon_server import MastodonServer
from tests.channels.posts import a_post
from tests.channels.servers import RESET, Reply

LINK = a_post().link


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def test_a_post_whose_answer_was_lost_is_found(mastodon: Connector, instance: MastodonServer) -> None:
    started = now()
    instance.add(a_post().text)
    instance.script = [RESET]
    with pytest.raises(Ambiguous):
        mastodon.publish(a_post(), {})
    receipt = mastodon.find(a_post(), started)
    assert receipt is not None
    assert receipt.id == instance.statuses[0]["id"]


@pytest.mark.parametrize(
    "content",
    [
        f'<p>Read <a href="{LINK}"><span>hub.example/r/…</span></a></p>',
        f"<p>Read {LINK}.</p>",
        f'<p>Read <a href="{LINK}/">on</a></p>',
        f"<p>Read {LINK}<br>on</p>",
        f"<p>{LINK}</p><p>on</p>",
        '<p><span class="invisible">https://</span><span>hub.example/r/</span><span>Ab3xY</span></p>',
    ],
)
def test_the_link_is_seen_in_every_form_servers_show_it(
    content: str, mastodon: Connector, instance: MastodonServer
) -> None:
    instance.add("", content=content)
    assert mastodon.find(a_post(), now()) is not None


def test_an_address_with_an_ampersand_is_decoded(mastodon: Connector, instance: MastodonServer) -> None:
    link = "https://hub.example/r?c=Ab3xY&v=2"
    instance.add("", content=f'<p><a href="{html.escape(link)}">hub</a></p>')
    assert mastodon.find(a_post(link=link), now()) is not None


@pytest.mark.parametrize("other", [f"{LINK}z", f"{LINK}/z", f"{LINK}?z=1", f"{LINK}-z", LINK[:-1], LINK.lower()])
def test_another_posts_link_is_not_ours(other: str, mastodon: Connector, instance: MastodonServer) -> None:
    instance.add(f"Read {other}")
    instance.add("", content=f"<p>Read {other}</p>")
    assert mastodon.find(a_post(), now()) is None


def test_a_post_from_before_is_not_ours(mastodon: Connector, instance: MastodonServer) -> None:
    instance.add(a_post().text, at=now() - dt.timedelta(hours=1))
    assert mastodon.find(a_post(), now()) is None


def test_older_pages_are_looked_through_as_far_back_as_needed(mastodon: Connector, instance: MastodonServer) -> None:
    instance.add("long ago", at=now() - dt.timedelta(days=1))
    instance.add(a_post().text)
    for number in range(90):
        instance.add(f"another {number}")
    receipt = mastodon.find(a_post(), now())
    assert receipt is not None
    assert receipt.id == instance.statuses[90]["id"]


def test_the_search_ends_where_posts_are_older(mastodon: Connector, instance: MastodonServer) -> None:
    for number in range(200):
        instance.add(f"old {number}", at=now() - dt.timedelta(days=1))
    assert mastodon.find(a_post(), now()) is None
    assert len([request for request in instance.requests if request.path.endswith("statuses")]) == 1


def test_too_many_posts_since_leave_the_question_open(mastodon: Connector, instance: MastodonServer) -> None:
    for number in range(401):
        instance.add(f"another {number}")
    with pytest.raises(CannotKnow, match="by hand"):
        mastodon.find(a_post(), now())


def test_without_a_link_only_the_very_same_text_is_ours(mastodon: Connector, instance: MastodonServer) -> None:
    instance.add("Hello there & welcome")
    assert mastodon.find(a_post(link="", text="Hello there"), now()) is None
    assert mastodon.find(a_post(link="", text="Hello there  & welcome"), now()) is not None
    assert mastodon.find(a_post(link="", text=""), now()) is None


@pytest.mark.parametrize("reply", [Reply(500), Reply(404), Reply(200, b"<html>"), Reply(200, [{"id": 1}])])
def test_a_failed_search_leaves_the_question_open(reply: Reply, mastodon: Connector, instance: MastodonServer) -> None:
    instance.script = [Reply(body={"id": "7"}), reply]
    with pytest.raises(CannotKnow):
        mastodon.find(a_post(), now())


def test_a_limit_that_the_search_met_is_the_whole_accounts(mastodon: Connector, instance: MastodonServer) -> None:
    instance.script = [Reply(429, headers={"Retry-After": "40"})]
    with pytest.raises(RateLimited) as caught:
        mastodon.find(a_post(), now())
    assert caught.value.retry_after == 40


def test_a_token_that_is_not_accepted_any_more_is_the_accounts_matter(instance: MastodonServer) -> None:
    with pytest.raises(AuthFailed):
        Connector({"base_url": instance.url, "access_token": "revoked"}).find(a_post(), now())


def test_an_unreachable_server_leaves_the_question_open() -> None:
    connector = Connector({"base_url": "http://no-such-host.invalid", "access_token": "tok"})
    with pytest.raises(CannotKnow, match="name is not known"):
        connector.find(a_post(), now())


def test_a_part_without_the_link_is_found_by_its_text_and_what_it_replies_to(
    mastodon: Connector, instance: MastodonServer
) -> None:
    instance.add("Again.", in_reply_to_id="7")
    found = instance.add("Again.", in_reply_to_id="8")
    instance.add("Again.")
    receipt = mastodon.find(a_post(text="Again.", reply_to="8"), now())
    assert receipt is not None
    assert receipt.id == found["id"]
    assert mastodon.find(a_post(text="Again.", reply_to="9"), now()) is None


def test_somebody_mentioned_elsewhere_is_shown_without_the_server(
    mastodon: Connector, instance: MastodonServer
) -> None:
    content = '<p>Thanks <span class="h-card"><a href="https://else.example/@ada" class="u-url">@<span>ada</span></a></span>!</p>'
    instance.add("", content=content, in_reply_to_id="8")
    assert mastodon.find(a_post(text="Thanks @ada@else.example!", reply_to="8"), now()) is not None


@pytest.mark.parametrize(
    ("path", "identity"), [("/@hub/105", "105"), ("/@hub/105/", "105"), ("/about/105", ""), ("", "")]
)
def test_the_address_of_a_post_of_ours_tells_its_id(
    path: str, identity: str, mastodon: Connector, instance: MastodonServer
) -> None:
    assert mastodon.identify(f"{instance.url}{path}") == identity
    assert mastodon.identify(f"https://else.example{path}") == ""
