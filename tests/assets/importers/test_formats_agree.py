"""The same paper as Markdown, HTML, Word and in a zip becomes the same blocks."""

from __future__ import annotations

import io
import zipfile

import pytest

from contenthub.assets.importers import load
from contenthub.lib import facts
from tests.assets.importers.building import picture, with_footnote, word, written

MARKDOWN = """# Quiet Deployments

Most outages begin with a change. In 2024 we looked at 120 teams[^1], and 40% of them deployed on Fridays.

## What we saw

Teams that deploy in [small steps](https://example.com/small) recover **four times** faster.

- Deploy often
  - Every day
  - Or twice
- Deploy small

![A quiet night](night.png)

| Team | Deployments |
|---|---|
| Red | 12 |
| Blue | 30 |

### What they said

> Small steps are the whole trick.

```
make run
make watch
```

1. Make every change small.
2. Watch it for ten minutes.

[^1]: All of them in Europe.
"""
PAGE = """<!doctype html><html lang="en"><body><article><h1>Quiet Deployments</h1>
<p>Most outages begin with a change. In 2024 we looked at 120 teams<sup><a href="#n1" id="r1">1</a></sup>, and 40% of them
deployed on Fridays.</p>
<h2>What we saw</h2>
<p>Teams that deploy in <a href="https://example.com/small">small steps</a> recover <b>four times</b> faster.</p>
<ul><li>Deploy often<ul><li>Every day</li><li>Or twice</li></ul></li><li>Deploy small</li></ul>
<p><img src="night.png" alt="A quiet night"></p>
<table><tr><th>Team</th><th>Deployments</th></tr><tr><td>Red</td><td>12</td></tr><tr><td>Blue</td><td>30</td></tr></table>
<h3>What they said</h3>
<blockquote><p>Small steps are the whole trick.</p></blockquote>
<pre>make run
make watch</pre>
<ol><li>Make every change small.</li><li>Watch it for ten minutes.</li></ol>
<hr><div><p id="n1">1. All of them in Europe. <a href="#r1">back</a></p></div>
</article></body></html>"""


def word_paper(folder):
    def build(document):
        document.add_heading("Quiet Deployments", 0)
        first = document.add_paragraph("Most outages begin with a change. In 2024 we looked at 120 teams")
        first.add_run("NOTE")
        first.add_run(", and 40% of them deployed on Fridays.")
        document.add_heading("What we saw", 1)
        second = document.add_paragraph("Teams that deploy in ")
        second.add_run("LINK")
        second.add_run(" recover ")
        second.add_run("four times").bold = True
        second.add_run(" faster.")
        for words, style in (("Deploy often", "List Bullet"), ("Every day", "List Bullet 2"), ("Or twice", "List Bullet 2"), ("Deploy small", "List Bullet")):  # fmt: skip
            document.add_paragraph(words, style=style)
        document.add_picture(io.BytesIO(picture()))
        document.inline_shapes[0]._inline.docPr.set("descr", "A quiet night")
        table = document.add_table(3, 2, style="Light Grid Accent 1")
        cells = [cell for row in table.rows for cell in row.cells]
        for cell, words in zip(cells, ["Team", "Deployments", "Red", "12", "Blue", "30"], strict=True):
            cell.text = words
        document.add_heading("What they said", 2)
        document.add_paragraph("Small steps are the whole trick.", style="Quote")
        for line in ("make run", "make watch"):
            document.add_paragraph().add_run(line).font.name = "Consolas"
        for line in ("Make every change small.", "Watch it for ten minutes."):
            document.add_paragraph(line, style="List Number")

    path = word(folder, build)
    return with_footnote(path, "All of them in Europe.", link=("small steps", "https://example.com/small"))


def zipped(folder):
    path = folder / "paper.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Paper/paper.md", MARKDOWN)
        archive.writestr("Paper/night.png", picture())
    return path


MADE = {
    "html": lambda folder: written(folder, "paper.html", PAGE),
    "docx": word_paper,
    "zip": zipped,
}


@pytest.mark.parametrize("form", MADE)
def test_the_same_paper_becomes_the_same_blocks(form, tmp_path):
    written(tmp_path, "night.png", picture())
    markdown = load(written(tmp_path, "paper.md", MARKDOWN))
    other = load(MADE[form](tmp_path))
    assert (other.title, other.language, other.summary) == (markdown.title, markdown.language, markdown.summary)
    assert other.blocks == markdown.blocks
    assert [image.data for image in other.images.values()] == [image.data for image in markdown.images.values()]
    assert other.key_points == markdown.key_points
    found = [
        [fact.text for block in each.blocks for fact in facts.find(block.text(), "en")] for each in (markdown, other)
    ]
    assert found[0] == found[1]
    assert "40%" in found[0]
    assert other.warnings == []
