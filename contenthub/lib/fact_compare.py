"""Whether a fact that is said stands in its sources: the same, rounded and marked so, contradicted, or not there."""

from __future__ import annotations

import difflib
import enum
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from contenthub.lib.facts import Fact, agree, as_share, same
from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.qualifiers import ABOUT, AT_LEAST, AT_MOST, OVER, UNDER
from contenthub.lib.units import in_base
from contenthub.lib.words import terms


class Verdict(enum.Enum):
    """What the sources say to a fact."""

    SAME = "same"
    #: Another value, and the text says so ("about", "more than" …), or a date told less exactly.
    ROUNDED = "rounded"
    #: The sources give another value for the same thing.
    CONTRADICTED = "contradicted"
    ABSENT = "absent"


UPWARDS, DOWNWARDS = (OVER, AT_LEAST), (UNDER, AT_MOST)
CLOSE = Decimal("0.1")  # farther off than a tenth is no rounding
CLOSE_ANYWAY = Decimal("0.025")  # and less than this always is one
ALTERED = 0.6  # from here on two quotations are the same one, changed

SharedWords = tuple[int, float]

CLAUSE_END = re.compile(r"[。！？；;!?\n]|\.(?=\s|$)|[,，](?=\D|$)|：|:\s")
SENTENCE_END = re.compile(r"[。！？；;!?\n]|\.(?=\s|$)")
FEWEST_SUBJECT = 2
NEAR = 400  # characters of a sentence looked at on either side
FIGURE = re.compile(r"[\d.,%]+|\b(?:per\s?cent|percent|million|billion|thousand)\b")


def compare(fact: Fact, fact_text: str, source_facts: Sequence[tuple[Fact, str]]) -> tuple[Verdict, Fact | None]:
    """What the sources say to `fact`, and the source fact that decided it (None when absent).

    `fact_text` is the text that `fact.start` and `fact.end` point into; each source fact comes with its own. A sentence will
    do, a whole block is better: what a figure is about is read from the words around it.

    - SAME: the same value and unit, however written, and no "more than" where the source has "less than"; also "up to 20%" for
      10–20%.
    - ROUNDED: near the source's value, and marked on the right side: "more than 40%" for 41.3%, "nearly 42%" for 41.3%,
      "about 40%" for 41.3%. A date that leaves out day or month is rounded too.
    - CONTRADICTED: the same kind of figure for the same subject, with another value; or a quotation that was changed.
    """
    if fact.kind == "quotation":
        return _quotation(fact, source_facts)
    for source, _ in source_facts:
        if same(fact, source) and not _opposed(fact, source):
            return Verdict.SAME, source
    for source, _ in source_facts:
        if _is_bound(fact, source):
            return Verdict.SAME, source
    for source, _ in source_facts:
        if _is_rounding(fact, source) or _is_inside(fact, source):
            return Verdict.ROUNDED, source
    rival = _rival(fact, fact_text, source_facts)
    return (Verdict.CONTRADICTED, rival) if rival else (Verdict.ABSENT, None)


def _opposed(a: Fact, b: Fact) -> bool:
    return (a.about in UPWARDS and b.about in DOWNWARDS) or (a.about in DOWNWARDS and b.about in UPWARDS)


def comparable(a: Fact, b: Fact) -> bool:
    """Whether both measure in the same unit, so that their values can be held against each other."""
    a, b = as_share(a), as_share(b)
    if a.kind == b.kind == "number":
        units = in_base(Decimal(1), a.unit)[1], in_base(Decimal(1), b.unit)[1]
        return agree(*units)
    return a.kind == b.kind and a.unit == b.unit


def ends(fact: Fact) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range of numbers; None for anything else."""
    low, _, high = str(fact.value).partition("..")
    if fact.kind != "range" or fact.unit == "date":
        return None
    try:
        return Decimal(low), Decimal(high)
    except InvalidOperation:
        return None


def _is_bound(said: Fact, source: Fact) -> bool:
    """ "Up to 20%" and "at least 10%" for 10–20%."""
    range_, share = ends(source), as_share(said)
    if not range_ or share.unit != source.unit:
        return False
    return (share.value == range_[0] and said.about in UPWARDS) or (
        share.value == range_[1] and said.about in DOWNWARDS
    )


def _is_inside(said: Fact, source: Fact) -> bool:
    """ "About 15%" for 10–20%."""
    range_, share = ends(source), as_share(said)
    if not range_ or share.unit != source.unit or not isinstance(share.value, Decimal):
        return False
    return said.about == ABOUT and range_[0] <= share.value <= range_[1]


def _is_rounding(said: Fact, source: Fact) -> bool:
    """Whether `said` is a fair and marked rounding of `source`."""
    if said.kind == "date" and source.kind == "date":
        return _is_coarser(str(said.value), str(source.value))
    if not said.about or not comparable(said, source):
        return False
    said, source = as_share(said), as_share(source)
    if not isinstance(said.value, Decimal) or not isinstance(source.value, Decimal) or not source.value:
        return False
    a, b = in_base(said.value, said.unit)[0], in_base(source.value, source.unit)[0]
    if a.is_signed() != b.is_signed():
        return False
    a, b = abs(a), abs(b)
    off, step = abs(a - b), last_digit(said.value) * a / abs(said.value) if said.value else Decimal(0)
    if said.about in UPWARDS:
        return a < b and off <= max(step, CLOSE * b)
    if said.about in DOWNWARDS:
        return a > b and off <= max(step, CLOSE * b)
    return said.about == ABOUT and (off <= CLOSE_ANYWAY * b or off <= min(step / 2, CLOSE * b))


def last_digit(value: Decimal) -> Decimal:
    """What one step of the last written digit is worth: 10 for 40, 1 for 42, 100000 for 1.2 million."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)


