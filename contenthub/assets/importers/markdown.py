"""Markdown: CommonMark with tables, footnotes and YAML front matter; pictures are looked for beside the file."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from contenthub.assets.importers.decoding import decoded
from contenthub.assets.importers.front_matter import taken_off
from contenthub.assets.importers.limits import check_markdown, too_deep
from contenthub.assets.importers.pictures import Pictures
from contenthub.assets.importers.source import Draft, Source

LABEL = "Markdown"
ENDINGS = (".md", ".markdown")
DEEPEST = 100  # where markdown-it stops reading; reached, text would be lost in silence


def read(source: Source) -> Draft:
    """The file as HTML. Raw HTML in it is sanitised with the rest; comments are dropped."""
    warnings: list[str] = []
    front_matter, text = taken_off(decoded(source.data, warnings), warnings)
    check_markdown(text)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin).use(deflist_plugin)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # what is harmful loses its link later, not its words
    tokens = parser.parse(text)
    if any(token.level >= DEEPEST - 2 for token in tokens):
        raise too_deep()
    html = parser.renderer.render(tokens, parser.options, {})
    return Draft(html, Pictures(source.beside), warnings=warnings, front_matter=front_matter)
