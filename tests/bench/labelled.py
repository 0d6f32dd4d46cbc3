"""Facts labelled by hand, and how many of them are found: in texts of our own, and in a folder of papers beside the project.

Our own texts carry their labels inline, ``[[kind|value|unit|the words]]``. The papers stay outside: of them there are only
places (file, its SHA-256, start and end in characters) with what was judged to stand there. ``none`` is a figure that states
no fact: a label, a version, a part of an address, an item's number. Every figure of every paper was judged.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from contenthub.lib.facts import Fact, find
from contenthub.lib.language import detect

FOLDER = Path(__file__).parent / "labels"
MARK = re.compile(r"\[\[(?P<kind>\w+)\|(?P<value>[^|]*)\|(?P<unit>[^|]*)\|(?P<words>[^\]]*)\]\]")
NONE = "none"


@dataclasses.dataclass(frozen=True)
class Label:
    kind: str
    value: str
    unit: str
    start: int
    end: int

    def fits(self, fact: Fact) -> bool:
        """Strictly: the same kind, the same value, and a place in common."""
        if fact.kind != self.kind or not (fact.start < self.end and self.start < fact.end):
            return False
        if self.kind == "quotation":
            return True
        return Decimal(self.value) == fact.value if isinstance(fact.value, Decimal) else self.value == str(fact.value)


@dataclasses.dataclass
class Score:
    """Labels found and missed, and what was found beyond them, each with the words around it."""

    name: str
    judged: int = 0
    labelled: int = 0
    right: int = 0
    same_unit: int = 0
    found: int = 0
    missed: list[str] = dataclasses.field(default_factory=list)
    wrong: list[str] = dataclasses.field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    def __add__(self, other: Score) -> Score:
        both = [(getattr(self, f.name), getattr(other, f.name)) for f in dataclasses.fields(self)[1:]]
        return Score(self.name, *(a + b for a, b in both))


def score(name: str, text: str, labels: list[Label]) -> Score:
    """What `find` makes of a text, against its labels."""
    wanted = [label for label in labels if label.kind != NONE]
    facts = find(text, detect(text))
    result = Score(name, judged=len(labels), labelled=len(wanted), found=len(facts))
    free = list(facts)
    for label in wanted:
        fact = next((fact for fact in free if label.fits(fact)), None)
        if fact is None:
            result.missed.append(f"{label.kind} {label.value} {label.unit}: {_around(text, label.start, label.end)}")
            continue
        free.remove(fact)
        result.right += 1
        result.same_unit += (fact.speaker if fact.kind == "quotation" else fact.unit) == label.unit
    result.wrong = [f"{f.kind} {f.value} {f.unit}: {_around(text, f.start, f.end)}" for f in free]
    return result


def _around(text: str, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", f"{text[max(0, start - 20) : start]}>{text[start:end]}<{text[end : end + 20]}")


def own() -> Iterator[tuple[str, str, list[Label]]]:
    """Name, text and labels of each of our own texts; its paragraphs are separate texts."""
    for path in sorted(FOLDER.glob("*.??.txt")):
        for paragraph in path.read_text(encoding="utf-8").split("\n"):
            if paragraph.strip():
                yield path.stem, *unmarked(paragraph)


def unmarked(marked: str) -> tuple[str, list[Label]]:
    """The text without its marks, and the labels that stood in them."""
    text, last, labels = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        labels.append(Label(mark["kind"], mark["value"], mark["unit"], len(text), len(text) + len(mark["words"])))
        text += mark["words"]
        last = mark.end()
    return text + marked[last:], labels


def papers_folder() -> Path:
    """Where the papers are looked for: HUB_PAPERS, else a folder of papers beside the project."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("HUB_PAPERS") or root.parent / "shared" / "inputs")


def papers() -> Iterator[tuple[str, str, list[Label]]]:
    """Name, text and labels of each paper that is there, unchanged."""
    by_file: dict[tuple[str, str], list[Label]] = {}
    with (FOLDER / "papers.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            label = Label(row["kind"], row["value"], row["unit"], int(row["start"]), int(row["end"]))
            by_file.setdefault((row["file"], row["sha256"]), []).append(label)
    for (name, digest), labels in by_file.items():
        path = papers_folder() / name
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() == digest:
            yield Path(name).name, content.decode("utf-8"), labels
