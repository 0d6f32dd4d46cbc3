"""What every channel promises, tried on each of them over a real socket or disk."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import inspect
import re
import traceback
from collections.abc import Callable, Iterator

import pytest

from channels import registry, settings
from channels.base import CannotKnow, ChannelError, Connector, Receipt, Refused
from channels.counting import UNITS
from tests.channels.benches import Bench, bench_of

pytestmark = [
    # Some connectors live in apps and use the database; marked here, they run before tests that empty it.
    pytest.mark.django_db,
    pytest.mark.parametrize("name", registry.names()),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


@pytest.fixture
def bench(name: str, request: pytest.FixtureRequest) -> Iterator[Bench]:
    with bench_of(name)(request) as made:
        yield made


def connected(name: str, bench: Bench) -> Connector:
    cls = registry.get(name)
    return cls(settings.clean(cls.settings, bench.values))


def published(connector: Connector, bench: Bench) -> Receipt:
    return connector.publish(bench.post, connector.prepare(bench.post, {}))


def long_ago() -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)


def overrides(cls: type[Connector], method: str) -> bool:
    return getattr(cls, method) is not getattr(Connector, method)


def test_it_has_a_label_and_a_docstring(name: str) -> None:
    cls = registry.get(name)
    assert cls.label
    assert inspect.getmodule(cls).__doc__


def test_its_capabilities_make_sense(name: str) -> None:
    can = registry.get(name).capabilities
    assert can.text_unit in UNITS
    for limit in (can.text_limit, can.url_length, can.media_bytes):
        assert limit is None or limit > 0
    assert not can.media_required or can.media_limit > 0
    assert all(re.fullmatch(r"[a-z]+/[\w.+-]+", mime_type) for mime_type in can.media_types)
    assert all(re.fullmatch(r"[a-z0-9_.-]*", value) for value in (can.utm_source, can.utm_medium))
    assert can.rate is None or (len(can.rate) == 2 and min(can.rate) > 0)


def test_what_it_can_do_it_has_a_method_for(name: str) -> None:
    cls = registry.get(name)
    assert overrides(cls, "publish") or cls.capabilities.assisted
    assert overrides(cls, "find") == cls.capabilities.lookup
    assert overrides(cls, "update") == cls.capabilities.edit
    assert overrides(cls, "withdraw") == cls.capabilities.withdraw
    assert overrides(cls, "still_live") == cls.capabilities.recheck


def test_its_settings_are_well_declared(name: str) -> None:
    fields = registry.get(name).settings
    assert len({field.name for field in fields}) == len(fields)
    assert all(field.label and (field.kind == "choice") == bool(field.choices) for field in fields)
    for field in fields:
        with pytest.raises(settings.InvalidSettings) if field.required and not field.default else nothing():
            settings.clean([field], {})


def test_a_channel_that_speaks_http_can_be_pointed_at_any_server(name: str) -> None:
    cls = registry.get(name)
    if "channels.http" in inspect.getsource(inspect.getmodule(cls)):
        assert "base_url" in {field.name for field in cls.settings}


def test_the_connection_test_says_what_it_reached_and_publishes_nothing(name: str, bench: Bench) -> None:
    assert connected(name, bench).check().endswith(".")
    assert bench.visible() == 0


def test_its_limits_can_be_asked_for(name: str, bench: Bench) -> None:
    assert connected(name, bench).limits().text_unit in UNITS


def test_an_ordinary_post_has_no_problems(name: str, bench: Bench) -> None:
    assert list(connected(name, bench).problems(bench.post)) == []
    assert registry.get(name).capabilities.takes(bench.post.kind)


def test_preparing_twice_shows_the_audience_nothing(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    state = connector.prepare(bench.post, {})
    assert connector.prepare(bench.post, state) == state
    assert bench.visible() == 0


def test_a_published_post_can_be_seen_and_has_a_receipt(name: str, bench: Bench) -> None:
    receipt = published(connected(name, bench), bench)
    assert receipt.id
    assert receipt.url == "" or "://" in receipt.url
    assert bench.visible() == 1


def test_looking_up_gives_nothing_before_and_the_same_receipt_after(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    if connector.capabilities.lookup:
        assert connector.find(bench.post, long_ago()) is None
        receipt = published(connector, bench)
        found = connector.find(bench.post, long_ago())
        assert found is not None
        assert (found.id, found.url) == (receipt.id, receipt.url)
    else:
        with pytest.raises(CannotKnow):
            connector.find(bench.post, long_ago())


def test_a_second_call_with_the_same_key_shows_no_second_post(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    first, second = published(connector, bench), None
    if connector.capabilities.idempotency:
        second = published(connector, bench)
        assert (first.id, first.url) == (second.id, second.url)
    assert bench.visible() == 1


def test_a_withdrawn_post_is_gone_and_withdrawing_again_is_harmless(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    if connector.capabilities.withdraw:
        receipt = published(connector, bench)
        connector.withdraw(receipt)
        connector.withdraw(receipt)
        assert bench.visible() == 0


def test_an_update_replaces_what_is_out_and_repeating_it_changes_nothing(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    if connector.capabilities.edit:
        receipt = published(connector, bench)
        for text in ("Second thoughts.", "Third thoughts."):
            post = dataclasses.replace(bench.post, text=text, media=(), change=f"c-{text[:3]}")
            once = connector.update(post, receipt)
            again = connector.update(post, receipt)
            assert (once.id, once.url) == (again.id, again.url) == (receipt.id, receipt.url)
            assert (bench.visible(), text in bench.reads(), bench.post.text in bench.reads()) == (1, True, False)


def test_an_update_brings_nothing_back(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    if connector.capabilities.edit and connector.capabilities.withdraw:
        receipt = published(connector, bench)
        connector.withdraw(receipt)
        with pytest.raises(Refused):
            connector.update(dataclasses.replace(bench.post, text="Second thoughts.", change="c2"), receipt)
        assert bench.visible() == 0


def test_what_can_be_asked_for_is_there_until_it_is_taken_down(name: str, bench: Bench) -> None:
    connector = connected(name, bench)
    if connector.capabilities.recheck:
        receipt = published(connector, bench)
        assert connector.still_live(receipt) is True
        connector.withdraw(receipt)
        assert connector.still_live(receipt) is False
    else:
        with pytest.raises(CannotKnow):
            connector.still_live(Receipt(id="1"))


def test_whether_it_is_still_there_is_not_guessed_from_a_failing_server(name: str, bench: Bench) -> None:
    cls = registry.get(name)
    if cls.capabilities.recheck:
        for values in bench.hostile:
            connector = cls(settings.clean(cls.settings, values))
            with contextlib.suppress(ChannelError):
                # Whatever a broken server says, "gone" is not among it.
                assert connector.still_live(Receipt(id="1")) is True


def test_no_secret_is_in_any_error_or_receipt(name: str, bench: Bench) -> None:
    cls = registry.get(name)
    for values in [*bench.hostile, bench.values]:
        connector = cls(settings.clean(cls.settings, values))
        said = "\n".join(outcome(call) for call in calls(connector, bench))
        assert all(secret not in said for secret in connector.secrets())


def calls(connector: Connector, bench: Bench) -> list[Callable[[], object]]:
    post, receipt = bench.post, Receipt(id="1")
    return [
        connector.check,
        connector.limits,
        lambda: connector.prepare(post, {}),
        lambda: connector.publish(post, connector.prepare(post, {})),
        lambda: connector.find(post, long_ago()),
        lambda: connector.update(post, receipt),
        lambda: connector.withdraw(receipt),
        lambda: connector.still_live(receipt),
    ]


def outcome(call: Callable[[], object]) -> str:
    """Everything that a log or an attempt's record could hold of a call."""
    try:
        return repr(call())
    except ChannelError as error:
        return "".join([*traceback.format_exception(error), error.message, error.raw, error.code])


def nothing() -> pytest.MonkeyPatch.context:
    return pytest.MonkeyPatch.context()
