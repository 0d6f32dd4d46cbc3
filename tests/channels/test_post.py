from __future__ import annotations

import json
from collections.abc import Callable

from channels.base import Capabilities, Media, Post
from tests.channels.posts import a_mail


def test_a_post_comes_back_from_json_as_it_was(picture: Callable[..., Media]) -> None:
    post = a_mail(
        media=(picture(),),
        hashtags=("a", "b"),
        parts=("two",),
        headers=(("List-Id", "<news.hub.example>"),),
        data={"scenes": [1, 2]},
    )
    assert Post.from_json(json.loads(json.dumps(post.as_json()))) == post


def test_no_kinds_means_every_kind() -> None:
    assert Capabilities().takes("a kind of later days")
    assert not Capabilities(kinds=frozenset({"email"})).takes("social_card")
