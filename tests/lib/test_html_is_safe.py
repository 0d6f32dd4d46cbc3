from __future__ import annotations

import pytest

from contenthub.lib.html import sanitize

SCRIPTS = [
    "javascript:alert(1)",
    "javascript:123",
    "data:1",
    "data:text/html,x",
    "vbscript:x",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:1",
    "&#x6A&#x61vascript:1",
    "javascript&colon;1",
    "javascript&#58;1",
    "java\tscript:1",
    "java&#10;script:1",
    " &#1;javascript:1",
    "\x00javascript:1",
    "ja\u200bvascript:1",
    "\u00a0javascript:1",
    "unknown:thing",
    "localhost:8000/x",
]
SAFE = [
    "http://example.com/a:b",
    "https://example.com/?q=a:b",
    "mailto:a@example.com",
    "tel:+8613800000000",
    "/path:with-colon",
    "../up",
    "page.html",
    "#part:2",
    "?q=a:b",
    "//example.com/x",
]


@pytest.mark.parametrize("address", SCRIPTS)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_an_address_of_another_scheme_is_taken_off(address, quote):
    assert sanitize(f"<a href={quote}{address}{quote}>x</a>") == "<a>x</a>"


@pytest.mark.parametrize("address", SAFE)
def test_an_ordinary_address_stays(address):
    assert sanitize(f'<a href="{address}">x</a>') == f'<a href="{address}">x</a>'


def test_scripts_styles_and_comments_go_with_what_is_in_them():
    assert sanitize("<p>a<script>alert(1)</script><style>p{}</style><!-- c -->b</p>") == "<p>ab</p>"
    assert sanitize("<p>a</p><script>alert(1)") == "<p>a</p>"
    assert sanitize("<svg><script>alert(1)</script></svg>") == ""


def test_other_tags_and_attributes_go_and_leave_their_text():
    assert sanitize('<div onclick="x"><p style="x" class="y">a <span>b</span></p></div>') == "<p>a b</p>"
    assert sanitize('<h1>t</h1><img src=x onerror="x">') == "t"


def test_rich_text_stays_as_it_is():
    html = (
        "<h2>A</h2><p><strong>b</strong><em>c</em><sup>1</sup><code>d</code><br></p>"
        "<ul><li>e</li></ul><blockquote>f</blockquote><table><tbody><tr><th>g</th><td>h</td></tr></tbody></table>"
    )
    assert sanitize(html) == html


def test_broken_html_comes_out_closed():
    assert sanitize("<p>a<strong>b") == "<p>a<strong>b</strong></p>"
    assert "<script" not in sanitize("<scr<script>ipt>alert(1)</script>")
