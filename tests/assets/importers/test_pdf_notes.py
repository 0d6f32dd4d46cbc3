"""Footnotes, running heads and Chinese lines of papers set with typst."""

from __future__ import annotations

import pytest
import typst

from contenthub.assets.importers import load
from tests.assets.importers.building import written

FILLER = "The boats went out again and came home late, as boats do when the water is low in the harbour. " * 14
PAPER = (
    """
#set page(width: 400pt, height: 420pt, margin: 50pt, numbering: (n, m) => [Page #n of #m],
  header: context if calc.odd(counter(page).get().first()) [Harbour book] else [Keepers of 1901])
#set text(size: 10pt, lang: "en")
= Harbour notes
The keeper wrote it down#footnote[He wrote it in the second book, which is lost, so that only the copy in the town
remains to be read by those who ask.] and went home. The pool is 20 m#super[2] wide; the clerk knew#footnote[Short one.]
as much.

"""
    + "\n\n".join(f"Part {n}. {FILLER}" for n in range(5))
    + """

The last mark#footnote[See #link("https://example.org/x")[the list].] stands here.
"""
)
CHINESE = """
#set page(width: 300pt, height: 420pt, margin: 50pt)
#set text(size: 10pt, font: "Noto Serif CJK SC", lang: "zh")
= 变更
大多数故障始于一次变更，而我们在二〇二四年看了一百二十个团队，他们的规模各不相同，有的只有三个人，有的有三百人之多，其中也有新的团队。
"""


def html(result):
    return " ".join("".join(b.value["html"] for b in result.blocks if b.kind == "rich_text").split())


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return load(written(tmp_path_factory.mktemp("notes"), "harbour.pdf", typst.compile(PAPER.encode())))


def test_footnotes_are_marks_in_the_text_and_a_list_at_its_end(result):
    text = html(result)
    assert "wrote it down<sup>[1]</sup> and went home." in text
    assert "the clerk knew<sup>[2]</sup> as much." in text
    assert "The last mark<sup>[3]</sup> stands here." in text
    assert result.blocks[-2].value == {"level": 2, "text": "Notes"}
    assert " ".join(result.blocks[-1].value["html"].split()) == (
        "<ol><li>He wrote it in the second book, which is lost, so that only the copy in the town"
        " remains to be read by those who ask.</li><li>Short one.</li>"
        '<li>See <a href="https://example.org/x">the list</a>.</li></ol>'
    )


def test_a_raised_number_without_a_note_stays_as_it_is(result):
    assert "The pool is 20 m2 wide;" in html(result)


def test_heads_that_alternate_and_page_numbers_are_left_out(result):
    assert not any(words in html(result) for words in ("Harbour book", "Keepers of 1901", "Page 2 of"))


def test_lines_of_chinese_are_joined_without_spaces(tmp_path):
    result = load(written(tmp_path, "a.pdf", typst.compile(CHINESE.encode())))
    words = CHINESE.strip().splitlines()[-1]
    assert (result.title, result.language, html(result)) == ("变更", "zh-hans", f"<p>{words}</p>")
