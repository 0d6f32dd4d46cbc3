"""What a document says in short: its summary, its key points, its strongest figures. All of it in the document's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup

from contenthub.assets.importers.headings import is_boilerplate
from contenthub.assets.importers.imported import Block
from contenthub.lib.html import to_text
from contenthub.lib.language import CHINESE
from contenthub.lib.ranking import best
from contenthub.lib.sentences import fit, is_leaning, normalise, split

SUMMARY = re.compile(
    r"(?:\d+[.、]?\s*|[一二三四五六七八九十]+、\s*)?(?:executive summary|management summary|summary|abstract|at a glance|tl;?dr|in brief|"
    r"(?:执行|内容|管理层|报告)?摘要|内容提要|提要|概要|导读|概览)",
    re.I,
)
KEY_POINTS = re.compile(
    r"(?:\d+[.、]?\s*|[一二三四五六七八九十]+、\s*)?(?:(?:key|main|top) (?:points?|takeaways?|findings?|messages?|insights?|results?)|takeaways?|"
    r"highlights|(?:核心|关键|主要|重点)?要点|(?:核心|关键|主要)(?:发现|结论|观点|信息|内容)|重点(?:摘要|提示)|亮点)",
    re.I,
)
WEIGHTY = re.compile(
    r"(?:\d+[.、]?\s*|[一二三四五六七八九十]+、\s*)?(?:conclusions?|key .*|summary|executive summary|abstract|结论|总结|结语|(?:执行|内容)?摘要)",
    re.I,
)
ABOUT_ITSELF = re.compile(
    r"\b(?:this|the present|our) (?:white\s?paper|paper|document|report|guide|article|section|chapter|survey)\b|本文|本白皮书|本报告|本指南|本章|本节|"
    r"\b(?:see|described|described in|mentioned) (?:above|below|section|chapter|figure|table)\b|\[\d+\]|\bfollowing (?:sections?|chapters?)\b",
    re.I,
)

# Grammatically alone, yet half of something: one way of several, a picture, a step; what it is not, but not what it is.
HALF_SAID = re.compile(
    r"(?:one|a|another) (?:possible|common|typical|simple|further|other|such)?\s?(?:way|option|approach|example|solution|possibility)\b|"
    r"the (?:example|diagram|figure|table|list|listing|code|picture|image|command|above|below|chart)\b|"
    r"(?:first|secondly?|third(?:ly)?|next|later|afterwards|also|note|see|please)\b|"
    r"(?:[^，,。]{0,6}(?:挑战|步骤|方法|优点|缺点|特点|原因|目标|措施)?(?:主要|具体)?包括|首先|其次|再次|然后|接下来|请|注意|如图|下图|上图|下表|上表)|"
    r"(?![^。]*(?:而是|而在于|而应|而要|[—–-]))[^。]*(?:远非|并非|绝非|非一成不变|并不是|不仅仅是)",
    re.I,
)
CARRIES_ON = re.compile(
    r"这些|这种|这一|上述|此类|\b(?:these|such)\b(?! as)|\balso\b|\btoo\.$|\bas well\.$|也(?:非常|是|在|需|会|可|应|要|能|有|不)",
    re.I,
)

# Rich text of ours is well-formed, and no <p> stands in a list or a quotation.
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
NOTE_MARK = re.compile(r"\s*<sup>[^<]*</sup>(?:\s+(?=[，。、；：,.;:]))?")
LABEL = re.compile(r"^[^:：.。]{1,40}[:：]\s*")
COMPLETE = re.compile(r"[.。!！][\"”’)）」]*$")

SUMMARY_MOST = {CHINESE: 200}
SUMMARY_MOST_OTHER = 450
POINT_MOST = {CHINESE: 110}
POINT_MOST_OTHER = 240
POINT_LEAST = {CHINESE: 14}
POINT_LEAST_OTHER = 45
POINTS = 6
POINTS_LEAST = 4
POINTS_MOST = 7
SENTENCES_RANKED = 1500  # a book's first chapters say what it is about


@dataclass(frozen=True)
class Section:
    """A heading (or none, before the first) with the blocks under it; `path` holds it and those above it."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def is_message(self) -> bool:
        return not any(is_boilerplate(heading) for heading in self.path)


def sections(blocks: list[Block]) -> Iterator[Section]:
    """The document cut at its headings."""
    path: list[tuple[int, str]] = []
    held: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            yield Section(tuple(text for _, text in path), tuple(held))
            held = []
            path = [entry for entry in path if entry[0] < block.value["level"]]
            path.append((block.value["level"], block.value["text"]))
        else:
            held.append(block)
    yield Section(tuple(text for _, text in path), tuple(held))


def prose_sentences(section: Section, language: str) -> list[str]:
    """The sentences of a section's paragraphs; those of lists are left out, they lean on the line above the list."""
    found: list[str] = []
    for block in section.blocks:
        if block.kind == "rich_text":
            for paragraph in PARAGRAPH.findall(NOTE_MARK.sub("", block.value["html"])):
                found += split(to_text(paragraph), language)
    return found


def prose(blocks: list[Block], language: str) -> list[str]:
    """Every sentence that a proposal may be made of: those of paragraphs, then those of lists."""
    found = list(sections(blocks))
    return [
        sentence
        for reader in (prose_sentences, item_sentences)
        for section in found
        for sentence in reader(section, language)
    ]


