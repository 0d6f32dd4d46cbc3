"""Which typeface draws what."""

from __future__ import annotations

import pytest

from contenthub.variants.cards.fonts import Script, emoji_file, face, has_glyph
from contenthub.variants.cards.runs import clean, runs, undrawable


def scripts(text: str, chinese: bool = False) -> list[tuple[str, str]]:
    return [(run.script.value, run.text) for run in runs(clean(text), chinese)]


def test_chinese_and_latin_are_drawn_with_their_own_typefaces():
    assert scripts("CNCF云原生12%增长", True) == [
        ("latin", "CNCF"),
        ("cjk", "云原生"),
        ("latin", "12%"),
        ("cjk", "增长"),
    ]


def test_quotation_marks_follow_the_language():
    assert scripts("“Operators”, he said…") == [("latin", "“Operators”, he said…")]
    assert [script for script, _ in scripts("“云”", True)] == ["cjk"]
    assert ("latin", "don’t") in scripts("说don’t吧", True)


@pytest.mark.parametrize("emoji", ["🚀", "👩‍💻", "🇨🇳", "👍🏽", "1️⃣", "❤️"])
def test_an_emoji_is_one_run_or_left_out_but_never_taken_apart(emoji):
    found = [text for script, text in scripts(f"a {emoji} b") if script == "emoji"]
    assert found == ([emoji] if emoji_file() else [])


def test_signs_without_an_emoji_form_stay_text():
    assert scripts("© ™") == [("latin", "© ™")]
    assert scripts("✓") == [("cjk", "✓")]


def test_what_no_typeface_can_draw_is_left_out_and_named():
    assert scripts("a\u05e9\u05dcb") == [("latin", "ab")]
    assert undrawable("a\u05e9\u05dc\u05e9 云") == "\u05e9\u05dc"
    assert undrawable("CNCF 云原生：12% → ①") == ""


def test_invisible_signs_and_runs_of_spaces_go():
    assert clean(" a\u200b\u00ad  b\t\u0007c \r\n d ") == "a b c\nd"


def test_the_chinese_face_is_the_simplified_one():
    assert face(Script.CJK, 20, 700).getname()[0] == "Noto Sans CJK SC"


def test_a_heavier_weight_draws_wider_letters():
    light, heavy = (face(Script.LATIN, 100, weight).getlength("weight") for weight in (300, 800))
    assert heavy > light


def test_coverage_knows_what_a_font_holds():
    assert has_glyph(Script.CJK, "云") and not has_glyph(Script.LATIN, "云")
    assert has_glyph(Script.LATIN, "é") and not has_glyph(Script.LATIN, "\uffff")
