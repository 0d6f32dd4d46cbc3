"""A long paper that nobody wrote: the same text every time, in English or Chinese."""

from __future__ import annotations

import random
import re

_PARTS = {
    "en": (
        "the review board|a small team|the regional office|every second supplier|the shared platform|a careful reader|"
        "the new procedure|an outside auditor|the planning group|most of the customers",
        "shortens|documents|postpones|measures|replaces|explains|supports|questions|publishes|prepares",
        "the weekly report|its oldest contract|the migration plan|a second opinion|the storage budget|its own forecast|"
        "the training course|the list of open risks|the common vocabulary|a public register",
        "before the next quarter begins|in {n} of {m} cases|at a cost of {m} euros|because nobody else does|"
        "within {n} days of the request|without changing the agreement|although demand fell by {n}%|"
        "as soon as the figures are checked|in each of the {n} regions|after a pause of {n} weeks",
    ),
    "zh-hans": (
        "审查委员会|一个小型团队|区域办公室|多数供应商|共享平台|细心的读者|新的流程|外部审计人员|规划小组|大部分客户",
        "缩短了|记录了|推迟了|衡量了|替换了|解释了|支持了|质疑了|发布了|准备了",
        "每周报告|最早的合同|迁移方案|第二种意见|存储预算|自身的预测|培训课程|未决风险清单|通用词汇表|公开登记册",
        "在下个季度开始之前|在{m}个案例中的{n}个里|成本为{m}万元|因为没有别人去做|在提出请求后的{n}天内|"
        "而没有修改协议|尽管需求下降了{n}%|待数据核对完毕之后|覆盖全部{n}个地区|在暂停{n}周之后",
    ),
}
_WORDS = {
    "en": ("A Paper of Many Words", "Summary", "Key points", "Section", "Region", "Cases", "Share", "an engineer"),
    "zh-hans": ("一份篇幅很长的白皮书", "摘要", "要点", "章节", "地区", "案例", "比例", "一位工程师"),
}
#: What counts as a word: one Chinese character, or one run of other letters and digits.
_COUNTED = re.compile(r"[\u4e00-\u9fff]|[A-Za-z0-9]+")


def sentence(choose: random.Random, language: str) -> str:
    """One of about ten thousand sentences, many with a figure in them."""
    who, does, what, when = (choose.choice(part.split("|")) for part in _PARTS[language])
    when = when.format(n=choose.randint(2, 60), m=choose.randint(61, 900))
    if language == "en":
        return f"{who.capitalize()} {does} {what} {when}."
    return f"{who}{does}{what}，{when}。"


def markdown(language: str, words: int) -> str:
    """A paper of at least so many words: summary, key points, sections with a list, a table and a quotation each."""
    choose = random.Random(f"{language} {words}")
    title, summary, points = _WORDS[language][:3]
    listed = "\n".join(f"- {sentence(choose, language)}" for _ in range(6))
    parts = [f"# {title}", f"## {summary}", _paragraph(choose, language), f"## {points}", listed]
    found = sum(count(part) for part in parts)
    number = 0
    while found < words:
        number += 1
        section = _section(choose, language, number)
        parts.append(section)
        found += count(section)
    return "\n\n".join(parts) + "\n"


def count(text: str) -> int:
    """How many words the text has."""
    return len(_COUNTED.findall(text))


def _section(choose: random.Random, language: str, number: int) -> str:
    _title, _summary, _points, section, region, cases, share, speaker = _WORDS[language]
    rows = [f"| {region} {row} | {choose.randint(10, 999)} | {choose.randint(1, 99)}% |" for row in range(1, 5)]
    return "\n\n".join(
        [
            f"## {section} {number}",
            *(_paragraph(choose, language) for _ in range(4)),
            "\n".join([f"| {region} | {cases} | {share} |", "| --- | --- | --- |", *rows]),
            "\n".join(f"{place}. {sentence(choose, language)}" for place in range(1, 4)),
            f"> {sentence(choose, language)}\n>\n> — {speaker}",
            _paragraph(choose, language),
        ]
    )


def _paragraph(choose: random.Random, language: str) -> str:
    return (" " if language == "en" else "").join(sentence(choose, language) for _ in range(6))