def item_sentences(section: Section, language: str) -> list[str]:
    """The whole sentences of a section's list items, without a label before them ("Speed: Small steps ...")."""
    items = _listed(section) if any("<li>" in str(block.value.get("html", "")) for block in section.blocks) else []
    return [
        sentence for item in items for sentence in split(LABEL.sub("", item), language) if COMPLETE.search(sentence)
    ]


def summary(blocks: list[Block], language: str) -> str:
    """The first sentences of the summary section where there is one, else the sentences that rank best, else the start."""
    return written_summary(blocks, language) or ranked_summary(blocks, language)


def written_summary(blocks: list[Block], language: str) -> str:
    """The first sentences of the document's own summary section; empty where it has none."""
    most = SUMMARY_MOST.get(language, SUMMARY_MOST_OTHER)
    own: list[str] = []
    for section in sections(blocks):
        if any(SUMMARY.fullmatch(heading.strip()) for heading in section.path):
            own += prose_sentences(section, language)
    if not own:
        return ""
    return fit(_joint(language).join(own), most, language=language) or next(
        (sentence for sentence in own if len(sentence) <= most), ""
    )


def ranked_summary(blocks: list[Block], language: str) -> str:
    """The sentences that rank best, in their order; the document's start where none stands alone."""
    most = SUMMARY_MOST.get(language, SUMMARY_MOST_OTHER)
    sentences = [
        sentence
        for section in sections(blocks)
        if section.is_message
        for sentence in prose_sentences(section, language)
    ]
    sentences = sentences[:SENTENCES_RANKED]
    chosen = best(sentences, language, 3, weights=_weights(sentences, language))
    for count in range(len(chosen), 0, -1):
        text = _joint(language).join(sentences[i] for i in chosen[:count])
        if len(text) <= most:
            return text
    return fit(" ".join(sentences), most, language=language)


def _joint(language: str) -> str:
    return "" if language == CHINESE else " "


def key_points(blocks: list[Block], language: str) -> list[str]:
    """The items under a "Key points" heading where there is one, else up to six sentences that rank best and differ."""
    return listed_points(blocks) or ranked_points(blocks, language)


def listed_points(blocks: list[Block]) -> list[str]:
    """The items under a "Key points" heading; none where there is no such heading."""
    for section in sections(blocks):
        if section.path and KEY_POINTS.fullmatch(section.path[-1].strip()):
            listed = _listed(section)
            if listed:
                return listed[:POINTS_MOST]
    return []


def ranked_points(blocks: list[Block], language: str) -> list[str]:
    """Up to six sentences that rank best, stand alone and differ, in order of the text."""
    sentences: list[str] = []
    weights: list[float] = []
    for section in sections(blocks):
        if section.is_message:
            found = prose_sentences(section, language)
            factor = 1.5 if any(WEIGHTY.fullmatch(heading.strip()) for heading in section.path) else 1.0
            sentences += found
            weights += [factor * weight for weight in _weights(found, language)]
    chosen = best(sentences[:SENTENCES_RANKED], language, POINTS, weights=weights[:SENTENCES_RANKED])
    if len(chosen) >= POINTS_LEAST:
        return [sentences[i] for i in chosen]
    for section in sections(blocks):  # a text made of lists says what it has to say in them
        if section.is_message:
            found = item_sentences(section, language)
            sentences += found
            weights += [0.8 * weight for weight in _weights(found, language)]
    chosen = best(sentences[:SENTENCES_RANKED], language, POINTS, weights=weights[:SENTENCES_RANKED])
    return [sentences[i] for i in chosen]


def without_points(blocks: list[Block], points: list[str]) -> list[Block]:
    """The blocks without a "Key points" section that holds nothing but these points.

    They live in a field of their own then, and a page that shows both would say everything twice.
    """
    for at, block in enumerate(blocks):
        if block.kind == "heading" and KEY_POINTS.fullmatch(block.value["text"].strip()):
            under = blocks[at + 1 : at + 2]
            alone = len(blocks) == at + 2 or (len(blocks) > at + 2 and blocks[at + 2].kind == "heading")
            if alone and under[0].kind == "rich_text" and _only_a_list(under[0], points):
                return blocks[:at] + blocks[at + 2 :]
    return blocks


def _only_a_list(block: Block, points: list[str]) -> bool:
    rest = BeautifulSoup(block.value["html"], "html.parser")
    for made_of_items in rest.find_all(["ul", "ol"]):
        made_of_items.decompose()
    return not rest.get_text(strip=True) and _listed(Section((), (block,))) == points


def _listed(section: Section) -> list[str]:
    soup = BeautifulSoup(
        "".join(block.value["html"] for block in section.blocks if block.kind == "rich_text"), "html.parser"
    )
    items = [item for item in soup.find_all("li") if not item.find_parent("li")]
    for item in items:
        for inner in item.find_all(["ul", "ol"]):
            inner.decompose()
    return [text for text in (normalise(item.get_text(" ")) for item in items) if text]


def _weights(sentences: list[str], language: str) -> list[float]:
    """How fit a sentence is to be a point of its own: none for one too long or too short or that says half of
    something, less for one about the paper or that goes on with what was said."""
    least = POINT_LEAST.get(language, POINT_LEAST_OTHER)
    most = POINT_MOST.get(language, POINT_MOST_OTHER)
    return [
        0.0
        if not least <= len(sentence) <= most
        or not COMPLETE.search(sentence)
        or is_leaning(sentence, language)
        or HALF_SAID.match(sentence)
        else (0.4 if ABOUT_ITSELF.search(sentence) else 1.0) * (0.5 if CARRIES_ON.search(sentence) else 1.0)
        for sentence in sentences
    ]
