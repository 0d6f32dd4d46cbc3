from __future__ import annotations

from contenthub.assets.importers import load
from tests.assets.importers.building import picture, written

PAGE = """<!doctype html><html lang="en"><head><title>Quiet Deployments | Example Blog</title>
<meta name="description" content="How small steps help."><style>p{color:red}</style></head>
<body><header><a href="/">Home</a></header><nav><ul><li><a href="/a">Elsewhere</a></li></ul></nav>
<main><h1>Quiet Deployments</h1><p>Most outages begin with a change.<p>Small steps help.
<figure><img src="night.png" alt="A night"><figcaption>The night</figcaption></figure>
<h3>What we saw</h3><div>Loose words <b>here</b></div>
<table><caption>Teams</caption><tr><th>Team<th>Count<tr><td rowspan=2>Red<td>12<tr><td>13</table>
<script>track()</script><form><input name=x></form></main>
<aside>Read next</aside><footer>Imprint</footer></body></html>"""


def test_the_article_is_taken_and_the_site_around_it_is_not(tmp_path):
    written(tmp_path, "night.png", picture())
    result = load(written(tmp_path, "page.html", PAGE))
    assert (result.title, result.summary) == ("Quiet Deployments", "How small steps help.")
    assert [block.kind for block in result.blocks] == ["rich_text", "figure", "heading", "rich_text", "table"]
    assert result.blocks[0].value["html"] == "<p>Most outages begin with a change.</p><p>Small steps help.</p>"
    assert result.blocks[3].value["html"] == "<p>Loose words <strong>here</strong></p>"
    assert result.blocks[4].value == {
        "rows": [["Team", "Count"], ["Red", "12"], ["", "13"]],
        "header": True,
        "caption": "Teams",
        "spans": [(1, 0, 2, 1)],
    }
    for around in ("Home", "Elsewhere", "track", "Read next", "Imprint"):
        assert around not in str(result.blocks)


def test_the_page_s_own_title_serves_where_it_has_no_heading(tmp_path):
    result = load(
        written(
            tmp_path,
            "page.htm",
            "<html><title>Quiet nights - Example Blog</title><body><p>Words of it.</p></body></html>",
        )
    )
    assert result.title == "Quiet nights"


def test_a_page_in_another_encoding_is_read_as_it_declares(tmp_path):
    page = '<html><head><meta charset="gbk"></head><body><h1>安静</h1><p>大多数故障始于一次变更。</p></body></html>'
    result = load(written(tmp_path, "page.html", page.encode("gbk")))
    assert (result.title, result.language, result.warnings) == ("安静", "zh-hans", [])
