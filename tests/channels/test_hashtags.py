from __future__ import annotations

from channels.hashtags import with_hashtags


def always(text: str) -> bool:
    return True


def test_hashtags_stand_on_a_line_of_their_own() -> None:
    assert with_hashtags("Text.", ["ZeroTrust", "#Security"], always) == "Text.\n\n#ZeroTrust #Security"


def test_those_already_in_the_text_are_not_repeated() -> None:
    assert with_hashtags("About #zerotrust.", ["ZeroTrust", "zerotrust"], always) == "About #zerotrust."
    assert with_hashtags("#零信任架构", ["零信任", "零信任"], always) == "#零信任架构\n\n#零信任"


def test_only_as_many_as_fit_are_added() -> None:
    assert with_hashtags("12345", ["toolong", "b"], lambda text: len(text) <= 10) == "12345\n\n#b"


def test_without_hashtags_the_text_is_untouched() -> None:
    assert with_hashtags("Text. ", ["", "#", " "], always) == "Text. "


def test_white_space_inside_is_dropped() -> None:
    assert with_hashtags("", ["zero trust"], always) == "#zerotrust"
