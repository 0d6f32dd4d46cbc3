"""Log lines: what is at hand stands in each, whoever logs it; as text or as JSON."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from contenthub.lib import logs


@pytest.fixture
def lines() -> Iterator[Callable[[logging.Formatter], tuple[logging.Logger, io.StringIO]]]:
    """A logger that writes with the given formatter, and what it wrote."""
    handlers = []

    def make(form: logging.Formatter) -> tuple[logging.Logger, io.StringIO]:
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.setFormatter(form)
        handler.addFilter(logs.AtHand())
        logger = logging.getLogger("a.library")
        logger.setLevel("DEBUG")
        logger.addHandler(handler)
        handlers.append(handler)
        return logger, out

    yield make
    for handler in handlers:
        logging.getLogger("a.library").removeHandler(handler)


def test_a_librarys_line_carries_what_is_at_hand(lines):
    logger, out = lines(logs.Line())
    with logs.within(delivery=42):
        logger.info("connected to %s", "plaza")
    logger.info("done")
    assert out.getvalue().splitlines() == ["INFO a.library: delivery=42 connected to plaza", "INFO a.library: done"]


def test_what_the_line_says_itself_is_not_said_twice(lines):
    logger, out = lines(logs.Line())
    with logs.within(delivery=4):
        logger.info("event=armed delivery=4", extra={"event": "armed", "delivery": 4})
        logger.info("delivery=42 is another")
    assert out.getvalue().splitlines() == [
        "INFO a.library: event=armed delivery=4",
        "INFO a.library: delivery=4 delivery=42 is another",
    ]


def test_json_is_one_object_a_line_with_the_time_in_utc(lines):
    logger, out = lines(logs.Json())
    with logs.within(delivery=42):
        logger.warning("two\nlines of “%s”", "text", extra={"event": "armed", "attempt": 3, "worker": "box:1"})
    (line,) = out.getvalue().splitlines()
    said = json.loads(line)
    assert dt.datetime.fromisoformat(said.pop("time")).utcoffset() == dt.timedelta(0)
    assert isinstance(said.pop("process"), int)
    assert said == {
        "level": "WARNING",
        "logger": "a.library",
        "event": "armed",
        "delivery": 42,
        "attempt": 3,
        "worker": "box:1",
        "message": "two\nlines of “text”",
    }


def test_json_carries_the_trace_of_an_error(lines):
    logger, out = lines(logs.Json())
    try:
        raise ValueError("broken")
    except ValueError:
        logger.exception("it failed")
    assert "ValueError: broken" in json.loads(out.getvalue())["exception"]


def test_what_a_framework_puts_on_a_record_is_not_printed_as_it_is(lines):
    logger, out = lines(logs.Json())
    logger.info("x", extra={"request": object(), "status_code": 404})
    said = json.loads(out.getvalue())
    assert "request" not in said and said["status_code"] == 404


def test_another_thread_has_other_things_at_hand(lines):
    logger, out = lines(logs.Line())
    with logs.within(delivery=1):
        thread = threading.Thread(target=lambda: logger.info("elsewhere"))
        thread.start()
        thread.join()
    assert out.getvalue() == "INFO a.library: elsewhere\n"
