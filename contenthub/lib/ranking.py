"""Which sentences carry a text, and which words: graph ranking, deterministic, without model or network.

Sentences vote for each other by the rare words they share (cosine of tf-idf), as pages do by links; the score is where the
votes settle. Long texts are ranked in consecutive parts, so that time grows with length and not with its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from contenthub.lib.language import CHINESE, HAN
from contenthub.lib.openers import is_leaning
from contenthub.lib.words import ADDRESS, carries_meaning, pieces, stem, terms

DAMPING = 0.85
ROUNDS = 30
SETTLED = 1e-4  # of the average score: what moves less no longer changes the order
PART = 500  # most sentences ranked against each other at once
ALIKE = 0.5  # cosine from which two sentences say the same

FEWEST_TERMS = 5
MOST_TERMS = 32

Vector = Mapping[str, float]


def _vectors(sentences: Sequence[str], language: str) -> list[Vector]:
    """Unit vectors of term weights, one for each sentence; empty for one without a word that carries meaning."""
    bags = [Counter(terms(sentence, language)) for sentence in sentences]
    spread = Counter(term for bag in bags for term in bag)
    vectors: list[Vector] = []
    for bag in bags:
        weights = {term: n * math.log(1 + len(bags) / spread[term]) for term, n in bag.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        vectors.append({term: weight / norm for term, weight in weights.items()} if norm else {})
    return vectors


def _cosine(a: Vector, b: Vector) -> float:
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _edges(vectors: Sequence[Vector]) -> list[dict[int, float]]:
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges: list[dict[int, float]] = [defaultdict(float) for _ in vectors]
    for i, vector in enumerate(vectors):
        for term, weight in vector.items():
            for j, other in holders[term]:
                edges[i][j] += weight * other
                edges[j][i] += weight * other
            holders[term].append((i, weight))
    return edges


def _settle(edges: Sequence[Mapping[int, float]]) -> list[float]:
    size = len(edges)
    totals = [sum(row.values()) for row in edges]
    scores = [1 / size] * size
    for _ in range(ROUNDS):
        before = scores
        idle = sum(score for score, total in zip(scores, totals, strict=True) if not total)
        scores = [
            (1 - DAMPING + DAMPING * idle) / size
            + DAMPING * sum(scores[j] * weight / totals[j] for j, weight in row.items())
            for row in edges
        ]
        if max(abs(a - b) for a, b in zip(before, scores, strict=True)) * size < SETTLED:
            break
    return scores


def _whole(sentence: str, count: int) -> float:
    """How far a sentence of `count` terms is worth quoting: fragments and monsters are not, whatever they share."""
    if count < FEWEST_TERMS:
        return 0.4
    worth = min(1.0, MOST_TERMS / count)
    return worth if sentence.rstrip("\"'”’）)」]*").endswith((".", "。", "!", "！")) else worth * 0.5


def rank(sentences: Sequence[str], language: str) -> list[tuple[int, float]]:
    """(index, score) of every sentence, best first; scores add up to 1. The same input gives the same order, always."""
    scores: list[float] = []
    parts = math.ceil(len(sentences) / PART)
    size = math.ceil(len(sentences) / parts) if parts else 1
    for start in range(0, len(sentences), size):
        part = sentences[start : start + size]
        vectors = _vectors(part, language)
        settled = _settle(_edges(vectors))
        scores += [
            score * _whole(sentence, len(vector)) * len(part)
            for score, sentence, vector in zip(settled, part, vectors, strict=True)
        ]
    total = sum(scores) or 1.0
    return sorted(((i, score / total) for i, score in enumerate(scores)), key=lambda pair: (-pair[1], pair[0]))


def _quotable(sentence: str, language: str) -> bool:
    """Stands alone, is no question or lead-in, and holds no address."""
    ends = sentence.rstrip()[-1:]
    return ends not in "?？:：" and not ADDRESS.search(sentence) and not is_leaning(sentence, language)


def best(sentences: Sequence[str], language: str, count: int, weights: Sequence[float] | None = None) -> list[int]:
    """Indexes, in order of the text, of up to `count` sentences that rank high, stand alone and do not repeat each other.

    `weights` multiply the scores; a sentence of weight 0 is never chosen.
    """
    vectors = _vectors(sentences, language)
    worth = weights or [1.0] * len(sentences)
    ranked = sorted(rank(sentences, language), key=lambda pair: (-pair[1] * worth[pair[0]], pair[0]))
    chosen: list[int] = []
    for index, _ in ranked:
        if len(chosen) == count or not worth[index]:
            break
        if not _quotable(sentences[index], language):
            continue
        if all(_cosine(vectors[index], vectors[other]) < ALIKE for other in chosen):
            chosen.append(index)
    return sorted(chosen)


def keywords(text: str, language: str, count: int = 10) -> list[str]:
    """The `count` words or two-word phrases that carry the text, best first, each as it is written most often in it."""
    words = pieces(text, language)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for word in filter(carries_meaning, words):
        written[stem(word)][word] += 1
    weights = {
        term: sum(forms.values()) * math.log(1 + _length(term)) for term, forms in written.items() if len(term) > 1
    }
    for phrase, (times, parts) in _phrases(words, "" if language == CHINESE else " ").items():
        weights[phrase] = times * 1.6 * math.log(1 + _length(phrase))
        for part in parts:
            weights[part] = weights.get(part, 0.0) * (1 - min(1.0, times / sum(written[part].values())))
        written[phrase][phrase] = times
    chosen: list[str] = []
    for term in sorted(weights, key=lambda term: (-weights[term], term)):
        if not any(term in other or other in term for other in chosen):
            chosen.append(term)
        if len(chosen) == count:
            break
    return [max(sorted(written[term]), key=written[term].__getitem__) for term in chosen]


def _length(term: str) -> int:
    return len(term) * (2 if HAN.match(term) else 1)


def _phrases(words: Sequence[str], joint: str) -> dict[str, tuple[int, tuple[str, str]]]:
    """Two words that stand side by side at least three times: {phrase: (times, its two terms)}."""
    pairs = Counter((a, b) for a, b in zip(words, words[1:], strict=False) if carries_meaning(a) and carries_meaning(b))
    return {
        a + joint + b: (n, (stem(a), stem(b))) for (a, b), n in sorted(pairs.items()) if n >= 3 and stem(a) != stem(b)
    }
