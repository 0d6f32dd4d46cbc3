from __future__ import annotations

import pytest

from contenthub.lib.html import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <a href='x'>link</a>  b</p><p>c</p>", "a link b\n\nc"),
        ("<ul><li>one</li><li>two<ul><li>deep</li></ul></li></ul><p>after</p>", "- one\n- two\n- deep\n\nafter"),
        ("<ol><li><p>one</p></li><li>two</li></ol>", "1. one\n2. two"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a\tb\nc\td"),
        ("a<br>b", "a\nb"),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<p>a<script>x()</script></p><style>p{}</style>", "a"),
        ("<p><b>a</b> <i>b</i></p>", "a b"),
        ("", ""),
    ],
)
def test_it_reads_as_a_reader_would_see_it(html, text):
    assert to_text(html) == text


def test_depth_of_nesting_does_not_matter():
    assert to_text("<div>" * 5_000 + "x" + "</div>" * 5_000) == "x"
