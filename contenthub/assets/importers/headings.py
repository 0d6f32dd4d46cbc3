"""The title of a document and the levels of its headings."""

from __future__ import annotations

import re
from dataclasses import replace

from contenthub.assets.importers.imported import Block
from contenthub.lib.splitting import normalise

TOP, DEEPEST = 2, 4
MOST_TITLE = 255

# An h1 that opens a document and is one of these is its first section, not its title.
SECTION_NAME = re.compile(
    r"(?:\d+[.、\s]|[一二三四五六七八九十]+[、.]|第[一二三四五六七八九十\d]+[章节部]|chapter\s|part\s).*|"
    r"(?:executive )?summary|abstract|introduction|overview|background|foreword|preface|contents|about .*|"
    r"(?:执行|内容)?摘要|引言|前言|序言|序|介绍|概述|概览|背景|导读|目录|索引",
    re.I,
)
BOILERPLATE = re.compile(
    r"(?:\d+[.、]?\s*|[一二三四五六七八九十]+、\s*)?"
    r"(?:references?|bibliography|acknowledge?ments?|contributors?|reviewers?|authors?|about (?:the )?(?:authors?|us|company)|"
    r"further reading|related work|notes?|footnotes|endnotes|glossary|acronyms.*|abbreviations.*|appendix.*|licen[cs]e|"
    r"disclaimer|copyright.*|legal notice|contact(?: us)?|change ?log|revision history|works cited|sources|"
    r"参考(?:文献|资料)|引用|鸣谢|致谢|作者.*|贡献者|审阅者|审校.*|译者.*|注释|脚注|尾注|术语表?|词汇表|缩略语.*|附录.*|许可.*|免责声明|版权.*|"
    r"联系(?:我们|方式)|关于(?:作者|我们)|延伸阅读|相关工作|修订记录)",
    re.I,
)


def take_title(blocks: list[Block], given: str, properties: str, file_name: str) -> tuple[str, list[Block], bool]:
    """(title, blocks without it, whether only the file's name was left to name it).

    The first found of: `given` (front matter), an h1 or title at the top, `properties` (of the document), a heading
    before any text, the file's name.
    """
    title, rest = normalise(given), list(blocks)
    first = next((i for i, block in enumerate(blocks) if block.kind == "heading"), None)
    leads = first is not None and all(block.kind == "figure" for block in blocks[:first])
    heading = blocks[first].value if first is not None else {"level": 9, "text": ""}
    is_section = bool(SECTION_NAME.fullmatch(heading["text"])) or is_boilerplate(heading["text"])
    by_level = heading["level"] == 0 or (heading["level"] == 1 and not is_section)
    plain = leads and not is_section
    if first is not None and (_alike(heading["text"], title) or not title and by_level and _near_top(blocks, first)):
        title = title or heading["text"]
        del rest[first]
    elif not title and properties:
        title = normalise(properties)
    elif not title and first is not None and plain:
        title = heading["text"]
        del rest[first]
    named = not title
    return (title or readable(file_name))[:MOST_TITLE], rest, named


def _near_top(blocks: list[Block], first: int) -> bool:
    """At most a line or two (a date, an author) stand before the title."""
    return sum(len(block.text()) for block in blocks[:first]) <= 300


def _alike(a: str, b: str) -> bool:
    return bool(b) and re.sub(r"\W", "", a).lower() == re.sub(r"\W", "", b).lower()


def readable(file_name: str) -> str:
    """A file's name as words: "q3_report-final" -> "Q3 report final"."""
    without_language = re.sub(r"[._-](?:en|zh|cn|zh[_-](?:cn|hans))$", "", file_name, flags=re.I)
    words = normalise(re.sub(r"[_\-.+]+", " ", without_language)) or "Untitled"
    return words[0].upper() + words[1:]


def levelled(blocks: list[Block]) -> tuple[list[Block], int]:
    """The headings as a tree that starts at level 2, skips none and stops at 4; and how many stood deeper than that."""
    folded = 0
    open_levels: list[int] = []
    result = []
    for block in blocks:
        if block.kind == "heading":
            raw = block.value["level"]
            while open_levels and open_levels[-1] >= raw:
                open_levels.pop()
            open_levels.append(raw)
            folded += TOP + len(open_levels) - 1 > DEEPEST
            level = min(TOP + len(open_levels) - 1, DEEPEST)
            block = replace(block, value={"level": level, "text": block.value["text"]})
        result.append(block)
    return result, folded


def is_boilerplate(heading: str) -> bool:
    """Whether a section by this name carries no message of the document: references, thanks, glossary, notes."""
    return bool(BOILERPLATE.fullmatch(heading.strip()))
