"""Following a tracked link through the whole of Django, and tagging an address."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from contenthub.links.actions import Utm, make_link, tag
from contenthub.wsgi import application
from tests.bench import bare
from tests.bench.measuring import Row, Seconds, side_by_side

DATABASE = True
LINKS, ROUNDS, EACH = 500, 11, 30
TAGS = 5000
UTM = Utm("webhook", "referral", "2026-11_one-voice", "12_social_card-34", "k3vq7m2x")
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_readers = count()


def rows() -> Iterator[Row]:
    """Requests and addresses per second."""
    codes = [make_link(target=bare.TARGET, utm=UTM, campaign=None, asset=None).code for _ in range(LINKS)]
    plain = bare.application()
    note = "a Django view that redirects, no middleware, no database"
    yield _followed(codes, plain, "bare").rate("links /r/<code>", EACH, "request", note)
    note = "the same view with one look-up and one INSERT"
    yield _followed(codes, plain, "counted").rate("links /r/<code>", EACH, "request", note)
    note = "urllib.parse taken apart and put together"
    yield _tagged().rate("links tag()", TAGS, "address", note)


def _followed(codes: list[str], plain: WSGIHandler, prefix: str) -> Seconds:
    return side_by_side(
        lambda number: _ask(application, [f"/r/{code}" for code in _some(codes, number)]),
        lambda number: _ask(plain, [f"/{prefix}/{code}" for code in _some(codes, number)]),
        rounds=ROUNDS,
    )


def _some(codes: list[str], number: int) -> list[str]:
    return [codes[(number * EACH + place) % len(codes)] for place in range(EACH)]


def _ask(handler: WSGIHandler, paths: list[str]) -> None:
    """One GET each, every one from a reader of its own: many clicks of one reader are counted differently."""
    for path in paths:
        statuses: list[str] = []

        def start_response(status: str, headers: Any, exc_info: Any = None, statuses: list[str] = statuses) -> None:
            statuses.append(status)

        response = handler(_environ(path), start_response)
        b"".join(response)
        response.close()
        if statuses != ["302 Found"]:
            raise RuntimeError(f"{path} answered {statuses}.")


def _environ(path: str) -> dict[str, Any]:
    reader = next(_readers)
    address = f"10.{reader >> 16 & 255}.{reader >> 8 & 255}.{reader & 255}"
    return RequestFactory().get(path, HTTP_HOST="localhost", REMOTE_ADDR=address, HTTP_USER_AGENT=_BROWSER).environ


def _tagged() -> Seconds:
    urls = [f"https://reader.example/papers/{n}?a=1&utm_source=old&b={n}#part-{n}" for n in range(TAGS)]
    return side_by_side(
        lambda _number: [tag(url, UTM) for url in urls], lambda _number: [_by_hand(url) for url in urls], rounds=ROUNDS
    )


def _by_hand(url: str) -> str:
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query) if not pair[0].startswith("utm_")]
    return urlunsplit(parts._replace(query=urlencode([*kept, *UTM.pairs()])))
