"""What leaves a script: subtitles that can be read in time, a shot list for a spreadsheet, a Word document."""

from __future__ import annotations

import csv
import io
import re

import docx

from contenthub.variants.lengths import width
from contenthub.variants.script import shot_list
from contenthub.variants.script_document import document
from contenthub.variants.shots import shots
from contenthub.variants.subtitles import cues, vtt
from contenthub.variants.timing import Spoken


def test_cues_follow_each_other_without_a_gap_and_can_be_read_in_time(any_paper, draft):
    script = draft(any_paper, "video_script")
    found = cues(script.spoken(), script.language)
    assert found[0].start == 0
    assert found[-1].end == script.total_seconds * 1000
    assert all(one.end == other.start for one, other in zip(found, found[1:], strict=False))
    for cue in found:
        assert cue.start < cue.end
        assert width(cue.text.replace("\n", "")) / (cue.end - cue.start) * 1000 <= 20.5


def test_a_figure_and_its_unit_are_never_on_two_lines():
    said = "每个渠道都有自己的算法，所以在这个平台上每个链接一律按照23个字符来计算，一共有120万人看到了它。"
    lines = [line for cue in cues([Spoken(said, 0, 12)], "zh-hans") for line in cue.text.split("\n")]
    assert any("23个" in line for line in lines)
    assert any("120万" in line for line in lines)
    said = "We asked them all and in the end every single one of 1.2 million readers answered 23 questions."
    lines = [line for cue in cues([Spoken(said, 0, 9)], "en") for line in cue.text.split("\n")]
    assert any("1.2 million" in line for line in lines)
    assert not [line for line in lines if re.search(r"\b(?:the|of|a|in)$", line)]


def test_webvtt_has_its_header_and_points_in_its_times():
    text = vtt([Spoken("Less is more & <b>never</b> the same.", 0, 3)], "en")
    assert text.startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:03.000\n")
    assert "&amp; &lt;b&gt;" in text


def test_the_shot_list_opens_in_a_spreadsheet(any_paper, draft):
    script = draft(any_paper, "video_script")
    script.scenes[0].value["narration"] = "=1+1 is no formula."
    data = shot_list(script)
    assert data.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(data.removeprefix("\ufeff"))))
    assert len(rows) == len(script.scenes) + 3
    assert {len(row) for row in rows} == {10}
    assert rows[2][4] == "'=1+1 is no formula."
    assert sum(int(row[3]) for row in rows[1:]) == script.total_seconds
    assert all(row[9] for row in rows[1:])


def test_the_word_document_holds_every_shot_with_a_thumbnail(any_paper, draft):
    script = draft(any_paper, "video_script")
    data = document(script)
    found = docx.Document(io.BytesIO(data))
    table = found.tables[0]
    assert len(table.rows) == len(shots(script)) + 1
    assert len(found.inline_shapes) == len(shots(script))
    text = "\n".join(paragraph.text for paragraph in found.paragraphs)
    assert all(shot.narration in text for shot in shots(script))
    assert [p.style.name for p in found.paragraphs if p.style.name.startswith("Heading")] == ["Heading 1"] * 3
    assert document(script) == data
