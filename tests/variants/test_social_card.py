"""Social cards as posts: copy within limits, cards drawn once and well named."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from PIL import Image

from channels.base import LINK_PLACEHOLDER, Capabilities
from contenthub.variants import pictures
from contenthub.variants.cards.frames import SIZES

FEED = Capabilities(text_limit=500, url_length=23, media_limit=4)


def post(variant, able=FEED):
    return variant.kind.posts(variant, able)[0]


def test_a_post_has_copy_link_hashtags_and_cards(any_paper, draft):
    made = post(draft(any_paper, "social_card"))
    assert (made.key, made.link, made.target) == ("", "", "")
    assert made.kind == "social_card"
    assert made.title == any_paper.title
    assert made.language == any_paper.language
    assert made.text.count(LINK_PLACEHOLDER) == 1
    assert made.hashtags and f"#{made.hashtags[0]}" in made.text
    assert len(made.media) == 4


def test_each_medium_is_a_file_in_the_wanted_size_with_alternative_text(paper, draft):
    for medium in post(draft(paper, "social_card"), Capabilities(media_limit=9, image_size=(1080, 1080))).media:
        assert medium.path.is_file()
        assert hashlib.sha256(medium.read()).hexdigest() == medium.sha256
        assert medium.size == len(medium.read())
        assert (medium.width, medium.height) == Image.open(medium.path).size == (1080, 1080)
        assert medium.alt
        assert medium.url.startswith("http")
        assert medium.path.parent.name == "cards"


def test_the_wide_size_is_used_where_a_channel_has_no_wish(paper, draft):
    assert (post(draft(paper, "social_card")).media[0].width) == SIZES["wide"][0]


def test_png_is_drawn_for_a_channel_that_takes_nothing_else(paper, draft):
    able = Capabilities(media_limit=1, media_types=frozenset({"image/png"}))
    medium = post(draft(paper, "social_card"), able).media[0]
    assert medium.mime_type == "image/png"
    assert Image.open(medium.path).format == "PNG"


def test_a_channel_without_media_gets_none_and_nothing_is_drawn(paper, draft, folders_of_its_own):
    assert post(draft(paper, "social_card"), Capabilities(media_limit=0)).media == ()
    assert not list((folders_of_its_own / "media").glob("cards/*"))


def test_the_same_card_is_drawn_once(paper, draft):
    card = draft(paper, "social_card")
    first = post(card).media
    times = [medium.path.stat().st_mtime_ns for medium in first]
    assert post(card).media == first
    assert [medium.path.stat().st_mtime_ns for medium in first] == times


def test_another_text_or_another_colour_makes_another_file(paper, draft, brand):
    card = draft(paper, "social_card")
    first = post(card).media[0]
    card.cards[0].value["headline"] = "Otherwise"
    second = post(card).media[0]
    brand.primary_colour = "#884400"
    brand.save()
    card.source_asset.refresh_from_db()
    assert len({first.path, second.path, post(card).media[0].path}) == 3


def test_a_channel_without_links_gets_none(paper, draft):
    made = post(draft(paper, "social_card"), Capabilities(text_limit=300, links=False))
    assert LINK_PLACEHOLDER not in made.text


def test_there_is_a_card_for_title_points_figure_number_and_quotation(any_paper, draft):
    types = [child.block_type for child in draft(any_paper, "social_card").cards]
    assert types.count("statement") == 1 + len(any_paper.key_points)
    assert types.count("quotation") == types.count("figure") == 1


def test_the_first_cards_are_a_mix_so_that_four_pictures_show_more_than_one_look(any_paper, draft):
    types = [child.block_type for child in draft(any_paper, "social_card").cards]
    assert types[:5] == ["statement", "statement", "number", "quotation", "figure"]
    assert types[5:] == sorted(types[5:], key=["statement", "number"].index)


def test_every_card_can_be_downloaded_in_every_size_and_for_the_feed(paper, draft):
    card = draft(paper, "social_card")
    _zip, *files = card.kind.files(card)
    assert len(files) == 5 * len(card.cards)
    labels = {file.label for file in files}
    assert labels == {"1200 × 630", "1080 × 1080", "1080 × 1440", "1080 × 1920", "1080 × 1350"}
    assert Image.open(io.BytesIO(files[4].read())).size == (1080, 1350)


def test_all_cards_come_in_one_zip_with_the_same_bytes_each_time(paper, draft):
    card = draft(paper, "social_card")
    del card.cards[1:]
    packed, *files = card.kind.files(card)
    data = packed.read()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == [file.name for file in files]
        assert archive.read(files[0].name) == files[0].read()
    assert packed.read() == data


def test_without_cards_there_is_nothing_to_download(paper, draft):
    card = draft(paper, "social_card")
    card.cards = []
    assert card.kind.files(card) == []


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("40%", ("40", "%")),
        ("1.2 million", ("1.2", "million")),
        ("120万", ("120", "万")),
        ("$3 billion", ("$3", "billion")),
        ("2–4 weeks", ("2–4", "weeks")),
        ("a quarter", ("a quarter", "")),
        ("三成", ("三成", "")),
    ],
)
def test_a_number_is_parted_from_its_unit(number, parts):
    assert pictures.split_number(number) == parts


def test_the_footer_is_the_brand_s_own_words_or_its_host(brand):
    assert pictures.footer_of(brand, "en") == "steady.example"
    assert pictures.footer_of(None, "en") == ""


def test_the_preview_shows_every_card_and_stores_nothing(paper, draft, folders_of_its_own):
    card = draft(paper, "social_card")
    shown = card.make_preview_request(preview_mode="").content.decode()
    assert shown.count("data:image/jpeg") == len(card.cards)
    assert card.copy_text[:40] in shown
    assert not list((folders_of_its_own / "media").glob("cards/*"))
