"""What brought a reader to the form: the touch cookie, and where there is none, the address of the page itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest

from contenthub.landing.origin import is_own
from contenthub.lib.clock import now
from contenthub.links import touch
from contenthub.links.actions import lookup
from contenthub.links.models import Link

#: Values of a stranger's address are kept no longer than our own are.
MAX_VALUE = 100


@dataclasses.dataclass(frozen=True)
class Arrival:
    """First and last touch as a lead keeps them (``{}``: unknown), and the links behind them."""

    first_touch: dict[str, Any] = dataclasses.field(default_factory=dict)
    last_touch: dict[str, Any] = dataclasses.field(default_factory=dict)
    first_link: Link | None = None
    last_link: Link | None = None


def page_address(request: HttpRequest) -> str:
    """The address of our own page the form was sent from; "" when the browser does not say."""
    referer = request.headers.get("Referer", "")
    return touch.without_click_ids(referer) if is_own(request, referer) else ""


def utm_of(url: str) -> dict[str, str]:
    """The UTM values in an address, by their names without ``utm_``."""
    pairs = parse_qsl(urlsplit(url).query)
    return {name[4:]: text[:MAX_VALUE] for name, text in pairs if name.startswith("utm_")}


def arrival(request: HttpRequest, came_by: str = "") -> Arrival:
    """Who came through a tracked link is known by the cookie; who refuses it, by the page's own UTM values.

    :param came_by: the page's address as the form itself remembered it, when it was shown again because of an error.
    """
    if remembered := touch.read(request):
        first, last = remembered["first"], remembered["last"]
        return Arrival(_kept(first), _kept(last), _link(first), _link(last))
    url = came_by if came_by and is_own(request, came_by) else page_address(request)
    if not (utm := utm_of(url)):
        return Arrival()
    link = lookup(utm.get("id", ""))
    found = {"at": now().isoformat(timespec="seconds"), "landing_url": url, "referrer": "", "utm": utm}
    return Arrival(found, dict(found), link, link)


def _kept(remembered: Mapping[str, Any]) -> dict[str, Any]:
    landing = str(remembered.get("landing", ""))
    return {
        "at": remembered.get("at", ""),
        "landing_url": landing,
        "referrer": remembered.get("referrer", ""),
        "utm": utm_of(landing),
    }


def _link(remembered: Mapping[str, Any]) -> Link | None:
    return lookup(str(remembered.get("link", "")))
