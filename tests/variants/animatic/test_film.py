"""Pictures of an animatic: when each is seen, and that captions stay where no app covers them."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from contenthub.variants.animatic.film import digest, film
from contenthub.variants.animatic.stills import CARD_BOTTOM, SAFE, SIZE, captioned, draw
from contenthub.variants.pictures import Card
from contenthub.variants.shots import shots


def test_the_pictures_last_as_long_as_the_script(any_paper, draft):
    script = draft(any_paper, "video_script")
    stills = film(shots(script), script.language)
    assert sum(still.length for still in stills) == script.total_seconds * 1000
    assert {still.shot for still in stills} == set(range(len(script.scenes) + 2))


def test_what_a_card_does_not_say_is_a_caption(any_paper, draft):
    script = draft(any_paper, "video_script")
    found = shots(script)
    for number, shot in enumerate(found):
        said = "".join(still.caption for still in film(found, script.language) if still.shot == number)
        assert bool(said) is not shot.tells_all


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Teams that deploy in small steps\nrecover four times faster than"),
        ("zh-hans", "小步发布的团队恢复速度是每\n月发布一次的团队的四倍"),
        ("en", "W" * 32 + "\n" + "W" * 32),
    ],
)
def test_a_caption_stays_inside_the_safe_area_and_off_the_card(brand, language, text):
    card = draw(Card("statement", language, headline="40%"), brand)
    assert card.size == SIZE
    left, top, right, bottom = ImageChops.difference(card, captioned(card, text, language)).getbbox()
    assert left >= SAFE[0]
    assert right <= SAFE[2]
    assert bottom <= SAFE[3]
    assert top > CARD_BOTTOM


def test_the_name_changes_with_what_is_seen_only(short):
    before = digest(short)
    short.title = "Called otherwise"
    short.scenes[0].value["direction"] = "Filmed otherwise"
    assert digest(short) == before
    short.scenes[0].value["on_screen"] = "Seen otherwise"
    assert digest(short) != before
