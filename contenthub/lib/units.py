"""What is counted: the unit after a number, canonical, so that English and Chinese spellings meet."""

from __future__ import annotations

import re
from decimal import Decimal

from contenthub.lib.words import stem

MEASURES = {
    "ms": "ms|milliseconds?|毫秒",
    "second": "seconds?|secs?|(?<=\\d\\s)s(?=[\\s.,;:)]|$)|秒(?!杀)",
    "minute": "minutes?|mins?|分钟",
    "hour": "hours?|hrs?|个?小时|个?钟头",
    "day": "days?|天|(?<=\\d)日(?!元|本|报)",
    "week": "weeks?|周(?!年|边|围|期|岁|全|到)|个?星期",
    "month": "months?|个多?月",
    "quarter": "quarters(?= (?:in a row|ago|later|running|of (?:growth|decline)))|个季度",
    "year": "years?|yrs?|周?年(?![代级初底终末轻龄报份])",
    "decade": "decades?",
    "KB": "KB|kilobytes?",
    "MB": "MB|megabytes?",
    "GB": "GB|gigabytes?",
    "TB": "TB|terabytes?",
    "PB": "PB|petabytes?",
    "Mbps": "Mbps|Mbit/s",
    "Gbps": "Gbps|Gbit/s",
    "km": "km|kilomet(?:er|re)s?|公里|千米",
    "mm": "mm|millimet(?:er|re)s?|毫米",
    "cm": "cm|centimet(?:er|re)s?|厘米",
    "m": "met(?:er|re)s|米(?![饭粉线])",
    "m²": "m²|square met(?:er|re)s?|平方米|平米",
    "km²": "km²|square kilomet(?:er|re)s?|平方公里",
    "hectare": "hectares?|公顷",
    "mu": "亩",
    "mile": "miles?|英里",
    "kg": "kg|kilograms?|公斤|千克",
    "g": "grams?|克(?![服隆])",
    "tonne": "tonnes?|tons?|吨",
    "litre": "lit(?:re|er)s?|升(?![至到级温高])",
    "kWh": "kWh|kilowatt-hours?|千瓦时|度电",
    "MWh": "MWh|megawatt-hours?|兆瓦时",
    "GWh": "GWh|gigawatt-hours?|吉瓦时",
    "TWh": "TWh|terawatt-hours?",
    "kW": "kW|kilowatts?|千瓦(?!时)",
    "MW": "MW|megawatts?|兆瓦(?!时)",
    "GW": "GW|gigawatts?|吉瓦(?!时)",
    "GHz": "GHz|吉赫兹?",
    "MHz": "MHz|兆赫兹?",
    "°C": "°\\s?C|℃|degrees? (?:Celsius|centigrade)|摄氏度",
    "core": "cores?|核(?![心实算电查对桃])",
    "page": "pages?|页",
    "bp": "basis points?|bps|个?基点",
    "times": "times|x|×|-?fold|倍",
    "person": "people|persons?|个?人(?!工|力|员|类|性|物|民|口|均|次)",
    "user": "users?|名?个?用户",
    "customer": "customers?|clients?|名?个?客户",
    "company": "compan(?:y|ies)|firms?|家(?:公司|企业)|家(?!庭|长|属|居|乡)",
}
MEASURE = re.compile(
    r"[\s-]?(?:"
    + "|".join(f"(?P<u{i}>(?:{spelling}))" for i, spelling in enumerate(MEASURES.values()))
    + r")(?![A-Za-z])"
)
NAMES = list(MEASURES)
DECADE = Decimal(10)

# One unit in terms of another: 90 minutes are 1.5 hours, 15兆瓦 are 15000 kW. Storage is counted in thousands.
BASES: dict[str, tuple[str, Decimal]] = {
    "ms": ("second", Decimal("0.001")),
    "minute": ("second", Decimal(60)),
    "hour": ("second", Decimal(3600)),
    "day": ("second", Decimal(86400)),
    "week": ("second", Decimal(604800)),
    "quarter": ("month", Decimal(3)),
    "year": ("month", Decimal(12)),
    "KB": ("MB", Decimal("0.001")),
    "GB": ("MB", Decimal(1000)),
    "TB": ("MB", Decimal(10**6)),
    "PB": ("MB", Decimal(10**9)),
    "Gbps": ("Mbps", Decimal(1000)),
    "mm": ("m", Decimal("0.001")),
    "cm": ("m", Decimal("0.01")),
    "km": ("m", Decimal(1000)),
    "km²": ("m²", Decimal(10**6)),
    "hectare": ("m²", Decimal(10**4)),
    "g": ("kg", Decimal("0.001")),
    "tonne": ("kg", Decimal(1000)),
    "MWh": ("kWh", Decimal(1000)),
    "GWh": ("kWh", Decimal(10**6)),
    "TWh": ("kWh", Decimal(10**9)),
    "MW": ("kW", Decimal(1000)),
    "GW": ("kW", Decimal(10**6)),
    "GHz": ("MHz", Decimal(1000)),
}

