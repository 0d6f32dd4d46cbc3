"""Measure the subjects named on the command line, or all, and print one table."""

from __future__ import annotations

import importlib
import sys
import time
import traceback
from contextlib import ExitStack

from tests.bench.measuring import Row
from tests.bench.surroundings import own_database, own_settings

SUBJECTS = ("cards", "links", "publishing", "mailing", "importing", "due", "facts", "alarms")
_COLUMNS = ("subject", "ours", "beside", "ratio", "unit", "note")
_LEGEND = """
ours / beside: medians of one run, measured in turns; ratio: the median of the turns' own ratios.
Where the unit is …/s more is better, where it is ms less is. Only the ratios mean anything on another machine."""


def main(names: list[str]) -> int:
    """0, or 1 when a subject broke off and 2 when there is none of that name. No speed is too low."""
    if unknown := [name for name in names if name not in SUBJECTS]:
        print(f"There is no subject {unknown[0]!r}; choose from: {', '.join(SUBJECTS)}.", file=sys.stderr)
        return 2
    rows: list[Row] = []
    broken = False
    with ExitStack() as stack:
        stack.enter_context(own_settings())
        subjects = [importlib.import_module(f"tests.bench.{name}") for name in names or SUBJECTS]
        if any(subject.DATABASE for subject in subjects):
            _say("making a database")
            stack.enter_context(own_database())
        for subject in subjects:
            start = time.monotonic()
            try:
                rows += subject.rows()
            except Exception:
                traceback.print_exc()
                broken = True
            _say(f"{subject.__name__.rpartition('.')[2]}: {time.monotonic() - start:.0f} s")
    print(table(rows))
    return int(broken)


def table(rows: list[Row]) -> str:
    """The rows under their headings, numbers to the right."""
    cells = [_COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(_COLUMNS))]
    lines = []
    for line in cells:
        padded = [
            text.rjust(width) if 1 <= place <= 3 else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join([*lines, _LEGEND])


def _cells(row: Row) -> tuple[str, ...]:
    return row.subject, _number(row.ours), _number(row.beside), _ratio(row.ratio), row.unit, row.note


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
