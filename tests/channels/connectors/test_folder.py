from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from channels.base import CannotKnow, Media, NotSent, Receipt, Refused
from channels.connectors.folder import Connector
from tests.channels.posts import a_post

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def folder(out: Path) -> Connector:
    return Connector({"directory": str(out), "base_url": ""})


def test_a_post_is_a_directory_of_its_files(folder: Connector, out: Path, picture: Callable[..., Media]) -> None:
    medium = picture("Card 1.png")
    post = a_post(html="<p>Hello</p>", media=(medium,), hashtags=("ZeroTrust",), parts=("Second part",))
    receipt = folder.publish(post, {})
    place = out / f"zero-trust-in-90-days--{post.key}"
    assert receipt.url == place.as_uri()
    assert sorted(receipt.raw["files"]) == ["index.html", "media/01-card-1.png", "post.json", "post.txt"]
    assert (place / "media/01-card-1.png").read_bytes() == medium.read()
    assert (place / "post.txt").read_text() == f"{post.text}\n\n#ZeroTrust\n\n---\n\nSecond part\n"
    assert (place / "index.html").read_text() == post.html
    assert json.loads((place / "post.json").read_text())["media"][0]["path"] == "media/01-card-1.png"


def test_nothing_but_the_finished_post_is_left_behind(folder: Connector, out: Path) -> None:
    folder.publish(a_post(), {})
    assert len(list(out.iterdir())) == 1


def test_a_chinese_title_stays_readable(folder: Connector) -> None:
    receipt = folder.publish(a_post(title="零信任：九十天 " * 30), {})
    assert receipt.id.startswith("零信任-九十天-零信任")
    assert len(receipt.id.encode()) < 255


def test_a_public_address_makes_the_receipts_address(out: Path) -> None:
    folder = Connector({"directory": str(out), "base_url": "https://files.example/posts/"})
    receipt = folder.publish(a_post(title="零", key="k1"), {})
    assert receipt.url == "https://files.example/posts/%E9%9B%B6--k1/"


@pytest.mark.parametrize("hostile", ["../../etc/x", "/etc/passwd", "..", ".", "", "a\x00b", "C:\\x", "--", "*"])
def test_no_name_leads_out_of_the_directory(hostile: str, tmp_path: Path, picture: Callable[..., Media]) -> None:
    out = tmp_path / "deep" / "out"
    medium = picture(hostile)
    folder = Connector({"directory": str(out)})
    receipt = folder.publish(a_post(title=hostile, key=f"k{hostile}", media=(medium,)), {})
    (place,) = out.iterdir()
    assert place.name == receipt.id
    assert len(list(place.rglob("*"))) == 4
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == ["out"]
    assert folder.find(a_post(key=f"k{hostile}"), NOW) == receipt


def test_keys_that_end_alike_are_not_taken_for_each_other(folder: Connector) -> None:
    folder.publish(a_post(key="a--b"), {})
    assert folder.find(a_post(key="b"), NOW) is None


def test_what_a_crash_left_is_cleared_at_the_next_attempt(folder: Connector, out: Path) -> None:
    post = a_post()
    (out / f".{post.key}.abc").mkdir(parents=True)
    folder.publish(post, {})
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_a_half_written_post_is_never_found(folder: Connector, out: Path) -> None:
    post = a_post()
    (out / f"title--{post.key}").mkdir(parents=True)
    (out / f"title--{post.key}" / "post.json").write_text('{"key": ')
    assert folder.find(post, NOW) is None


def test_a_missing_directory_leaves_the_question_open(folder: Connector) -> None:
    with pytest.raises(CannotKnow, match="mount"):
        folder.find(a_post(), NOW)


def test_a_missing_file_is_told_before_anything_is_written(
    folder: Connector, out: Path, picture: Callable[..., Media]
) -> None:
    medium = picture()
    medium.path.unlink()
    post = a_post(media=(medium,))
    assert folder.problems(post) == ["The file card.png is missing."]
    with pytest.raises(Refused, match=r"card\.png"):
        folder.publish(post, {})
    assert list(out.iterdir()) == []


def test_a_directory_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for directory in (str(tmp_path / "file"), str(tmp_path / "file" / "below"), "not/absolute"):
        with pytest.raises(Refused):
            Connector({"directory": directory}).check()


def test_a_place_that_is_taken_is_not_sent(folder: Connector, out: Path) -> None:
    post = a_post()
    taken = out / f"zero-trust-in-90-days--{post.key}"
    taken.mkdir(parents=True)
    (taken / "other").touch()
    with pytest.raises(NotSent, match="could not be put in place"):
        folder.publish(post, {})
    assert [path.name for path in out.iterdir()] == [taken.name]


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "not-a-post"])
def test_only_posts_can_be_withdrawn(name: str, folder: Connector, out: Path) -> None:
    folder.publish(a_post(), {})
    (out / "not-a-post").mkdir()
    with pytest.raises(Refused):
        folder.withdraw(Receipt(id=name))
    assert len(list(out.iterdir())) == 2


def test_an_update_replaces_the_files_and_drops_those_it_does_not_have(
    folder: Connector, out: Path, picture: Callable[..., Media]
) -> None:
    post = a_post(media=(picture("old.png"),))
    receipt = folder.publish(post, {})
    folder.update(a_post(text="new", html="<p>new</p>", media=(picture("new.png"),)), receipt)
    (place,) = out.iterdir()
    names = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file())
    assert names == ["index.html", "media/01-new.png", "post.json", "post.txt"]
    assert (place / "post.txt").read_text() == "new\n"
    assert folder.find(post, NOW) is not None


def test_what_was_deleted_by_hand_is_not_live_any_more(folder: Connector, out: Path) -> None:
    receipt = folder.publish(a_post(), {})
    shutil.rmtree(out / receipt.id)
    assert not folder.still_live(receipt)
    shutil.rmtree(out)
    with pytest.raises(CannotKnow, match="mount"):
        folder.still_live(receipt)
