"""What is counted: the unit after a number, canonical, so that English and Chinese spellings meet."""

from __future__ import annotations

import re

from contenthub.lib.words import stem

MEASURES = {
    "ms": "ms|milliseconds?|毫秒",
    "second": "seconds?|secs?|秒",
    "minute": "minutes?|mins?|分钟",
    "hour": "hours?|hrs?|个?小时|个?钟头",
    "day": "days?|天|(?<=\\d)日",
    "week": "weeks?|周|个?星期",
    "month": "months?|个月",
    "year": "years?|yrs?|年",
    "KB": "KB|kilobytes?",
    "MB": "MB|megabytes?",
    "GB": "GB|gigabytes?",
    "TB": "TB|terabytes?",
    "PB": "PB|petabytes?",
    "km": "km|kilomet(?:er|re)s?|公里|千米",
    "kg": "kg|kilograms?|公斤|千克",
    "tonne": "tonnes?|tons?|吨",
    "times": "times|x|-?fold|倍",
    "person": "people|persons?|人(?!工|力|员|类|性|物|民)",
    "user": "users?|名?个?用户",
    "customer": "customers?|clients?|名?个?客户",
    "company": "compan(?:y|ies)|firms?|家(?:公司|企业)|家",
}
MEASURE = re.compile(
    r"[\s-]?(?:"
    + "|".join(f"(?P<u{i}>(?:{spelling}))" for i, spelling in enumerate(MEASURES.values()))
    + r")(?![A-Za-z])"
)
NAMES = list(MEASURES)

# "5 large clusters": the first plural among the next three words is what is counted.
COUNTED = re.compile(r"[\s-](?:[a-z][\w-]*\s){0,2}?(?P<noun>[a-z][\w-]*[^su\W]s)\b")
BREAK = re.compile(
    r"\b(?:of|and|or|in|to|is|are|was|were|has|have|as|for|with|that|this|its|than|does|the|a|by|at|on|per|plus|from)\s"
)
CLASSIFIER = re.compile(
    r"\s?(?:个|种|项|条|名|位|台|次|类|层|级|款|份|场|座|节|点|步|大(?!约|概)|重|套|支|篇|章|件|门|届|轮)"
)


def unit_after(text: str, position: int) -> tuple[str, int]:
    """(canonical unit, where it ends) for the number that ends at `position`; ("", position) where none is named.

    A counted English noun gives its singular but is no part of the fact's text.
    """
    measure = MEASURE.match(text, position)
    if measure:
        name = next(NAMES[int(group[1:])] for group, value in measure.groupdict().items() if value)
        return name, measure.end()
    counted = COUNTED.match(text, position)
    if counted and not BREAK.search(counted.group()):
        return stem(counted["noun"]), position
    return "", position
