"""The first words of a short video: a ready phrase, else the strongest thing the asset says in three seconds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contenthub.lib import ranking
from contenthub.lib.facts import find
from contenthub.lib.language import CHINESE, detect
from contenthub.lib.sentences import clauses, is_leaning, split
from contenthub.lib.splitting import CLOSERS
from contenthub.lib.words import carries_meaning, opens_with_subject, pieces
from contenthub.variants import phrases
from contenthub.variants.lengths import short_title
from contenthub.variants.material import Material, Statement
from contenthub.variants.source import Source
from contenthub.variants.timing import seconds

#: Viewers decide within three seconds; a voice may be a tenth slower.
HOOK_SECONDS = 3.3
_FEWEST = {"en": 5, CHINESE: 6}
#: Words that turn against what a viewer expects: the oldest way to be listened to.
_TURN = re.compile(r"\b(?:not|never|no|nobody|none|only|fewer|instead|twice)\b|不|没|未|无|非|只|仅|最|更|远|必", re.I)
#: "In a time of ...,": says when, not under what condition, so that what follows stands without it.
_SETTING = re.compile(
    r"在[^，,。]*(?:中|里|内|下|时代|年代|今天|今日)[，,]\s*|(?:In|At|Across) (?:today|a|an|the)\b[^,]*,\s+"
)
_AGAINST = re.compile(
    r"(?:however|but|yet|although|in (?:fact|reality)|this is not|然而|但|不过|其实|事实上|实际上)", re.I
)
_ODD = re.compile(
    r"^(?:ideally|usually|sometimes|often|for|to)\b|[\[\]()（）/|<>@#=“”\"]|https?:|--|感谢|thank|see |refer|参见|请参|which|where",
    re.I,
)
#: Words that point at another sentence, or at one thing the text was speaking of.
_POINTING = re.compile(
    r"\b(?:this|these|those|them|they|it|its|such|above|below)\b|^The\b|[这该此其它]|上述|以上|如下", re.I
)
_CONSIDERED = 24
_EDITION = re.compile(r"\s*[-–—|,(:]\s*(?:final|draft|first|second|third|v(?:ersion)?\s*\d)[^-–—|]*$", re.I)
_END = re.compile(rf"[.!。！][{CLOSERS}]*$")
#: A last mark is not spoken; a title on screen goes without it.
_FINAL = re.compile(r"[.。]$")


def hook_of(material: Material) -> tuple[str, Source]:
    """The brand's hook, else the campaign's idea, else a strong sentence of the asset; the title where there is none.

    Whatever it is, it is said within three seconds and stands in its source as it is.
    """
    return _ready(material) or _strongest(material) or _title(material)


def _ready(material: Material) -> tuple[str, Source] | None:
    own = phrases.hook(material.asset)
    if own and seconds(own[0]) <= HOOK_SECONDS:
        return own
    idea = material.asset.campaign.big_idea.strip() if material.asset.campaign else ""
    if idea and seconds(idea) <= HOOK_SECONDS and detect(idea) == material.language:
        return idea, Source(asset_id=None, revision_id=None, block_ids=[], words=idea, origin="campaign")
    return None


def _strongest(material: Material) -> tuple[str, Source] | None:
    """Statistics first, then the editor's own points and summary, then the text: the best of the first that has any."""
    for candidates in (_statistics(material), _chosen(material), _running(material)):
        scored = [
            (_strength(statement.text, material), -place, statement) for place, statement in enumerate(candidates)
        ]
        if scored:
            best = max(scored, key=lambda row: row[:2])[2]
            return _FINAL.sub("", best.text), best.source
    return None


def _statistics(material: Material) -> Iterator[Statement]:
    for statistic in material.statistics:
        words = (
            re.sub(r"^[的：:，,\s]+", "", statistic.sentence)
            if statistic.value in statistic.label
            else statistic.sentence
        )
        if seconds(words) <= HOOK_SECONDS and len(words) > len(statistic.value) + 3:
            yield Statement(words, statistic.source)


def _chosen(material: Material) -> Iterator[Statement]:
    for statement in [*material.points, *material.summary]:
        for sentence in split(statement.text, material.language):
            words = _core(sentence)
            if _stands(words, material.language):
                yield Statement(words, statement.source)


def _running(material: Material) -> Iterator[Statement]:
    """Short sentences on the asset's subject, those that carry the text first; none that the next one takes back."""
    sentences = material.sentences
    subjects = {word.casefold() for word in material.keywords}
    found = []
    for index, sentence in enumerate(sentences):
        after = sentences[index + 1] if index + 1 < len(sentences) else ""
        if _AGAINST.match(after) or not _END.search(sentence) or _POINTING.search(sentence):
            continue
        words = _core(sentence)
        if _stands(words, material.language) and (_TURN.search(words) or any(w in words.casefold() for w in subjects)):
            found.append((index, words))
    order = {index: place for place, (index, _score) in enumerate(ranking.rank(sentences, material.language))}
    for index, words in sorted(found, key=lambda row: order[row[0]])[:_CONSIDERED]:
        yield Statement(words, material.sentence(index).source)


def _core(sentence: str) -> str:
    """The sentence without the setting it begins with, where what follows brings its own subject."""
    setting = _SETTING.match(sentence)
    if not setting:
        return sentence
    rest = sentence[setting.end() :]
    if detect(rest) == CHINESE:
        return rest if opens_with_subject(rest) else sentence
    return sentence


def _stands(words: str, language: str) -> bool:
    if (
        seconds(words) > HOOK_SECONDS
        or is_leaning(words, language)
        or _ODD.search(words)
        or words.endswith((":", "：", "?", "？"))
    ):
        return False
    if len(clauses(words, language)) > 2 or re.search(r"[:：]\s", words):
        return False
    if words[:1].islower() or not (words[:1].isalnum()):
        return False
    return sum(map(carries_meaning, pieces(words, language))) >= 3 and _size(words, language) >= _FEWEST.get(
        language, 5
    )


def _size(words: str, language: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+", words)) if language == CHINESE else len(words.split())


def _strength(words: str, material: Material) -> int:
    """A figure is worth most, then a turn against expectation, then the asset's own subject."""
    subject = any(word.casefold() in words.casefold() for word in material.keywords[:6])
    return 3 * bool(find(words, material.language)) + 2 * bool(_TURN.search(words)) + subject


def _title(material: Material) -> tuple[str, Source]:
    title = material.title
    text = _EDITION.sub("", title.text)
    return text if seconds(text) <= HOOK_SECONDS else short_title(text, 30), title.source
