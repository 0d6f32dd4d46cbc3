from __future__ import annotations

import pytest

from contenthub.assets.importers import load
from tests.assets.importers.building import paragraph, pdf, picture, written

PAGES = [
    [
        ("F1", 8, 72, 760, "Quiet Deployments"),
        ("F1", 24, 72, 700, "Quiet Deployments"),
        *paragraph(660, "Most outages begin with a change. In 2024 we looked at one hundred and", "twenty teams of every size."),
        ("F2", 16, 72, 610, "What we saw"),
        *paragraph(585, "Teams that deploy in small steps recover four times faster than the oth-", "ers do, and the self-", "healing ones are self-healing."),
        ("F1", 8, 300, 30, "1"),
    ],
    [
        ("F1", 8, 72, 760, "Quiet Deployments"),
        *paragraph(700, "• Make every change small and easy to take back whenever it must be taken", "  back at once."),
        *paragraph(670, "• Watch it."),
        ("F2", 12, 72, 640, "The command"),
        *paragraph(620, "make deploy", "    --slowly", font="F3", size=9),
        ("F1", 8, 300, 30, "2"),
    ],
    [
        ("F1", 8, 72, 760, "Quiet Deployments"),
        ("F2", 16, 72, 700, "Conclusion"),
        *paragraph(675, "The others of them sleep at night."),
        ("F1", 8, 300, 30, "3"),
    ],
]  # fmt: skip


def imported(tmp_path, pages=PAGES, **options):
    return load(written(tmp_path, "quiet.pdf", pdf(pages, **options)))


def headings(result):
    return [(block.value["level"], block.value["text"]) for block in result.blocks if block.kind == "heading"]


def test_headings_are_told_by_size_and_weight(tmp_path):
    result = imported(tmp_path)
    assert result.title == "Quiet Deployments"
    assert headings(result) == [(2, "What we saw"), (3, "The command"), (2, "Conclusion")]


def test_lines_become_paragraphs_and_broken_words_are_whole(tmp_path):
    text = str(imported(tmp_path).blocks)
    assert "one hundred and twenty teams of every size.</p>" in text
    assert "faster than the others do, and the self-healing ones are self-healing." in text


def test_running_heads_and_page_numbers_are_left_out(tmp_path):
    text = str(imported(tmp_path).blocks)
    assert "Quiet Deployments" not in text
    assert "<p>2</p>" not in text


def test_bullets_become_a_list_and_monospaced_lines_code(tmp_path):
    result = imported(tmp_path)
    assert (
        "<ul><li>Make every change small and easy to take back whenever it must be taken back at once.</li><li>Watch it.</li></ul>"
        in str(result.blocks)
    )
    assert [block.value["text"] for block in result.blocks if block.kind == "code"] == ["make deploy\n    --slowly"]


def test_a_picture_stands_where_the_page_has_it(tmp_path):
    pages = [
        [
            ("F1", 20, 72, 700, "Title of it"),
            *paragraph(660, "Above the picture."),
            *paragraph(200, "Below the picture."),
        ]
    ]
    result = imported(tmp_path, pages, jpeg=picture(form="JPEG"))
    assert [block.kind for block in result.blocks] == ["rich_text", "figure", "rich_text"]
    assert result.images["picture-1"].name.endswith(".jpg")
    assert any("1 figure has no alternative text" in warning for warning in result.warnings)


def test_the_outline_names_headings_that_look_like_text(tmp_path):
    pages = [
        [
            *paragraph(700, "First part"),
            *paragraph(670, "Words of the first part that fill a line."),
            *paragraph(640, "And some more of them here."),
        ]
    ]
    result = imported(tmp_path, pages, outline=["First part"], info="The Title")
    assert result.title == "The Title"
    assert headings(result) == [(2, "First part")]


def test_a_cover_gives_the_title_and_the_contents_page_is_left_out(tmp_path):
    cover = [("F1", 40, 72, 500, "Quiet"), ("F2", 22, 72, 460, "White paper"), ("F1", 9, 72, 60, "EXAMPLE.COM")]
    contents = [
        ("F1", 24, 72, 700, "Table of Contents"),
        *paragraph(650, "What we saw..........................3"),
        *paragraph(620, "Conclusion............................4"),
    ]
    result = imported(tmp_path, [cover, contents, *PAGES])
    assert result.title == "Quiet White paper"
    assert headings(result)[0] == (2, "Quiet Deployments")
    assert "......" not in str(result.blocks)
    assert any("table of contents" in warning for warning in result.warnings)


@pytest.mark.parametrize("info", ["Microsoft Word - x.docx", "untitled", "paper.indd"])
def test_a_title_that_a_program_filled_in_is_no_title(tmp_path, info):
    assert imported(tmp_path, [paragraph(700, "Only words, and not many of them.")], info=info).title == "Quiet"