# "5 large clusters", "four CPUs": the first plural among the next three words is what is counted.
COUNTED = re.compile(
    r"[\s-](?:[A-Za-z][\w-]*\s){0,2}?(?P<noun>[a-z][\w-]*[^su\W](?<!['’])s|[A-Z]{2,}['’]?s|children|women|men|criteria)\b(?!['’])"
)
BREAK = re.compile(
    r"\b(?:of|and|or|in|to|is|are|was|were|has|have|as|for|with|that|this|its|than|does|goes|says|means|needs|takes|makes|runs|the|"
    r"a|an|by|at|on|per|plus|from|across|against|yes|perhaps|always|sometimes|versus|since|each|every|when|if|but|because)\b"
)
PER = re.compile(
    r"\s?(?:/\s?|per\s|a\s(?=second|minute))(?P<per>seconds?|sec|s|minutes?|mins?|hours?|hr|h|days?|weeks?|months?|years?)\b|/(?P<han>秒|分钟|小时|天|年)",
    re.I,
)
PERIODS = {"s": "second", "h": "hour", "m": "minute", "d": "day", "w": "week", "y": "year"}
PERIODS_ZH = {"秒": "second", "分钟": "minute", "小时": "hour", "天": "day", "年": "year"}
EACH_ZH = re.compile(r"每(?P<han>秒|分钟|小时)钟?[^，。；、\d一二两三四五六七八九十]{0,6}$")
CLASSIFIER = re.compile(
    r"\s?[多余]?(?:个|种|项|条|名|位|台|次|类|层|级|款|份|场|座|节|点(?![一二三四五六七八九零\d])|步(?!法|骤\s?\d)|大(?!约|概)|重|套|支|篇|章|件|门|届|轮|"
    r"户|所|辆|艘|架|间|组|瓶|页|株|棵|颗|笔|批|起|倍|岁|字|代|方|部分|方面|元素|要素|环节|阶段|支柱|领域)"
)


def unit_after(text: str, position: int) -> tuple[str, int]:
    """(canonical unit, where it ends) for the number that ends at `position`; ("", position) where none is named.

    A counted English noun gives its singular but is no part of the fact's text. "GB/second" is so many a second.
    """
    measure = MEASURE.match(text, position)
    if measure:
        name = next(NAMES[int(group[1:])] for group, value in measure.groupdict().items() if value)
        per, end = _per(text, measure.end())
        return name + per, end
    counted = COUNTED.match(text, position)
    if counted and not BREAK.search(counted.group()):
        return stem(counted["noun"]) + _per(text, counted.end())[0], position
    return _per(text, position) if not text.startswith("/", position) else ("", position)


def _per(text: str, position: int) -> tuple[str, int]:
    """("/second", its end) for "per second", "/s" or 每秒 behind a unit; ("", position) for none."""
    found = PER.match(text, position)
    if not found:
        return "", position
    if found["han"]:
        return f"/{PERIODS_ZH[found['han']]}", found.end()
    word = found["per"].lower()
    return f"/{'month' if word.startswith('mo') else PERIODS[word[0]]}", found.end()


def per_before(text: str, position: int) -> str:
    """ "/second" for a number with 每秒 before it, or ""."""
    found = EACH_ZH.search(text[max(0, position - 12) : position])
    return f"/{PERIODS_ZH[found['han']]}" if found else ""


def in_base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """The value in the unit that all of its kind are compared in."""
    name, _, per = unit.partition("/")
    base, factor = BASES.get(name, (name, Decimal(1)))
    return (value * factor).normalize(), f"{base}/{per}" if per else base
