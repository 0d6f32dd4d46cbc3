"""Three versions of one text become one: what the file said when it was last imported, what stands in the hub now, and
what the file says today. What only one side changed is as that side has it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from contenthub.assets.matching import Raw, match, sight, table_sight


@dataclass(frozen=True)
class Clash:
    """A block that was changed on both sides, and what became of it.

    | outcome | means |
    |---|---|
    | file | the file's words came in; the editor's are in the revision before |
    | back | taken out here, changed in the file: it is back |
    | stays | gone from the file or changed in it; the editor's words stay |
    """

    id: str
    outcome: str


@dataclass
class Merge:
    """``raw`` is the merged text; counts are of the file's blocks against the last import."""

    raw: list[Raw]
    kept: int = 0
    changed: int = 0
    new: int = 0
    gone: int = 0
    clashes: list[Clash] = field(default_factory=list)


def with_ids(base: Sequence[Raw], file: Sequence[Raw], here: Sequence[Raw]) -> list[Raw]:
    """The file's blocks with ids: those of the last import where a block is still itself; of a block that was written
    here by hand and now stands in the file just so; else new ones."""
    known = {raw["id"] for raw in base}
    named = [
        {**raw, "id": base[index]["id"] if index is not None else ""}
        for raw, index in zip(file, match(base, file), strict=True)
    ]
    own: dict[str, list[str]] = {}
    for raw in here:
        if raw["id"] not in known:
            own.setdefault(sight(raw), []).append(raw["id"])
    for raw in named:
        if not raw["id"]:
            same = own.get(sight(raw))
            raw["id"] = same.pop(0) if same else str(uuid.uuid4())
    return named


def merge(base: Sequence[Raw], here: Sequence[Raw], file: Sequence[Raw]) -> Merge:
    """``file`` merged into ``here``. ``file`` has ids (see ``with_ids``).

    A block keeps the order that the editor gave it, unless the file itself was put into another order.
    """
    old, ours = {raw["id"]: raw for raw in base}, {raw["id"]: raw for raw in here}
    result = Merge([])
    chosen: dict[str, Raw] = {}
    for raw in file:
        block_id = raw["id"]
        one = _choose(old.get(block_id), ours.get(block_id), raw, result)
        if one is not None:
            chosen[block_id] = one
    theirs = {raw["id"] for raw in file}
    for raw in here:
        was = old.get(raw["id"])
        if raw["id"] in theirs:
            continue
        if was is None:
            chosen[raw["id"]] = raw
        elif sight(was) != sight(raw):
            chosen[raw["id"]] = raw
            result.clashes.append(Clash(raw["id"], "stays"))
    result.gone = sum(raw["id"] not in theirs for raw in base)
    order = _order([raw["id"] for raw in base], [*ours], [raw["id"] for raw in file])
    result.raw = [chosen[block_id] for block_id in order if block_id in chosen]
    return result


def _choose(was: Raw | None, ours: Raw | None, file: Raw, result: Merge) -> Raw | None:
    """What becomes of one of the file's blocks; None: the editor took it out."""
    if was is None:
        result.new += 1
        return ours or file  # ours: written here, word for word the same
    same = sight(was) == sight(file)
    result.kept += same
    result.changed += not same
    if ours is None:
        if not same:
            result.clashes.append(Clash(file["id"], "back"))
        return None if same else file
    value, clash = _value(was, ours, file)
    if clash:
        result.clashes.append(Clash(file["id"], "file"))
    return {**ours, "type": file["type"], "value": value}


def _value(was: Raw, ours: Raw, file: Raw) -> tuple[Any, bool]:
    """The value three-way, field by field where it has fields; and whether both sides had changed it."""
    if sight(ours) == sight(was):
        return (ours if sight(file) == sight(was) else file)["value"], False
    if sight(file) in (sight(was), sight(ours)):
        return ours["value"], False
    if not isinstance(file["value"], dict) or was["type"] != file["type"]:
        return file["value"], True
    value, clash = dict(ours["value"]), False
    for name, theirs in file["value"].items():
        before, here = was["value"].get(name), ours["value"].get(name)
        if _alike(theirs, before) or _alike(theirs, here):
            continue
        if name == "alt" and here and not _alike(here, before):
            continue  # an alternative text that an editor wrote describes the picture better than none or a file's
        clash = clash or not _alike(here, before)
        value[name] = theirs
    return value, clash


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, dict) or isinstance(b, dict):
        return table_sight(a) == table_sight(b)
    return str(a or "").replace("\r\n", "\n") == str(b or "").replace("\r\n", "\n")


def _order(base: list[str], here: list[str], file: list[str]) -> list[str]:
    """Every id of ``here`` and ``file`` once. The file's order, where the file moved something; else the editor's."""
    in_base, in_file = set(base), set(file)
    moved = [x for x in base if x in in_file] != [x for x in file if x in in_base]
    return woven(file, here) if moved else woven(here, file)


def woven(spine: Iterable[str], other: Sequence[str]) -> list[str]:
    """``spine`` with what is only in ``other`` put in, each behind what it follows there."""
    following: dict[str, list[str]] = {}
    result = list(spine)
    known = set(result)
    last = ""
    for item in other:
        if item in known:
            last = item
        else:
            following.setdefault(last, []).append(item)
    woven_in = list(following.get("", []))
    for item in result:
        woven_in += [item, *following.get(item, [])]
    return woven_in
