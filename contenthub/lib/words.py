"""Words that carry meaning, out of English and Chinese text."""

from __future__ import annotations

import re

import rjieba

from contenthub.lib.language import CHINESE, HAN

ENGLISH_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+#]*(?:[-'’.][A-Za-z0-9+#]+)*")

SUBJECT_TAGS = frozenset("nrstj") | {"e"}  # of the dictionary: noun, pronoun, place, time, short form; "eng"
MODAL_WORDS = "可 可以 应 应该 应当 能 能够 会 将 已 已经 正在 必须 须 需 需要 要 也 还 都 更"
MODALS = frozenset(MODAL_WORDS.split())
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>）)】\]]+")

ENGLISH_STOP_WORDS = """
    a about above across after again against all almost along already also although always am among an and another any
    are around as at away back be became because become been before behind being below between both but by can cannot
    could did do does doing done down due during each either else enough etc even ever every few first for from further
    gets give given goes going good got had has have having he her here hers him his how however i if in indeed instead
    into is it its itself just keep kept last least less let like likely made main make makes making many may maybe me
    means might more most much must my near need needed needs neither never new next no nor not nothing now of off often
    on once one only onto or other others our out over own part parts per perhaps put quite rather really same see seem
    seen several shall she should since so some something still such take taken than that the their them then there
    therefore these they thing things this those though three through thus to together too toward two under until up
    upon us use used useful uses using usually various very via want was way ways we well were what when where whether
    which while who whole whom whose why will with within without would yet you your e.g i.e example section chapter
    figure following paper document whitepaper don't doesn't can't won't isn't aren't shouldn't it's
"""

CHINESE_STOP_WORDS = """
    的 了 和 是 在 有 与 及 或 等 也 都 而 就 并 为 以 对 将 被 把 从 到 由 于 向 中 上 下 内 外 后 前 时 这 那 其 它 他 她 们 我
    我们 他们 它们 你 您 自己 一个 一种 一些 这个 这些 这种 那些 其中 其他 可以 可能 能够 需要 应该 应 必须 通过 进行 使用 采用
    以及 并且 而且 但是 然而 因此 所以 由于 因为 如果 例如 比如 如 包括 同时 此外 另外 不同 相关 各种 多种 许多 很多 更 最 非常 十分
    不 没有 无法 不会 不能 还 已 已经 会 能 要 让 使 使得 之 之间 方面 情况 问题 方式 过程 部分 基于 根据 为了 关于 对于 具有 作为
    提供 实现 确保 以下 如下 上述 本文 本文档 章节 图 表 节 该 此 各 每 每个 某 个 种 类 项 次 第一 第二 一 二 三 只 仅 仅仅 即 则
    来 去 做 用 地 得 着 过 吗 呢 吧 呀 啊 当 且 若 至 所 又 再 却 并不 不是 就是 还是 以便 从而 进而 有关 一样 一旦 任何 所有 整个
"""

ENGLISH_STOP = frozenset(ENGLISH_STOP_WORDS.split())
CHINESE_STOP = frozenset(CHINESE_STOP_WORDS.split())


def stem(word: str) -> str:
    """An English word without plural or possessive ending, lower case: enough to see that two sentences share a subject."""
    word = re.sub(r"['’]s?$", "", word.lower())
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(?:sses|shes|ches|xes|zes)$", word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def pieces(text: str, language: str) -> list[str]:
    """Every word of `text` as written, in order, addresses left out; Chinese text is cut into words by dictionary.

    In Chinese what stands between words is among the pieces, so that neighbours are neighbours in the text.
    """
    text = ADDRESS.sub(" ", text)
    return list(rjieba.cut(text)) if language == CHINESE else ENGLISH_WORD.findall(text)


def carries_meaning(word: str) -> bool:
    """Whether a piece is a word and not a stop word; a single Han character is (云 of 云原生), a single letter is not."""
    if HAN.match(word):
        return word not in CHINESE_STOP
    return len(word) > 1 and bool(ENGLISH_WORD.fullmatch(word)) and word.lower().replace("’", "'") not in ENGLISH_STOP


def content_words(text: str, language: str) -> list[str]:
    """The words of `text` that carry meaning, as written, in order; in Chinese those of two characters and more."""
    return [word for word in pieces(text, language) if len(word) > 1 and carries_meaning(word)]


def terms(text: str, language: str) -> list[str]:
    """`content_words` made comparable: lower case, English plurals taken off."""
    return [stem(word) for word in content_words(text, language)]


def opens_with_subject(clause: str) -> bool:
    """Whether a Chinese clause begins with a noun or pronoun, or with "… 的" and one: it brings a subject of its own."""
    tagged = rjieba.tag(clause.lstrip()[:40])
    if tagged and tagged[0][1][:1] in SUBJECT_TAGS:
        return True
    return any(
        [word for word, _ in tagged[at : at + 1]] == ["的"]
        and all(tag[:1] in "abdmnv" and word not in MODALS for word, tag in tagged[:at])
        and len(tagged) > at + 1
        and (tagged[at + 1][1][:1] == "n" or tagged[at + 1][1] == "vn")
        for at in (1, 2)
    )


def has_predicate(clause: str) -> bool:
    """Whether a Chinese clause has a verb with what it acts on behind it, and not only a verb inside a "… 的" attribute."""
    tagged = [(word, tag) for word, tag in rjieba.tag(clause.strip("，,；;。 ")) if word.strip()]
    verbs = [at for at, (word, tag) in enumerate(tagged) if tag in ("v", "vn", "p") and at and len(tagged) > at + 1]
    for at in verbs:
        before, behind = tagged[at - 1][0], tagged[at + 1][0]
        if tagged[at][1] == "p" or before == "的":
            continue
        if before in MODALS or behind in ("了", "着") or tagged[at][0] in ("是", "有"):
            return True
        if at == verbs[-1] and not any(word == "的" for word, _ in tagged[at:]):
            return True
    return False
