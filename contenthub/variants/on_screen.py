"""The few words a scene shows: a figure, a short clause, the section's heading, or the name of what is spoken of."""

from __future__ import annotations

import re

import rjieba

from contenthub.lib.facts import find
from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.sentences import clauses
from contenthub.lib.words import carries_meaning
from contenthub.variants.lengths import shortened, width
from contenthub.variants.material import Material

#: Columns (a Chinese character is two): two lines in the largest type.
ON_SCREEN = 40
_SHORTEST = 8
_AND = re.compile(r"(?:and|so|but|or|because)\s+", re.I)
#: A clause that goes on from the one before says nothing on a screen of its own.
_LEANING = re.compile(r"[还并从而所则以因使也但却会就才]|(?:which|that|who|to)\b")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十]成")
_YEAR = re.compile(r"(?:19|20)\d\d\s?年?")
_NUMBERED = re.compile(r"^(?:[\d.]+|[一二三四五六七八九十]+[、.])\s*")
_EDGES = re.compile(r"^[\s,;:，；：、“”\"(（]+|[\s,;:.，；：。、“”\"(（]+$")
#: Word classes of the dictionary that a Chinese name is made of.
_NAME_TAGS = frozenset("nbj") | {"eng", "vn", "an"}
#: Verbs that the dictionary takes for nouns.
_VERBS = "导致 确保 获得 通过 形成 包括"
_NO_NAME = frozenset(_VERBS.split())
_LONGEST_NAME = 4
_VERBLIKE = re.compile(
    r"(?:ed|ing|ly)$|^(?:provides?|requires?|describes?|allows?|enables?|uses?|makes?|gets?|backs?|creates?|extends?|understands?)$"
)


def on_screen(narration: str, section: str, material: Material) -> str:
    """At most ``ON_SCREEN`` columns that stand in the narration or in its section's heading as they are; "" if nothing does."""
    language = material.language
    if width(narration) <= ON_SCREEN and not _LEANING.match(narration):
        return shown(narration)
    return (
        _with_figure(narration, language)
        or _clause(narration, language)
        or _heading(section)
        or _name(narration, material)
    )


def figure_in(words: str, language: str) -> str:
    """The first figure of the words with its unit, as it is written; "" if there is none. A year alone tells nothing."""
    found = (fact.text for fact in find(words, language) if _FIGURE.search(fact.text) and width(fact.text) <= 16)
    return next((text for text in found if not _YEAR.fullmatch(text)), "")


def shown(words: str) -> str:
    """As it stands on a screen: no marks at its ends, no "and" at its start, a capital first."""
    words = _AND.sub("", trimmed(words))
    return words[:1].upper() + words[1:]


def trimmed(words: str) -> str:
    """Without marks at either end: words on a screen are no sentence."""
    return _EDGES.sub("", words)


def _with_figure(narration: str, language: str) -> str:
    """The clause with a figure, or as much of the figure's own words as there is room for."""
    figure = figure_in(narration, language)
    if not figure:
        return ""
    for clause in clauses(narration, language):
        if figure in clause and width(trimmed(clause)) <= ON_SCREEN:
            return shown(clause)
    return figure


def _clause(narration: str, language: str) -> str:
    found = shortened(narration, ON_SCREEN, language)
    return shown(found) if found and not _LEANING.match(found) else ""


def _heading(section: str) -> str:
    words = _NUMBERED.sub("", section)
    return words if _SHORTEST <= width(words) <= ON_SCREEN and (HAN.search(words) or " " in words) else ""


def _name(narration: str, material: Material) -> str:
    names = _chinese_names(narration) if material.language == CHINESE else _english_names(narration)
    subjects = [word.casefold() for word in material.keywords]

    def worth(name: str) -> tuple[int, int]:
        return sum(word in name.casefold() for word in subjects), width(name)

    fitting = [name for name in names if width(name) <= ON_SCREEN and worth(name)[0]]
    best = max(fitting, key=worth, default="")
    return best[:1].upper() + best[1:]


def _english_names(narration: str) -> list[str]:
    """Runs of two to four words that carry meaning: "custom resource definition"."""
    found, run = [], list[str]()
    for word in [*narration.split(), "."]:
        bare = trimmed(word)
        if bare and carries_meaning(bare) and not _VERBLIKE.search(bare.lower()):
            run.append(bare)
        else:
            found.append(run)
            run = []
        if bare != word and run:
            found.append(run)
            run = []
    return [" ".join(run) for run in found if 2 <= len(run) <= _LONGEST_NAME]


def _chinese_names(narration: str) -> list[str]:
    """Runs of nouns: 云原生架构存储安全."""
    found, run = [], list[tuple[str, str]]()
    for word, tag in [*rjieba.tag(narration), ("。", "x")]:
        if (tag in _NAME_TAGS or tag[:1] == "n") and carries_meaning(word) and word not in _NO_NAME:
            run.append((word, tag))
            continue
        while run and run[0][1] in ("vn", "an"):
            run.pop(0)
        if sum(len(word) for word, _ in run) >= 4:
            found.append("".join(word for word, _ in run))
        run = []
    return found
