from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from contenthub.lib.clock import now, parse_iso


def test_now_is_aware_and_in_utc():
    assert now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01T09:30", datetime(2026, 5, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))),
        ("2026-05-01T09:30Z", datetime(2026, 5, 1, 9, 30, tzinfo=UTC)),
        (" 2026-05-01 09:30+02:00 ", datetime(2026, 5, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=ZoneInfo("Asia/Shanghai"))),
    ],
)
def test_a_time_without_offset_is_in_the_given_zone(text, moment):
    assert parse_iso(text, ZoneInfo("Asia/Shanghai")) == moment


@pytest.mark.parametrize("text", ["tomorrow", "", "2026-13-01", "01.05.2026"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="write it like 2026-05-01T09:30"):
        parse_iso(text)
