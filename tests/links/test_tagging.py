from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from contenthub.links.tagging import tag, tag_html, tag_text
from contenthub.links.utm import Utm

UTM = Utm("mastodon", "social", "launch", "12_email-3", "abc23456")
TAGS = "utm_source=mastodon&utm_medium=social&utm_campaign=launch&utm_content=12_email-3&utm_id=abc23456"

words = st.text("abcxyzÄ中 %&=+#?/.-_~", max_size=12)
names = st.one_of(
    st.sampled_from(["utm_source", "UTM_Medium", "utm_term", "utm%5Fid", "utmost", "q", "页", "a.b"]), words
)


@st.composite
def addresses(draw):
    """Addresses as people have them: with queries in any spelling, old UTM values and fragments."""
    pairs = draw(st.lists(st.tuples(names, words), max_size=6))
    query = "&".join(f"{name}={text}" for name, text in pairs).replace("#", "").replace(" ", "+")
    fragment = draw(st.sampled_from(["", "#", "#top", "#/route?utm_source=x"]))
    path = draw(st.sampled_from(["", "/", "/a/b", "/路/径"]))
    return f"https://example.com{path}" + (f"?{query}" if query else "") + fragment


def pairs_of(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def others(url: str) -> list[str]:
    query = url.partition("#")[0].partition("?")[2]
    return [part for part in query.split("&") if part and not parse_qsl(part + "=")[0][0].lower().startswith("utm_")]


@examples(deadline=None, max_examples=80)
@given(addresses())
def test_tagging_twice_changes_nothing(url):
    assert tag(tag(url, UTM), UTM) == tag(url, UTM)


@examples(deadline=None, max_examples=80)
@given(addresses())
def test_there_is_one_of_each_value_and_it_is_ours(url):
    found = [(name, text) for name, text in pairs_of(tag(url, UTM)) if name.lower().startswith("utm_")]
    assert found == UTM.pairs()


@examples(deadline=None, max_examples=80)
@given(addresses())
def test_fragment_path_and_host_stay(url):
    before, after = urlsplit(url), urlsplit(tag(url, UTM))
    assert (before.netloc, before.path) == (after.netloc, after.path)
    assert url.partition("#")[2] == tag(url, UTM).partition("#")[2]


@examples(deadline=None, max_examples=80)
@given(st.lists(st.sampled_from(["q=1", "q=2", "x", "y=%2525", "z=a+b", "页=中"]), max_size=5))
def test_other_parameters_keep_order_and_spelling(kept):
    url = tag("https://example.com/?" + "&".join([*kept[:2], "utm_source=old", *kept[2:]]), UTM)
    assert urlsplit(url).query == "&".join([*kept, TAGS])


def test_the_values_stand_before_the_fragment():
    assert tag("https://example.com/a#part", UTM) == f"https://example.com/a?{TAGS}#part"


@pytest.mark.parametrize(
    "url", ["mailto:a@example.com", "/about", "#part", "tel:+1", "⟦link⟧", "javascript:alert(1)", ""]
)
def test_what_is_no_web_address_stays(url):
    assert tag(url, UTM) == url


def test_html_links_are_tagged_whatever_their_quotes():
    html = """<p><a title="a > b" href='https://a.example/?x=1&amp;y=2'>t</a> <A HREF=https://b.example/>u</A></p>"""
    escaped = TAGS.replace("&", "&amp;")
    assert tag_html(html, UTM) == (
        f"""<p><a title="a > b" href='https://a.example/?x=1&amp;y=2&amp;{escaped}'>t</a> """
        f"""<A HREF="https://b.example/?{escaped}">u</A></p>"""
    )


def test_images_styles_placeholders_and_mail_addresses_stay(settings):
    html = (
        '<link href="https://a.example/x.css"><img src="https://a.example/x.png"><a href="⟦link⟧">x</a>'
        '<a href="mailto:a@b.example">y</a><a href="#top">z</a><a>no address</a><abbr title="https://a.example">w</abbr>'
        f'<a href="{settings.BASE_URL}/r/abc">s</a><a href="{settings.BASE_URL}/m/unsubscribe/t">u</a>'
    )
    assert tag_html(html, UTM) == html


def test_our_own_public_pages_are_tagged_in_what_goes_out(settings):
    assert tag_html(f'<a href="{settings.BASE_URL}/paper/">x</a>', UTM).count("utm_source") == 1


def test_a_host_that_only_looks_like_ours_is_tagged(settings):
    settings.BASE_URL = "https://hub.example.com"
    assert "utm_source" in tag_html(f'<a href="{settings.BASE_URL}.evil.example/r/abc">x</a>', UTM)


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("See https://a.example/x.", "https://a.example/x", "."),
        ("(https://a.example/x)", "https://a.example/x", ")"),
        ("https://a.example/x_(y) is", "https://a.example/x_(y)", " is"),
        ("请看https://a.example/x，很好", "https://a.example/x", "，很好"),
        ("请看https://a.example/x很好", "https://a.example/x", "很好"),
        ("（https://a.example/云/原生）", "https://a.example/云/原生", "）"),
        ("<https://a.example/>", "https://a.example/", ">"),
        ("https://a.example/?q=1!", "https://a.example/?q=1", "!"),
    ],
)
def test_addresses_in_text_are_tagged_and_punctuation_stays_behind(text, address, rest):
    tagged = tag_text(text, UTM)
    assert tagged == text.replace(address, tag(address, UTM))
    assert tagged.endswith(f"utm_id=abc23456{rest}")


def test_short_links_and_placeholders_in_text_stay(settings):
    text = f"{settings.BASE_URL}/r/abc23456 ⟦link⟧ ⟦unsubscribe⟧ a@b.example"
    assert tag_text(text, UTM) == text
