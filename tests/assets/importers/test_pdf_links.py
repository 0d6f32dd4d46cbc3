"""Links of typeset documents, set with typst so that their annotations are real."""

from __future__ import annotations

import pytest
import typst

from contenthub.assets.importers import load
from tests.assets.importers.building import written

PAPER = """
#set page(width: 300pt, height: 500pt, margin: 40pt)
#set text(size: 10pt, hyphenate: true, lang: "en")
#set par(justify: true)
= Harbour report
Before the storm the keepers read #link("https://example.org/tides?a=1&b=2")[the tide tables of the whole northern
coast and of the islands] and then went home. Write to #link("mailto:keeper@example.org")[the keeper] for more,
or see #link(<later>)[the later part] below.

- #link("https://example.org/first")[First item] of the list
- An item that ends in #link("https://example.org/second")[its link]

= Later <later>
The code that is meant is at #link("javascript:alert(1)")[a place nobody should go] today.
"""


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    data = typst.compile(PAPER.encode())
    result = load(written(tmp_path_factory.mktemp("links"), "harbour.pdf", data))
    return "".join(block.value["html"] for block in result.blocks if block.kind == "rich_text")


def test_a_link_over_two_lines_is_one_link_with_its_target(html):
    words = "the tide tables of the whole northern coast and of the islands"
    assert f'<a href="https://example.org/tides?a=1&amp;b=2">{words}</a> and then went home.' in " ".join(html.split())


def test_a_mail_address_stays_a_link(html):
    assert '<a href="mailto:keeper@example.org">the keeper</a> for more' in html


def test_links_in_a_list_stay_in_their_items(html):
    assert '<li><a href="https://example.org/first">First item</a> of the list</li>' in html
    assert 'ends in <a href="https://example.org/second">its link</a></li>' in html


def test_a_link_to_a_place_of_the_document_is_its_text(html):
    assert "or see the later part below." in " ".join(html.split())


def test_a_link_to_a_script_is_its_text(html):
    assert "javascript" not in html
    assert "a place nobody should go today." in " ".join(html.split())
