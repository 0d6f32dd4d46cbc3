"""How often the checks cry wolf on drafts nobody touched, and how many planted errors they find.

Every kind is derived from the demo's papers, from two that are made up and full of figures, and from the papers of a folder (``HUB_PAPERS``, by default
a folder of papers beside the project). What is found in a fresh draft is a false alarm, unless the bench can see for itself
that it is true: a quotation without a speaker, a word or message that is nowhere in the text, a mail without an address.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.studio.demo.content import HERE, make_brand
from contenthub.variants import checks, registry
from contenthub.variants.actions import derive, latest
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts
from contenthub.variants.problem import CannotDerive, Problem
from tests.bench import planting
from tests.bench.measuring import Row
from tests.bench.paper import markdown

DATABASE = True
WORDS = 2_000
DEMO = ("one-voice.en.md", "one-voice.zh-hans.md")
ENDINGS = (".md", ".txt")  # the same paper as Word or PDF would be counted twice


def folder() -> Path:
    """Where the papers are."""
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("HUB_PAPERS") or root.parent / "shared" / "inputs")


def papers() -> list[Path]:
    """The demo's papers, then those of the folder."""
    found = sorted(path for path in folder().rglob("*") if path.suffix in ENDINGS and path.stem != "README")
    if not found:
        print(f"alarms: no papers in {folder()}; only the demo's are counted. HUB_PAPERS names another folder.")
    return [*(HERE / name for name in DEMO), *found]


def rows() -> Iterator[Row]:
    """Two rows: false alarms and errors found, both in per cent."""
    make_brand()
    with tempfile.TemporaryDirectory() as made_up:
        for language in ("en", "zh-hans"):
            (Path(made_up) / f"figures.{language}.md").write_text(markdown(language, WORDS))
        drafts = [draft for path in [*papers(), *sorted(Path(made_up).iterdir())] for draft in drafts_of(path)]
    yield _false(drafts)
    yield _detected(drafts)


def drafts_of(path: Path) -> Iterator[Variant]:
    """Every kind of the paper, as its editors see it; a kind that finds too little in it says so."""
    report = import_asset(path)
    for name in registry.names():
        try:
            made = derive(Asset.objects.get(pk=report.asset_id), [name])[0]
        except CannotDerive as error:
            print(f"alarms: {path.name}: no {name}: {error}", file=sys.stderr)
            continue
        yield latest(made)


def _false(drafts: list[Variant]) -> Row:
    checked, alarms, true = 0, Counter[str](), Counter[str]()
    for draft in drafts:
        checked += sum(bool(part.text.strip()) for part in parts(draft))
        for problem in checks.problems(draft):
            (true if is_true(draft, problem) else alarms)[problem.code] += 1
    share = 100 * alarms.total() / max(1, checked)
    print(f"alarms: {len(drafts)} drafts, {checked} parts, {alarms.total()} false alarms: {_listed(alarms)}")
    print(f"alarms: true findings in untouched drafts: {_listed(true)}")
    note = f"{alarms.total()} of {checked} parts of untouched drafts; beside: the most that is allowed"
    return Row("false alarms", share, 5, share / 5, "%", note)


def is_true(draft: Variant, problem: Problem) -> bool:
    """Whether the finding can be seen to be right by plainer means than the check's own."""
    text = " ".join(part.text for part in parts(draft)).casefold()
    if problem.code == "no_speaker":
        part = next(part for part in parts(draft) if part.where == problem.where)
        return not str(part.value.get("speaker") or "").strip()
    if problem.code == "no_postal_address":
        return not (draft.brand and draft.brand.postal_address)
    if problem.code in ("key_message", "required_word") and draft.brand:
        said = [m.text for m in draft.brand.key_messages.all() if m.text in problem.message]
        said += [t.word for t in draft.brand.terms.all() if f"“{t.word}”" in problem.message]
        return bool(said) and not any(words.casefold().strip(".。") in text for words in said)
    if problem.code == "long_reading":
        return len(text.split()) + len(text) / 4 > (draft.kind.most_words or 0)
    if problem.code == "hook_long":
        hook = getattr(draft, "hook", "")
        return len(hook.split()) > 8 or len(hook) > 14
    return False


def _detected(drafts: list[Variant]) -> Row:
    planted, found, missed = Counter[str](), Counter[str](), Counter[str]()
    for draft in drafts:
        before = {(problem.code, problem.where) for problem in checks.problems(draft)}
        for error in planting.errors(draft):
            planted[error.name] += 1
            after = [problem for problem in checks.problems(error.variant) if problem.code in error.codes]
            new = [problem for problem in after if (problem.code, problem.where) not in before or error.anywhere]
            (found if new else missed)[error.name] += 1
    share = 100 * found.total() / max(1, planted.total())
    for name in planted:
        print(f"alarms: planted {name}: {found[name]} of {planted[name]} found")
    note = f"{found.total()} of {planted.total()} planted errors; beside: all of them"
    return Row("errors found", share, 100, share / 100, "%", note)


def _listed(counter: Counter[str]) -> str:
    return ", ".join(f"{code} {count}" for code, count in counter.most_common()) or "none"
