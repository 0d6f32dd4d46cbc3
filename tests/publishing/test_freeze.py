"""The post as it leaves: link put in, every other link tagged, files kept."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest

from channels.base import LINK_PLACEHOLDER, Capabilities, Media, NotSent, Post, Refused
from contenthub.publishing import freeze, media
from contenthub.publishing.models import Delivery
from contenthub.variants.kinds.social_card import Kind

ABLE = Capabilities(text_limit=500, media_limit=4, utm_medium="social")
NO_LINKS = dataclasses.replace(ABLE, links=False)


@pytest.fixture
def posts(monkeypatch):
    """Let the kind give these posts."""

    def given(*drafts: Post) -> None:
        monkeypatch.setattr(Kind, "posts", lambda self, variant, able: list(drafts))

    return given


def draft(text: str, **fields) -> Post:
    return Post(key="", kind="social_card", title="T", text=text, **fields)


def test_the_tracked_link_stands_where_the_kind_left_room(delivery: Delivery, posts):
    posts(draft(f"Read: {LINK_PLACEHOLDER}.", html=f'<a href="{LINK_PLACEHOLDER}">Read</a>', summary=LINK_PLACEHOLDER))
    post = freeze.build(delivery.variant, delivery.link, ABLE, delivery.key.hex)
    short = delivery.link.short_url
    assert (post.text, post.html, post.summary) == (f"Read: {short}.", f'<a href="{short}">Read</a>', short)
    assert (post.link, post.target) == (short, delivery.link.tagged_target)


def test_every_other_link_is_tagged_with_the_deliverys_values(delivery: Delivery, posts):
    posts(
        draft(
            "See https://else.example/a?x=1&utm_source=old#part now",
            html='<p><a href="https://else.example/b">b</a> <img src="https://else.example/c.png"></p>',
            parts=("And https://else.example/d",),
            data={"note": "https://else.example/e", "html": '<a href="https://else.example/f">f</a>', "n": 3},
        )
    )
    post = freeze.build(delivery.variant, delivery.link, ABLE)
    everything = " ".join([post.text, post.html, *post.parts, *map(str, post.data.values())])
    found = re.findall(r"https://else\.example/([a-f])\?([^\"# ]*)", everything.replace("&amp;", "&"))
    assert {name for name, _ in found} == {"a", "b", "d", "e", "f"}
    for _, query in found:
        assert "utm_source=plaza&utm_medium=social&utm_campaign=2026-11_autumn" in query
        assert f"utm_id={delivery.link.code}" in query
    assert "x=1&utm_source=plaza" in post.text and "#part" in post.text and "old" not in post.text
    assert 'src="https://else.example/c.png"' in post.html
    assert post.data["n"] == 3


def test_short_links_and_personal_addresses_are_left_as_they_are(delivery: Delivery, posts):
    posts(draft(f"{LINK_PLACEHOLDER} ⟦unsubscribe⟧", html='<a href="⟦unsubscribe⟧">u</a>'))
    post = freeze.build(delivery.variant, delivery.link, ABLE)
    assert post.text == f"{delivery.link.short_url} ⟦unsubscribe⟧"
    assert post.html == '<a href="⟦unsubscribe⟧">u</a>'


def test_on_a_channel_without_links_the_gap_closes(delivery: Delivery, posts):
    posts(draft(f"Read it {LINK_PLACEHOLDER}\n#tag"))
    assert freeze.build(delivery.variant, delivery.link, NO_LINKS).text == "Read it\n#tag"


def test_further_posts_follow_as_parts(delivery: Delivery, posts):
    posts(draft("one", parts=("two",)), draft(f"three {LINK_PLACEHOLDER}"), draft("four"))
    post = freeze.build(delivery.variant, delivery.link, ABLE)
    assert post.text == "one"
    assert post.parts == ("two", f"three {delivery.link.short_url}", "four")


def test_a_kind_that_gives_nothing_is_said_so(delivery: Delivery, posts):
    posts()
    with pytest.raises(freeze.EmptyVariant):
        freeze.build(delivery.variant, delivery.link, ABLE)


def test_data_says_where_it_came_from(delivery: Delivery, asset):
    post = freeze.build(delivery.variant, delivery.link, ABLE)
    assert post.data == {"variant_id": delivery.variant_id, "asset_id": asset.pk, "campaign": "autumn"}


def test_the_stand_in_is_as_long_as_a_real_link(delivery: Delivery):
    stand_in = freeze.stand_in(delivery.variant, delivery.account, ABLE)
    assert len(stand_in.short_url) == len(delivery.link.short_url)
    assert stand_in.pk is None


def a_file(folder: Path, name: str, content: bytes, mime_type: str) -> Post:
    path = folder / name
    path.write_bytes(content)
    return draft("x", media=(Media(path, name, mime_type, "?", 0, alt="A"),))


def test_files_are_kept_under_their_digest(tmp_path, settings):
    post = media.keep(a_file(tmp_path, "card.PNG", b"picture", "image/png"))
    kept = post.media[0]
    digest = hashlib.sha256(b"picture").hexdigest()
    assert kept.path == Path(settings.MEDIA_ROOT) / "sent" / f"{digest}.png"
    assert (kept.path.read_bytes(), kept.sha256, kept.size, kept.alt) == (b"picture", digest, 7, "A")
    assert kept.url == f"{settings.BASE_URL}/media/sent/{digest}.png"


def test_a_changed_original_does_not_change_what_was_kept(tmp_path):
    post = a_file(tmp_path, "card.png", b"first", "image/png")
    kept = media.keep(post).media[0]
    post.media[0].path.write_bytes(b"second")
    assert kept.path.read_bytes() == b"first"


def test_the_links_of_a_text_file_are_tagged_too(tmp_path, delivery):
    post = a_file(tmp_path, "script.md", f"See https://else.example {LINK_PLACEHOLDER}".encode(), "text/markdown")
    kept = media.keep(post, freeze.rewriter(delivery.link, ABLE)).media[0]
    text = kept.path.read_text()
    assert "https://else.example?utm_source=plaza" in text
    assert text.endswith(delivery.link.short_url)


def test_a_missing_file_is_refused_with_what_to_do(tmp_path):
    post = a_file(tmp_path, "card.png", b"x", "image/png")
    post.media[0].path.unlink()
    with pytest.raises(Refused, match="attach it"):
        media.keep(post)


def test_a_place_that_cannot_be_written_to_is_tried_again_later(tmp_path, settings):
    (tmp_path / "blocked").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = str(tmp_path / "blocked")
    with pytest.raises(NotSent, match="could not be kept"):
        media.keep(a_file(tmp_path, "card.png", b"x", "image/png"))


def test_a_kept_file_that_is_gone_is_noticed(tmp_path):
    post = media.keep(a_file(tmp_path, "card.png", b"x", "image/png"))
    media.at_hand(post)
    post.media[0].path.unlink()
    with pytest.raises(Refused, match="gone"):
        media.at_hand(post)