def _is_coarser(said: str, source: str) -> bool:
    """2023 for 2023-05-12, 2025-Q3 for 2025-08, the third quarter for 2025-Q3."""
    if source.startswith(f"{said}-") or (said.startswith("-") and source.endswith(said)):
        return True
    part, month = re.fullmatch(r"(\d{4})-([QH])([1-4])", said), re.match(r"(\d{4})-(\d\d)", source)
    if not part or not month or part[1] != month[1]:
        return said == f"{source[:3]}0s" and source[:4].isdigit()
    return (int(month[2]) - 1) // (3 if part[2] == "Q" else 6) + 1 == int(part[3])


def _rival(fact: Fact, fact_text: str, source_facts: Sequence[tuple[Fact, str]]) -> Fact | None:
    """The source fact that says another value of the same subject; the one that shares most words."""
    subject = about_what(fact, fact_text)
    best: tuple[SharedWords, Fact] | None = None
    for source, text in source_facts:
        if source.kind == "quotation" or not _rivals(fact, source):
            continue
        shared = _shared(subject, about_what(source, text))
        if shared and (best is None or shared > best[0]):
            best = shared, source
    return best[1] if best else None


def _rivals(a: Fact, b: Fact) -> bool:
    if a.kind == b.kind == "date":
        x, y = str(a.value), str(b.value)
        return not _is_coarser(x, y) and not _is_coarser(y, x)
    if "range" in (a.kind, b.kind):
        return a.kind == b.kind and a.unit == b.unit or (a.unit == b.unit != "" and "date" not in (a.kind, b.kind))
    return comparable(a, b) or (a.kind == b.kind == "money")


def _shared(a: frozenset[str], b: frozenset[str]) -> SharedWords | None:
    """How much two subjects share, None when too little to be the same: two words, and half of the shorter one's."""
    both, least = len(a & b), min(len(a), len(b))
    if both < 2 and not (both == least == 1):
        return None
    return (both, both / least) if both * 2 >= least else None


def about_what(fact: Fact, text: str) -> frozenset[str]:
    """The words of the clause a figure stands in, without the figure: what it is a figure of."""
    found: frozenset[str] = frozenset()
    for ends_at in (CLAUSE_END, SENTENCE_END):
        start, end = around(text, fact.start, fact.end, ends_at)
        words = text[start : fact.start] + " , " + text[fact.end : end]
        language = CHINESE if HAN.search(words) else "en"
        found = frozenset(terms(FIGURE.sub(" ", words), language)) - {fact.unit}
        if len(found) >= FEWEST_SUBJECT:
            break
    return found


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around `text[start:end]` begins and ends."""
    return around(text, start, end, CLAUSE_END)


def around(text: str, start: int, end: int, ends_at: re.Pattern[str]) -> tuple[int, int]:
    """Where the piece of text around `text[start:end]` begins and ends, parted by `ends_at`."""
    near = max(0, start - NEAR)
    first = max((found.end() for found in ends_at.finditer(text, near, start)), default=near)
    last = ends_at.search(text, end, end + NEAR)
    return first, last.start() if last else min(len(text), end + NEAR)


def _quotation(fact: Fact, source_facts: Sequence[tuple[Fact, str]]) -> tuple[Verdict, Fact | None]:
    best: tuple[float, Fact] | None = None
    for source, _ in source_facts:
        if source.kind != "quotation":
            continue
        if same(fact, source) or is_excerpt(str(fact.value), str(source.value)):
            return Verdict.SAME, source
        alike = _alike(str(fact.value), str(source.value))
        if alike >= ALTERED and (best is None or alike > best[0]):
            best = alike, source
    return (Verdict.CONTRADICTED, best[1]) if best else (Verdict.ABSENT, None)


LEFT_OUT = re.compile(r"\s*(?:\[(?:…|\.{3})\]|\((?:…|\.{3})\)|…+|\.{3,}|［…+］|【…+】)\s*|\[[^\[\]]{1,60}\]")


def is_excerpt(words: str, source: str) -> bool:
    """Whether `words` quote `source` fairly: in its order, changed only in punctuation and case, parted at "…" and [brackets]."""
    rest = _plain(source)
    for part in filter(None, map(_plain, LEFT_OUT.split(words))):
        at = f" {rest} ".find(f" {part} " if not HAN.search(part) else part)
        if at < 0:
            return False
        rest = rest[at + len(part) :]
    return bool(_plain(LEFT_OUT.sub(" ", words)))


def _plain(words: str) -> str:
    words = re.sub(r"['’]", "", words)
    return re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "", re.sub(r"[\W_]+", " ", words).strip().lower())


def _alike(a: str, b: str) -> float:
    a, b = _plain(a), _plain(b)
    left, right = (list(a), list(b)) if HAN.search(a) else (a.split(), b.split())
    shorter = min(len(left), len(right))
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / shorter if shorter else 0.0
