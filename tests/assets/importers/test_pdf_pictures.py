"""Pictures of a tagged PDF, set with typst."""

from __future__ import annotations

import typst

from contenthub.assets.importers import load
from tests.assets.importers.building import picture, written

PAPER = """
#set page(width: 300pt, height: 500pt, margin: 40pt)
= Harbour report
The keepers drew the harbour before the storm came over it.
#figure(image("harbour.png", width: 120pt, alt: "A harbour with <two> \\"red\\" boats"), caption: [The harbour at noon])
The boats were safe, and so was all that lay on the quay.
#image("quay.png", width: 100pt)
And nothing else was lost.
"""


def test_pictures_keep_the_alternative_text_they_are_tagged_with(tmp_path):
    written(tmp_path, "harbour.png", picture("red", (90, 60)))
    written(tmp_path, "quay.png", picture("navy", (80, 60)))
    source = written(tmp_path, "paper.typ", PAPER)
    result = load(written(tmp_path, "harbour.pdf", typst.compile(source)))
    figures = [block.value for block in result.blocks if block.kind == "figure"]
    assert [figure["alt"] for figure in figures] == ['A harbour with <two> "red" boats', ""]
    assert figures[0]["caption"] == "Figure 1: The harbour at noon"
    assert [(result.images[f["image"]].width, result.images[f["image"]].height) for f in figures] == [
        (90, 60),
        (80, 60),
    ]
    assert any("1 figure has no alternative text" in warning for warning in result.warnings)


LOGOS = """
#set page(width: 300pt, height: 300pt, margin: 60pt, header: image("logo.png", width: 45pt, height: 45pt))
= Harbour report
#for n in range(5) [
  The boats of pier #n were safe, and so was all that lay on the quay before it.
  #if n == 2 { image("quay.png", width: 100pt) }
  #pagebreak(weak: true)
]
"""


def test_a_logo_on_every_page_is_left_out(tmp_path):
    written(tmp_path, "logo.png", picture("red", (60, 60)))
    written(tmp_path, "quay.png", picture("navy", (80, 60)))
    result = load(written(tmp_path, "harbour.pdf", typst.compile(written(tmp_path, "paper.typ", LOGOS))))
    shown = [result.images[block.value["image"]] for block in result.blocks if block.kind == "figure"]
    assert [(image.width, image.height) for image in shown] == [(80, 60)]
