"""What every importer hands back: a structured asset that knows nothing of the database, and the one error it raises."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from contenthub.lib import facts, html


class ImportProblem(Exception):
    """The file cannot be imported. `str(problem)` is one sentence that says why and what to do."""


@dataclass(frozen=True)
class Block:
    """One block of the asset's body; `kind` and the keys of `value` are the StreamField's own names.

    | kind | value |
    |---|---|
    | heading | level (2-4), text |
    | rich_text | html (sanitised) |
    | statistic | value, label, context |
    | quotation | text, speaker, role (the last two may be empty) |
    | figure | image (a key of `Imported.images`), alt, caption |
    | table | rows (lists of plain strings, all of one length), header (first row is one), caption; where it has them:
    |       | first_column (True: it names the rows), spans ((row, column, rows, columns) of each merged cell) |
    | code | language (may be empty), text |
    | call_to_action | no importer makes one |
    """

    kind: str
    value: dict[str, Any]

    def text(self) -> str:
        """The block as plain text, for ranking, counting and looking for facts. Code gives nothing."""
        value = self.value
        if self.kind == "rich_text":
            return html.to_text(value["html"])
        if self.kind == "table":
            return "\n".join(" ".join(row) for row in value["rows"])
        if self.kind == "statistic":
            return ""  # repeats a sentence of another block
        return str(value.get("text", "")) if self.kind in ("heading", "quotation") else ""


@dataclass(frozen=True)
class Picture:
    """An image taken out of the file, checked to be one a browser shows; `name` is a file name with its ending."""

    name: str
    data: bytes
    width: int
    height: int


@dataclass
class Imported:
    """A file as a structured asset. `images` is keyed as the figures' `image` values are."""

    title: str
    language: str
    summary: str = ""
    key_points: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    images: dict[str, Picture] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    front_matter: dict[str, Any] = field(default_factory=dict)
    #: Which of "summary" and "key_points" were chosen by rank; the others are the document's own.
    ranked: frozenset[str] = frozenset()

    def counts(self) -> dict[str, int]:
        """How much was found: headings, key_points, facts, quotations, figures, tables.

        Facts are numbers, dates and quotations in the text as `contenthub.lib.facts` finds them.
        """
        kinds = [block.kind for block in self.blocks]
        found = sum(len(facts.find(block.text(), self.language)) for block in self.blocks if block.kind != "heading")
        return {
            "headings": kinds.count("heading"),
            "key_points": len(self.key_points),
            "facts": found,
            "quotations": kinds.count("quotation"),
            "figures": kinds.count("figure"),
            "tables": kinds.count("table"),
        }
