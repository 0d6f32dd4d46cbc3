"""Videos by a real ffmpeg: what players need, once only, and never half."""

from __future__ import annotations

import os
import stat

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from contenthub.variants.animatic import encoder, making, store
from contenthub.variants.animatic.film import digest
from contenthub.variants.animatic.problem import AnimaticError


def stored() -> list[str]:
    return sorted(default_storage.listdir(store.FOLDER)[1] if default_storage.exists(store.FOLDER) else [])


def test_the_video_has_what_players_and_platforms_ask_for(short, tmp_path, described):
    seen = []
    out = tmp_path / "out.mp4"
    making.make_file(short, out, lambda *progress: seen.append(progress))
    length, streams = described(out)
    assert length == pytest.approx(short.total_seconds, abs=0.2)
    video, audio = streams
    assert "h264" in video and "yuv420p" in video and "1080x1920" in video and "25 fps" in video
    assert "aac" in audio
    data = out.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # plays before all of it is there
    assert [step for step, _done, _total in seen][0] == "draw"
    assert seen[-1][:1] == ("encode",)


def test_an_unchanged_script_is_not_made_twice(short, monkeypatch):
    name = making.make(short)
    monkeypatch.setattr(encoder, "encode", lambda *_: pytest.fail("made twice"))
    assert making.make(short) == name == digest(short)
    assert [file.mime_type for file in short.kind.files(short)].count("video/mp4") == 1


def test_without_ffmpeg_it_says_what_to_install(short, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(encoder.imageio_ffmpeg, "get_ffmpeg_exe", lambda: (_ for _ in ()).throw(RuntimeError("none")))
    with pytest.raises(AnimaticError, match="install ffmpeg"):
        making.make(short)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("echo 'out: No space left on device' >&2; exit 1", "disk is full"),
        ("echo 'Unknown encoder libx264' >&2; exit 8", "Unknown encoder"),
        ("kill -9 $$", "ended by the system"),
    ],
)
def test_when_ffmpeg_fails_nothing_is_kept_and_the_reason_is_said(short, monkeypatch, tmp_path, body, words):
    fake = tmp_path / "ffmpeg"
    fake.write_text(f"#!/bin/sh\n{body}\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(AnimaticError, match=words):
        making.make(short)
    assert stored() == []
    assert not store.there(short.pk, digest(short))


def test_the_command_makes_it_and_writes_a_file(short, tmp_path, capsys, described):
    out = tmp_path / "talk.mp4"
    call_command("animatic", str(short.pk), "--out", str(out))
    assert described(out)[0] == pytest.approx(short.total_seconds, abs=0.2)
    assert store.there(short.pk, digest(short))


def test_deleting_the_variant_deletes_its_videos(short, django_capture_on_commit_callbacks):
    name = making.make(short)
    pk = short.pk
    with django_capture_on_commit_callbacks(execute=True):
        short.get_parent().get_children().get(pk=pk).specific.delete()
    assert not store.there(pk, name)
