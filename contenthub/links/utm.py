"""UTM values from a closed vocabulary; nobody types one."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from anyascii import anyascii

from contenthub.lib.language import HAN

if TYPE_CHECKING:
    from contenthub.assets.models import Asset
    from contenthub.campaigns.models import Campaign

#: Analytics tools cut or reject longer values.
MAX_LENGTH = 100
#: What a link outside any campaign carries.
NO_CAMPAIGN = "always-on"


def value(text: str) -> str:
    """``text`` as a UTM value: lower-case a-z, 0-9, - and _ only, at most ``MAX_LENGTH`` long; Chinese by its pinyin.

    Analytics compare case-sensitively, and a space or an umlaut splits one row into two.
    """
    spelled = HAN.sub(lambda found: f" {anyascii(found.group())} ", text)
    plain = re.sub(r"[^a-z0-9_-]+", "-", anyascii(spelled).lower())
    plain = re.sub(r"-*_[-_]*", "_", re.sub(r"-{2,}", "-", plain))
    return plain.strip("-_")[:MAX_LENGTH].rstrip("-_")


@dataclasses.dataclass(frozen=True)
class Utm:
    """The values one link carries. Whatever it is made from, each field ends up as ``value`` makes it."""

    source: str
    medium: str
    campaign: str
    content: str = ""
    #: The link's own code, so that a visit can be tied to the delivery behind it.
    id: str = ""
    term: str = ""

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            object.__setattr__(self, field.name, value(getattr(self, field.name)))

    def pairs(self) -> list[tuple[str, str]]:
        """The query parameters, in the order analytics tools list them; empty values are left out."""
        named = [
            (f"utm_{name}", getattr(self, name)) for name in ("source", "medium", "campaign", "content", "term", "id")
        ]
        return [(name, text) for name, text in named if text]


def utm_for(
    *,
    source: str,
    medium: str,
    campaign: Campaign | None,
    asset: Asset | None,
    variant_id: int | None,
    kind: str = "",
) -> Utm:
    """The values of one delivery's link; ``make_link`` adds the id.

    :param source: the channel's ``Capabilities.utm_source``, else its name.
    :param medium: the channel's ``Capabilities.utm_medium``.
    :param campaign: None gives ``NO_CAMPAIGN``.
    """
    form = "-".join(str(part) for part in (kind, variant_id) if part)
    content = "_".join(str(part) for part in (asset.pk if asset else "", form) if part)
    return Utm(source, medium, campaign.utm_campaign if campaign else NO_CAMPAIGN, content)
