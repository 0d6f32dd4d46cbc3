from __future__ import annotations

import pytest

from channels.settings import Field, InvalidSettings, clean

FIELDS = (
    Field("base_url", "Address", kind="url"),
    Field("token", "Token", kind="secret", required=False),
    Field("mode", "Mode", kind="choice", default="a", choices=(("a", "A"), ("b", "B"))),
    Field("port", "Port", default="25", pattern=r"\d+", pattern_message="Give a number."),
)


def test_defaults_are_filled_in_and_white_space_is_trimmed() -> None:
    assert clean(FIELDS, {"base_url": " https://x.example "}) == {
        "base_url": "https://x.example",
        "token": "",
        "mode": "a",
        "port": "25",
    }


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidSettings) as caught:
        clean(FIELDS, {"mode": "c", "port": "x", "colour": "red"})
    assert caught.value.errors == {
        "base_url": "Required.",
        "mode": "Choose one of: a, b.",
        "port": "Give a number.",
        "colour": "This channel has no such setting.",
    }


@pytest.mark.parametrize("url", ["x.example", "ftp://x.example", "https://", "http://[::1", "http://x.example:99999"])
def test_half_an_address_is_not_taken(url: str) -> None:
    with pytest.raises(InvalidSettings):
        clean(FIELDS, {"base_url": url})
