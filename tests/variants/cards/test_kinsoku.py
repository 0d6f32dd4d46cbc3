"""Where lines may end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contenthub.variants.cards.kinsoku import NOT_FIRST, NOT_LAST, atoms
from contenthub.variants.cards.layout import Style, fit_text

LONG = "他说：“云原生（Cloud Native）不是终点”，而是《安全白皮书》、供应链与12.5%的增长……2024年将有3倍投入！"


def lines_of(text: str, width: int, chinese: bool = True, size: int = 20) -> list[str]:
    block = fit_text(text, (width, 4000), (size, size), Style(), chinese)
    assert not block.overflow
    return [line.text for line in block.lines]


@pytest.mark.parametrize("width", range(100, 480, 20))
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(width):
    for line in lines_of(LONG, width):
        assert line[0] not in NOT_FIRST
        assert line[-1] not in NOT_LAST


@pytest.mark.parametrize("width", range(100, 480, 20))
def test_numbers_their_units_and_latin_words_stay_whole(width):
    lines = lines_of(LONG, width)
    for whole in ("12.5%", "2024年", "3倍", "Native", "……"):
        assert sum(whole in line for line in lines) == 1


@settings(max_examples=60, deadline=None)
@given(st.text("云原生安全白皮书，。、（）《》", min_size=2, max_size=60), st.integers(90, 400))
def test_a_text_never_ends_in_a_line_of_one_character(text, width):
    lines = [line.text for line in fit_text(text, (width, 4000), (24, 8), Style(), True).lines]
    last_signs = sum(sign not in NOT_FIRST | NOT_LAST for sign in lines[-1])
    assert len(lines) == 1 or last_signs > 1


def test_english_breaks_between_words_only():
    text = "Operators reduce the toil of running stateful applications"
    lines = lines_of(text, 170, chinese=False)
    assert len(lines) > 3
    assert [word for line in lines for word in line.split()] == text.split() or "".join(lines) == text.replace(" ", "")


def test_a_break_after_a_comma_is_preferred_to_one_inside_a_word():
    assert lines_of("供应链的每一环，都要能被验证", 170) == ["供应链的每一环，", "都要能被验证"]


def test_a_long_address_breaks_after_a_slash_and_never_between_digits():
    lines = lines_of("https://docs.example.org/guides/operators/2024-2025/index", 230, chinese=False)
    assert all(line.endswith(("/", ".", "-", "index")) for line in lines)
    assert any("2024-2025" in line for line in lines)


def test_no_gap_is_lost_where_chinese_meets_latin():
    spaced, close = (atoms(text, 400, True) for text in ("云 CNCF 云", "云CNCF云"))
    assert [atom.gap for atom in spaced] == [atom.gap for atom in close]
    assert close[1].gap > 0


def test_two_full_width_marks_close_up():
    apart = sum(atom.width + atom.gap for atom in atoms("好。", 400, True)) + 1
    together = sum(atom.width + atom.gap for atom in atoms("好。”", 400, True))
    assert together < apart
