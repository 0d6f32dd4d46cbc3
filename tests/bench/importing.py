"""A long paper becomes an asset and four variants, against turning its Markdown into HTML."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.variants.actions import derive
from tests.bench.measuring import Row, side_by_side
from tests.bench.paper import count, markdown

DATABASE = True
LANGUAGES = ("en", "zh-hans")
KINDS = ["email", "h5_page", "social_card", "video_script"]
WORDS, ROUNDS = 10_000, 4


def rows() -> Iterator[Row]:
    """Milliseconds of processor time for one paper, for each language."""
    for language in LANGUAGES:
        text = markdown(language, WORDS)
        parser = MarkdownIt("commonmark").enable("table")
        with tempfile.TemporaryDirectory() as folder:
            found = side_by_side(
                lambda number, folder=folder, language=language, text=text: _brought_in(
                    Path(folder) / f"{language}-{number}.md", text
                ),
                lambda _number, parser=parser, text=text: parser.render(text),
                rounds=ROUNDS,
                clock=time.process_time,
            )
        what = "words" if language == "en" else "characters"
        note = f"markdown-it alone, to HTML; ours: {count(text):,} {what} imported and {len(KINDS)} kinds derived, processor time"
        yield found.cost(f"importing {language}", 1, "paper", note)


def _brought_in(path: Path, text: str) -> None:
    """Under a name of its own: the same name again would be a new revision."""
    path.write_text(text)
    report = import_asset(path)
    made = derive(Asset.objects.get(pk=report.asset_id), KINDS)
    if len(made) != len(KINDS):
        raise RuntimeError(f"{len(made)} variants were derived instead of {len(KINDS)}.")
