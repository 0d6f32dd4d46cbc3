"""Scripts: lengths from reading speed, and exports that other programs read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import Capabilities
from contenthub.variants.lengths import width
from contenthub.variants.script import markdown
from contenthub.variants.subtitles import LINE, LINE_CHINESE, srt
from contenthub.variants.timing import Spoken, seconds, timeline, whole_seconds

CUE = re.compile(r"(\d+)\n(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})\n(.+\n){1,2}")


def cues(text: str) -> list[tuple[int, int, str]]:
    """(start, end in milliseconds, text) of well-formed SubRip; anything else fails."""
    found = []
    for number, part in enumerate(text.rstrip("\n").split("\n\n"), start=1):
        match = CUE.fullmatch(f"{part}\n")
        assert match, part
        assert int(match[1]) == number
        hours = [int(match[n]) for n in range(2, 10)]
        start, end = (((h * 60 + m) * 60 + s) * 1000 + ms for h, m, s, ms in (hours[:4], hours[4:]))
        found.append((start, end, part.split("\n", 2)[2]))
    return found


def test_reading_speed_is_150_english_words_or_250_chinese_characters_a_minute():
    assert seconds("word " * 150) == pytest.approx(60)
    assert seconds("字" * 250) == pytest.approx(60)
    assert seconds("三 clusters 100%") == pytest.approx(0.24 + 0.8)
    assert (whole_seconds(""), whole_seconds("Go")) == (0, 1)


def test_a_draft_takes_no_more_than_a_minute(any_paper, draft):
    script = draft(any_paper, "video_script")
    assert 20 < script.total_seconds <= script.target_seconds == 60
    assert seconds(script.hook) < 5


def test_subtitles_are_well_formed_and_in_order(any_paper, draft):
    script = draft(any_paper, "video_script")
    found = cues(srt(script.spoken(), script.language))
    assert found[0][0] == 0
    assert found[-1][1] == script.total_seconds * 1000
    for (_start, end, _text), (start, _end, _next) in zip(found, found[1:], strict=False):
        assert end <= start
    most = LINE_CHINESE if script.language == "zh-hans" else LINE
    for start, end, text in found:
        assert start < end
        assert all(width(line) <= most for line in text.split("\n"))


def test_subtitles_say_every_word_once(any_paper, draft):
    script = draft(any_paper, "video_script")
    said = " ".join(text for _start, _end, text in cues(srt(script.spoken(), script.language)))
    spoken = " ".join(line.text for line in script.spoken())
    assert re.sub(r"\s", "", said) == re.sub(r"\s", "", spoken)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["deploy", "small,", "40%", "(since 2024)", "rollback."]), min_size=1, max_size=60))
def test_an_english_cue_never_cuts_a_word(words):
    text = " ".join(words)
    found = cues(srt([Spoken(text, 0, 30)], "en"))
    assert " ".join(cue.replace("\n", " ") for _s, _e, cue in found).split() == text.split()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["小步发布，", "团队", "2024年", "Kubernetes", "“全部”", "恢复。"]), min_size=1, max_size=60
    )
)
def test_no_chinese_line_starts_with_a_closing_mark(words):
    for _start, _end, cue in cues(srt([Spoken("".join(words), 0, 30)], "zh-hans")):
        for line in cue.split("\n"):
            assert line[0] not in "，。”、；："


def test_a_timeline_puts_one_line_behind_the_other():
    assert timeline([("a", 2), ("b", 3)]) == [Spoken("a", 0, 2), Spoken("b", 2, 5)]


def test_the_markdown_holds_every_scene_with_its_time(any_paper, draft):
    script = draft(any_paper, "video_script")
    text = markdown(script)
    assert text.count("\n## ") == len(script.scenes) + 2
    for child in script.scenes:
        assert child.value["narration"] in text
        assert child.value["direction"] in text
    assert text.startswith(f"# {script.subject_title}\n")


def test_the_editor_s_seconds_count_before_the_reading_speed(paper, draft):
    script = draft(paper, "video_script")
    before = script.total_seconds
    script.scenes[0].value["seconds"] = whole_seconds(script.scenes[0].value["narration"]) + 7
    assert script.total_seconds == before + 7


def test_the_scene_of_a_figure_s_section_shows_the_figure(paper, draft):
    shown = [child.value["image"] for child in draft(paper, "video_script").scenes]
    assert any(shown)


def test_the_post_brings_script_and_subtitles_as_files(any_paper, draft):
    script = draft(any_paper, "video_script")
    made = script.kind.posts(script, Capabilities(media_limit=50))[0]
    assert [(m.mime_type, m.path.suffix) for m in made.media] == [
        ("text/markdown", ".md"),
        ("application/x-subrip", ".srt"),
    ]
    assert all(re.fullmatch(r"[a-z0-9-]+\.(md|srt)", medium.name) for medium in made.media)
    assert made.data["seconds"] == script.total_seconds
    assert len(made.data["scenes"]) == len(script.scenes)


def test_a_channel_that_takes_images_only_gets_no_files(paper, draft):
    script = draft(paper, "video_script")
    able = Capabilities(media_limit=4, media_types=frozenset({"image/png"}), text_limit=300)
    made = script.kind.posts(script, able)[0]
    assert made.media == ()
    assert len(made.text) < 300


def test_the_preview_is_a_storyboard(paper, draft):
    script = draft(paper, "video_script")
    assert script.make_preview_request().content.decode().count('class="frame') == len(script.scenes) + 2
