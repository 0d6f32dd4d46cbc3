"""Scripts: lengths from reading speed, and exports that other programs read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import Capabilities
from contenthub.variants import checks
from contenthub.variants.actions import derive, latest
from contenthub.variants.lengths import width
from contenthub.variants.openings import HOOK_SECONDS
from contenthub.variants.parts import parts
from contenthub.variants.reading import spoken
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
    assert (whole_seconds(""), whole_seconds("Go")) == (0, 1)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12% of them", (4, 0)),  # twelve percent of them
        ("120 teams", (4, 0)),  # one hundred twenty teams
        ("$1.2 million", (5, 0)),  # one point two million dollars
        ("in 2024", (4, 0)),  # in twenty twenty-four
        ("1,200,000 users", (6, 0)),
        ("the API", (3, 0)),
        ("12%的团队", (0, 8)),  # 百分之十二的团队
        ("2024年", (0, 5)),  # 二零二四年
        ("10500个", (0, 6)),  # 一万零五百个
        ("105元", (0, 5)),
    ],
)
def test_figures_are_as_long_as_they_are_read_aloud(text, count):
    assert spoken(text) == count


@pytest.mark.parametrize("length", [15, 30, 60, 90])
def test_a_script_keeps_the_length_that_was_chosen(any_paper, length):
    script = derive(any_paper, ["video_script"], choices={"video_script": {"seconds": length}})[0]
    assert script.target_seconds == length
    assert 10 < script.total_seconds <= length
    assert script.scenes and script.call_to_action
    assert all(part.source for part in parts(script))
    assert not [problem for problem in checks.problems(script) if problem.code in ("script_long", "hook_long")]


def test_another_length_is_another_draft_and_the_same_length_the_same(paper):
    one = derive(paper, ["video_script"])[0]
    half = derive(paper, ["video_script"], choices={"video_script": {"seconds": 30}})[0]
    assert half.pk != one.pk
    assert derive(paper, ["video_script"], choices={"video_script": {"seconds": 30}})[0].pk == half.pk
    assert latest(one).target_seconds == 60


def test_no_scene_repeats_another(any_paper, draft):
    said = [child.value["narration"] for child in draft(any_paper, "video_script").scenes]
    assert len(set(said)) == len(said)
    assert not [one for one in said for other in said if one is not other and one in other]


def test_the_brand_s_hook_comes_first_and_is_its_own_source(paper, brand, draft):
    paper.brand_id = brand.pk
    script = draft(paper, "video_script")
    assert script.hook == "Fridays need not be scary."
    assert script.field_sources["hook"]["origin"] == "brand"


def test_without_one_the_hook_is_said_in_three_seconds_and_stands_in_its_source(any_paper, draft):
    script = draft(any_paper, "video_script")
    assert seconds(script.hook) <= HOOK_SECONDS
    assert script.hook in script.field_sources["hook"]["words"].replace("\n", " ")


def test_words_on_screen_fit_two_lines(any_paper, draft):
    for child in draft(any_paper, "video_script").scenes:
        assert width(child.value["on_screen"]) <= 60


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
        ("text/vtt", ".vtt"),
        ("text/csv", ".csv"),
    ]
    assert all(re.fullmatch(r"[a-z0-9-]+\.(md|srt|vtt|csv)", medium.name) for medium in made.media)
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
