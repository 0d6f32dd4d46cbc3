"""Importing a file again: what it proposed before stays as the editor left it, and follows its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from contenthub.assets.matching import ALIKE, Raw, features, likeness, sight
from contenthub.assets.merging import Clash

#: From here on a sentence is the old one with a word or a figure changed.
SAME_SENTENCE = 0.6


@dataclass
class Renewal:
    """What became of earlier proposals. ``now``: new words by block id, None for one that goes with its sentence.

    ``base`` is what the file proposes as of now; ``removed`` the sentences that an editor turned down.
    """

    base: list[Raw] = field(default_factory=list)
    now: dict[str, Raw | None] = field(default_factory=dict)
    new: list[Raw] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def sentence_of(raw: Raw) -> str:
    """The sentence a key point or a statistic was taken from."""
    value = raw["value"]
    return str(value if isinstance(value, str) else value.get("label") or "")


def renew(
    base: Sequence[Raw],
    here: Sequence[Raw],
    waiting: Iterable[str],
    fresh: Sequence[Raw],
    sentences: Sequence[str],
    redo: Callable[[Raw, str], Raw | None],
    removed: Sequence[str],
    most: int,
) -> Renewal:
    """The proposals of an earlier import, ``base``, in a new version of the file, whose prose is ``sentences``.

    One whose sentence is still there stays; one whose sentence was changed a little changes with it, unless an editor
    had changed it already; one whose sentence is gone goes, unless an editor kept it. ``fresh``, the new version's own
    proposals, fill what room is left below ``most``; none that was turned down comes back.

    All of them have ids.

    :param redo: makes an earlier proposal anew from the changed sentence; None when that has nothing to propose.
    """
    ours, open_ids = {raw["id"]: raw for raw in here}, set(waiting)
    known, result = set(sentences), Renewal(removed=list(removed))
    for raw in base:
        own = ours.get(raw["id"])
        if own is None:
            result.removed.append(sentence_of(raw))
            continue
        if sentence_of(raw) in known:
            result.base.append(raw)
            continue
        changed = _closest(sentence_of(raw), sentences)
        made = redo(raw, changed) if changed else None
        if made and sight(own) == sight(raw):
            result.now[raw["id"]] = made
            result.base.append(made)
        elif made:
            result.base.append(made)
            result.clashes.append(Clash(raw["id"], "stays"))
        elif raw["id"] in open_ids:
            result.now[raw["id"]] = None
        else:
            result.clashes.append(Clash(raw["id"], "stays"))
    _fill(result, fresh, renewed(here, result), most)
    return result


def _fill(result: Renewal, fresh: Sequence[Raw], here: Sequence[Raw], most: int) -> None:
    said = [features(text) for text in [*result.removed, *map(sentence_of, [*here, *result.base])]]
    for raw in fresh:
        words = features(sentence_of(raw))
        if len(here) + len(result.new) + len(result.removed) >= most:
            return
        if all(likeness(words, other) < ALIKE for other in said):
            said.append(words)
            result.new.append(raw)
            result.base.append(raw)


def _closest(sentence: str, sentences: Sequence[str]) -> str:
    """The sentence that is this one with a little changed; empty when there is none."""
    words = features(sentence)
    best: tuple[float, str] = max(((likeness(words, features(other)), other) for other in sentences), default=(0.0, ""))
    return best[1] if best[0] >= SAME_SENTENCE else ""


def renewed(here: Sequence[Raw], result: Renewal) -> list[Raw]:
    """``here`` with what became of each proposal; the new ones are not in it."""
    now = ((raw, result.now.get(raw["id"], raw)) for raw in here)
    return [{**was, **raw} for was, raw in now if raw is not None]
