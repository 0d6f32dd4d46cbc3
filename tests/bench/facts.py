"""How many of the facts labelled by hand are found, and how fast a long paper is read."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator

from contenthub.lib.facts import find
from tests.bench.labelled import Label, Score, own, papers, papers_folder, score
from tests.bench.measuring import Row, side_by_side
from tests.bench.paper import count, markdown

DATABASE = False
WORDS, ROUNDS = 10_000, 5


def rows() -> Iterator[Row]:
    """Recall and precision of our own texts and of the papers; milliseconds for a paper of 10,000 words."""
    yield from _rows(_summed(own()), "own texts")
    found = _summed(papers())
    if found:
        yield from _rows(found, "papers")
    else:
        _say(f"The papers are not here ({papers_folder()}); HUB_PAPERS names another folder. Our own texts were read.")
    for language in ("en", "zh-hans"):
        text = markdown(language, WORDS)
        taken = side_by_side(
            lambda _number, text=text, language=language: find(text, language),
            lambda _number, text=text: re.findall(r"\w+", text),
            rounds=ROUNDS,
            clock=time.process_time,
        )
        note = f"ours: facts of {count(text):,} words; beside: its words, by one expression; processor time"
        yield taken.cost(f"facts {language}", 1, "paper", note)


def _summed(texts: Iterator[tuple[str, str, list[Label]]]) -> dict[str, Score]:
    sums: dict[str, Score] = {}
    for name, text, labels in texts:
        found = score(name, text, labels)
        sums[name] = sums[name] + found if name in sums else found
    return sums


def _rows(found: dict[str, Score], what: str) -> Iterator[Row]:
    for one in found.values():
        _say(
            f"{one.name}: {one.labelled} facts labelled, {one.judged} places judged; recall {one.recall:.3f}, precision {one.precision:.3f}"
        )
        for line in one.missed:
            _say(f"    missed  {line}")
        for line in one.wrong:
            _say(f"    wrong   {line}")
    all_ = list(found.values())
    right, labelled = sum(s.right for s in all_), sum(s.labelled for s in all_)
    made, units = sum(s.found for s in all_), sum(s.same_unit for s in all_)
    note = "kind, place and value as labelled by hand; ours: right, beside: labelled"
    yield Row(
        f"facts recall, {what}", right, labelled, right / labelled, "facts", f"{note}; {units} with the same unit"
    )
    yield Row(f"facts precision, {what}", right, made, right / made, "facts", "ours: right, beside: found")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
