"""Last import, hub and file become one text: what only one side changed is as that side has it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contenthub.assets.merging import merge, with_ids, woven

SENTENCES = [
    "Small steps are easier to watch than large ones.",
    "A team that deploys daily knows its tools.",
    "Alarms that nobody reads are worse than none.",
    "Rain fell on the harbour all night long.",
    "The oldest bridge in town is made of oak.",
]


def blocks(texts: list[str], prefix: str = "id") -> list[dict]:
    return [{"type": "point", "value": text, "id": f"{prefix}-{n}"} for n, text in enumerate(texts)]


def file_of(base: list[dict], texts: list[str], here: list[dict] | None = None) -> list[dict]:
    return with_ids(base, [{"type": "point", "value": text} for text in texts], base if here is None else here)


def texts(raw: list[dict]) -> list[str]:
    return [one["value"] for one in raw]


BASE = blocks(SENTENCES)


def test_a_file_that_changed_nothing_leaves_the_editors_text():
    here = [BASE[0], {**BASE[1], "value": "Mine."}, *BASE[3:], {"type": "point", "value": "Added.", "id": "own"}]
    done = merge(BASE, here, file_of(BASE, SENTENCES))
    assert (done.raw, done.clashes) == (here, [])


def test_a_block_gone_from_the_file_goes_unless_an_editor_changed_it():
    here = [BASE[0], {**BASE[1], "value": "Mine."}, *BASE[2:]]
    done = merge(BASE, here, file_of(BASE, [SENTENCES[0], *SENTENCES[3:]]))
    assert texts(done.raw) == [SENTENCES[0], "Mine.", *SENTENCES[3:]]
    assert [(clash.id, clash.outcome) for clash in done.clashes] == [("id-1", "stays")]


def test_a_block_taken_out_here_and_changed_in_the_file_comes_back_and_is_named():
    changed = SENTENCES[1].replace("daily", "hourly")
    done = merge(BASE, [BASE[0], *BASE[2:]], file_of(BASE, [SENTENCES[0], changed, *SENTENCES[2:]]))
    assert changed in texts(done.raw)
    assert [clash.outcome for clash in done.clashes] == ["back"]


def test_words_written_here_that_now_stand_in_the_file_are_the_same_block():
    here = [*BASE, {"type": "point", "value": "Written here.", "id": "own"}]
    done = merge(BASE, here, file_of(BASE, [*SENTENCES, "Written here."], here))
    assert [raw["id"] for raw in done.raw] == [raw["id"] for raw in here]


def test_what_is_only_in_one_list_stands_behind_what_it_followed_there():
    assert woven(["a", "b", "c"], ["x", "a", "y", "z", "c", "w"]) == ["x", "a", "y", "z", "b", "c", "w"]


lists = st.lists(st.sampled_from(SENTENCES), unique=True)


@given(lists, lists, lists)
def test_every_word_has_a_reason_to_be_there(old, ours, new):
    base = blocks(old)
    known = {raw["value"]: raw for raw in base}
    here = [known.get(text) or {"type": "point", "value": text, "id": f"own-{text[:5]}"} for text in ours]
    done = merge(base, here, file_of(base, new, here))
    ids = [raw["id"] for raw in done.raw]
    assert len(ids) == len(set(ids))
    assert set(texts(done.raw)) <= set(ours) | set(new)
    assert set(new) - set(old) <= set(texts(done.raw))
    assert set(ours) & set(new) <= set(texts(done.raw))


@given(lists, lists)
def test_the_same_file_twice_is_the_same_as_once(old, new):
    base = blocks(old)
    file = file_of(base, new)
    once = merge(base, base, file).raw
    again = file_of(file, new, once)
    assert merge(file, once, again).raw == once


@given(st.permutations(range(len(SENTENCES))))
def test_a_file_that_only_moved_its_blocks_moves_them_with_their_ids(order):
    done = merge(BASE, BASE, file_of(BASE, [SENTENCES[i] for i in order]))
    assert [raw["id"] for raw in done.raw] == [f"id-{i}" for i in order]
