"""Numbers, dates and quotations are found in both languages and read as what they mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contenthub.lib.facts import find


def readings(text: str, language: str) -> list[tuple[str, str, str, str]]:
    return [(fact.kind, fact.text, str(fact.value), fact.unit) for fact in find(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Costs fell 12.5%.", ("percentage", "12.5%", "12.5", "%")),
        ("up 30 percentage points", ("percentage", "30 percentage points", "30", "pp")),
        ("worth $1.2 million today", ("money", "$1.2 million", "1200000", "USD")),
        ("about 900,000 euros", ("money", "900,000 euros", "900000", "EUR")),
        ("a €3bn market", ("money", "€3bn", "3000000000", "EUR")),
        ("1.2 million users", ("number", "1.2 million users", "1200000", "user")),
        ("took 40 ms", ("number", "40 ms", "40", "ms")),
        ("3x faster", ("number", "3x", "3", "times")),
        ("5 large clusters", ("number", "5", "5", "cluster")),
        ("four services run", ("number", "four", "4", "service")),
        ("twenty-five thousand people", ("number", "twenty-five thousand people", "25000", "person")),
        ("two thirds of them", ("fraction", "two thirds", "0.666667", "")),
        ("half of the teams", ("fraction", "half", "0.5", "")),
        ("9 out of 10 teams", ("fraction", "9 out of 10", "0.9", "")),
        ("on 12 May 2022", ("date", "12 May 2022", "2022-05-12", "")),
        ("on May 12, 2022", ("date", "May 12, 2022", "2022-05-12", "")),
        ("on 2023-05-12", ("date", "2023-05-12", "2023-05-12", "")),
        ("Since 2019 it", ("date", "2019", "2019", "")),
        ("in Q3 2025", ("date", "Q3 2025", "2025-Q3", "")),
        ("the third quarter of 2025", ("date", "third quarter of 2025", "2025-Q3", "")),
        ("10-20% less", ("range", "10-20%", "10..20", "%")),
        ("between 10 and 20 percent", ("range", "10 and 20 percent", "10..20", "%")),
        ("1-2 million users", ("range", "1-2 million users", "1000000..2000000", "user")),
        ("three to five years", ("range", "three to five years", "3..5", "year")),
        ("2019–2023", ("range", "2019–2023", "2019..2023", "date")),
    ],
)
def test_an_english_fact_is_read(text, expected):
    assert readings(text, "en") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用户达到120万", ("number", "120万", "1200000", "")),
        ("增长１２％", ("percentage", "１２％", "12", "%")),
        ("占三成", ("percentage", "三成", "30", "%")),
        ("占三成五", ("percentage", "三成五", "35", "%")),
        ("百分之三十五点五", ("percentage", "百分之三十五点五", "35.5", "%")),
        ("约三分之二", ("fraction", "三分之二", "0.666667", "")),
        ("一半的团队", ("fraction", "一半", "0.5", "")),
        ("2023年5月12日发布", ("date", "2023年5月12日", "2023-05-12", "")),
        ("2023 年 5 月", ("date", "2023 年 5 月", "2023-05", "")),
        ("2025年第三季度", ("date", "2025年第三季度", "2025-Q3", "")),
        ("二〇二三年", ("date", "二〇二三年", "2023", "")),
        ("5月3日", ("date", "5月3日", "--05-03", "")),
        ("营收120万元", ("money", "120万元", "1200000", "CNY")),
        ("超过1.5亿美元", ("money", "1.5亿美元", "150000000", "USD")),
        ("四个阶段", ("number", "四个", "4", "")),
        ("耗时24小时", ("number", "24小时", "24", "hour")),
        ("10%到20%", ("range", "10%到20%", "10..20", "%")),
        ("10～20万用户", ("range", "10～20万用户", "100000..200000", "user")),
        ("2019年至2023年", ("range", "2019年至2023年", "2019..2023", "date")),
    ],
)
def test_a_chinese_fact_is_read(text, expected):
    assert readings(text, "zh-hans") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "See Figure 2 and Section 3.4.",
        "version 1.2.3 or v1.0",
        "layer 4 and RFC 8058",
        "a 12-factor app on Python 3.7+",
        "one of the first",
        "https://example.com/2023/05/120",
        "as shown in [1] and [2, 3]",
        "1. First step",
        "`retries = 300`",
        "NIST SP 800-204",
    ],
)
def test_a_label_a_version_or_an_address_is_no_fact(text):
    assert readings(text, "en") == []


@pytest.mark.parametrize("text", ["图 1 和第3章", "一个问题", "零信任与元宇宙", "完成任务", "1、首先", "如表 2 所示"])
def test_a_chinese_label_is_no_fact(text):
    assert readings(text, "zh-hans") == []


def test_a_fact_knows_where_it_stands():
    text = "We saw ５０% and $3."
    assert all(text[fact.start : fact.end] == fact.text for fact in find(text, "en"))


@pytest.mark.parametrize(
    ("text", "language", "speaker"),
    [
        ('Ada Lee, head of research, said: "We saw our costs fall very quickly."', "en", "Ada Lee"),
        ("“It is the best thing ever made,” said Bob Ray, CTO.", "en", "Bob Ray"),
        ("According to Ada Lee, “operators are here to stay for good”.", "en", "Ada Lee"),
        ("“A pilot should know both of her engines” (Jim Zee, https://example.com)", "en", "Jim Zee"),
        ("“Nobody knows who has said this before.”", "en", ""),
        ("王小明表示：“我们把成本降低了很多，效果非常明显。”", "zh-hans", "王小明"),
        ("“这是一个全新的时代到来了，”李华说。", "zh-hans", "李华"),
    ],
)
def test_a_quotation_names_its_speaker_where_the_text_does(text, language, speaker):
    found = [fact for fact in find(text, language) if fact.kind == "quotation"]
    assert [fact.speaker for fact in found] == [speaker]


def test_a_term_in_quotation_marks_is_no_quotation():
    assert find("A “land grab” of rights", "en") == []
    assert find("所谓“云原生”转变", "zh-hans") == []


def test_a_number_inside_a_quotation_is_found_too():
    kinds = [fact.kind for fact in find("“We cut our costs by 30 percent in March.”", "en")]
    assert kinds == ["quotation", "percentage"]


def test_values_are_exact():
    assert find("0.1%", "en")[0].value == Decimal("0.1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales doubled.", [("number", "doubled", "2", "times")]),
        ("a tenfold rise", [("number", "tenfold", "10", "times")]),
        ("销售额翻了两番", [("number", "翻了两番", "4", "times")]),
        ("12 GB/s of traffic", [("number", "12 GB/s", "12", "GB/second")]),
        ("30,000 requests per second", [("number", "30,000", "30000", "request/second")]),
        ("每秒处理3万次请求", [("number", "3万次", "30000", "/second")]),
        ("a 16-core machine", [("number", "16-core", "16", "core")]),
        ("a decade of work", [("number", "a decade", "10", "year")]),
        ("half a million users", [("number", "half a million users", "500000", "user")]),
        ("five million pounds for it", [("money", "five million pounds", "5000000", "GBP")]),
        ("拨款三百万元", [("money", "三百万元", "3000000", "CNY")]),
        ("120多万名读者", [("number", "120多万名", "1200000", "")]),
        ("it was -12 °C", [("number", "-12 °C", "-12", "°C")]),
        ("历时三年半", [("number", "三年半", "3.5", "year")]),
        ("3–5 May 2024", [("range", "3–5 May 2024", "2024-05-03..2024-05-05", "date")]),
        ("2024年5月至8月", [("range", "2024年5月至8月", "2024-05..2024-08", "date")]),
        ("上世纪90年代", [("date", "上世纪90年代", "1990s", "")]),
        ("in the third quarter", [("date", "third quarter", "-Q3", "")]),
        ("rose from 5% to 12%", [("percentage", "5%", "5", "%"), ("percentage", "12%", "12", "%")]),
        ("从5%增至12%", [("percentage", "5%", "5", "%"), ("percentage", "12%", "12", "%")]),
        ("€70–75 million a year", [("range", "€70–75 million", "70000000..75000000", "EUR")]),
    ],
)
def test_multiples_rates_sums_in_words_and_changes_are_read(text, expected):
    assert readings(text, "zh-hans" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "They meet once a quarter.",
        "It pays $2 million a quarter.",
        "before the next quarter begins",
        "a third party checked it",
        "a fifth person came",
        "清晨六点",
        "两三个人",
        "Call 0800 555 1234.",
        "Windows runs on Route 14.",
        "open 24/7",
        "at 12 Mill Lane",
    ],
)
def test_a_time_an_ordinal_or_an_address_is_no_figure(text):
    found = readings(text, "zh-hans" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en")
    assert [kind for kind, *_ in found if kind != "money"] == []


@pytest.mark.parametrize("text", ["a quarter of the staff", "It fell by a quarter.", "three quarters of all homes"])
def test_a_quarter_of_something_is_a_fraction(text):
    assert [kind for kind, *_ in readings(text, "en")] == ["fraction"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("about 40 teams", "about"),
        ("more than 40 teams", "over"),
        ("no more than 40 teams", "at most"),
        ("nearly 40 teams", "under"),
        ("40 teams or more", "at least"),
        ("at least $40", "at least"),
        ("all 40 teams", ""),
        ("约40个团队", "about"),
        ("40个左右", "about"),
        ("超过四成", "over"),
        ("不超过40个", "at most"),
        ("近40个团队", "under"),
        ("近40年", ""),
        ("节约40元", ""),
        ("40多个团队", "over"),
        ("40个以上", "at least"),
    ],
)
def test_a_fact_knows_how_exactly_it_is_meant(text, about):
    found = find(text, "zh-hans" if any("\u4e00" <= sign <= "\u9fff" for sign in text) else "en")
    assert [fact.about for fact in found] == [about]


@pytest.mark.parametrize("before", ["Outage", "Monthly report", "版本", "Figure 2"])
def test_a_figure_that_begins_a_line_is_glued_to_nothing_above_it(before):
    assert [fact.text for fact in find(f"{before}\n80 minutes\nWeekly\n20 minutes", "en")][-1] == "20 minutes"
    assert "97%" in [fact.text for fact in find(f"{before}\n97% of them", "en")]


@pytest.mark.parametrize("before", ["Saved last year.\n", "Saved last year. ", "Seen in the last week.\n\n"])
def test_a_range_after_a_sentence_that_ends_in_a_word_like_year_is_whole(before: str):
    assert ("range", "40–60%") in [(fact.kind, fact.text) for fact in find(f"{before}40–60%", "en")]
    assert find(f"{before}40–60%", "en")[-1].text == "40–60%"
