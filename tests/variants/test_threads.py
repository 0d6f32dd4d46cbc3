"""A line of --- alone in a social card's long copy begins the next post of a thread."""

from __future__ import annotations

import pytest

from channels.base import LINK_PLACEHOLDER, Capabilities
from contenthub.variants import threads

THREADS = Capabilities(text_limit=120, url_length=23, threads=True)
PLAIN = Capabilities(text_limit=120, url_length=23)
ROOMY = Capabilities(text_limit=1000, url_length=23)


@pytest.fixture
def card(paper, draft):
    made = draft(paper, "social_card")
    made.copy_short, made.copy_brief, made.copy_text = "", "", "The copy."
    made.copy_long = "First of all.\r\n---\r\nThen this.\r\n\r\nAnd that.\r\n --- \r\nAt last."
    made.hashtags, made.call_to_action = "#One #Two", "Read on"
    return made


def texts(card, able) -> list[str]:
    return [post.text for post in card.kind.posts(card, able)]


def test_a_channel_with_threads_gets_the_parts_in_order_the_link_in_the_first(card):
    first, *later = texts(card, THREADS)
    assert first == f"First of all.\n\nRead on: {LINK_PLACEHOLDER}\n\n#One #Two"
    assert later == ["Then this.\n\nAnd that.", "At last."]


def test_pictures_and_hashtags_go_with_the_first(card):
    posts = card.kind.posts(card, Capabilities(text_limit=500, media_limit=2, threads=True))
    assert [(len(post.media), len(post.hashtags)) for post in posts] == [(2, 2), (0, 0), (0, 0)]


def test_a_link_the_editor_placed_in_a_part_stays_there(card):
    card.copy_long = f"One {LINK_PLACEHOLDER} here.\n---\nTwo: {LINK_PLACEHOLDER}"
    assert texts(card, THREADS)[0].startswith(f"One {LINK_PLACEHOLDER} here.\n\n#One")
    assert texts(card, THREADS)[1] == f"Two: {LINK_PLACEHOLDER}"


def test_a_channel_without_threads_gets_the_whole_where_there_is_room(card):
    assert texts(card, ROOMY) == [
        f"First of all.\n\nThen this.\n\nAnd that.\n\nAt last.\n\nRead on: {LINK_PLACEHOLDER}\n\n#One #Two"
    ]


def test_where_there_is_no_room_for_the_whole_it_gets_the_first_post_or_the_copy_whichever_says_more(card):
    card.copy_long = "A first post that says more than the copy.\n---\n" + "More. " * 40
    assert texts(card, PLAIN)[0].startswith("A first post that says more")
    card.copy_text = "The copy, which in this case says more than that first post."
    assert texts(card, PLAIN)[0].startswith("The copy, which")


def test_a_first_post_that_is_too_long_is_not_cut(card):
    card.copy_long = f"{'long ' * 40}\n---\nTwo."
    assert texts(card, THREADS)[0].startswith("long " * 39)


def test_a_long_copy_without_such_a_line_is_one_post(card):
    card.copy_long = "No thread --- at all.\n----\n- - -"
    assert len(texts(card, THREADS)) == 1
    assert [mode for mode, label in card.preview_modes] == ["", "sizes"]


def test_the_preview_shows_the_thread(card, rf):
    assert "thread" in dict(card.preview_modes)
    card.title, card.path, card.depth = "Card", "x", 3
    text = card.make_preview_request(preview_mode="thread").render().content.decode()
    assert text.count('class="post"') == 3
    assert "Part 2 of a thread of 3 posts" in text


@pytest.mark.parametrize(("copy", "posts"), [("", []), ("---", []), ("a\n---\n\n---\nb", ["a", "b"]), ("a", ["a"])])
def test_empty_posts_are_none(copy, posts):
    assert threads.split(copy) == posts
