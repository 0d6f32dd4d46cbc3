"""Google Analytics 4's default channel groups, so that our reports say what a marketer's analytics say.

Data-driven, since Google changes the rules: the first row of ``ROWS`` whose conditions all hold gives the group. Rules
as of November 2026: https://support.google.com/analytics/answer/9756891. The sources Google sorts by are in
``known_sources``; one it does not list (WeChat, Weibo, Telegram ...) is told by its medium only, which is why links to
social channels always carry ``utm_medium=social``.
"""

from __future__ import annotations

import dataclasses
import re

from contenthub.links.known_sources import SEARCH, SHOPPING, SOCIAL, VIDEO

PAID = re.compile(r"(.*cp.*|ppc|retargeting|paid.*)")
#: "shop" at a word's start, "eshop" and "shopping"; not "workshop" or "bishop".
SHOP_CAMPAIGN = re.compile(r".*(([^a-df-z]|^)shop|shopping).*")
EMAIL = re.compile(r".*(email|e-mail|e_mail|e mail).*")
DIRECT = "Direct"
UNASSIGNED = "Unassigned"


@dataclasses.dataclass(frozen=True)
class Row:
    """One rule. A condition is a set of values or a pattern that must match the whole value; None: anything goes."""

    group: str
    source: frozenset[str] | re.Pattern[str] | None = None
    medium: frozenset[str] | re.Pattern[str] | None = None
    campaign: frozenset[str] | re.Pattern[str] | None = None

    def holds(self, source: str, medium: str, campaign: str) -> bool:
        return _holds(self.source, source) and _holds(self.medium, medium) and _holds(self.campaign, campaign)


def _holds(condition: frozenset[str] | re.Pattern[str] | None, text: str) -> bool:
    if condition is None:
        return True
    return bool(condition.fullmatch(text)) if isinstance(condition, re.Pattern) else text in condition


ROWS = (
    Row(DIRECT, frozenset({""}), frozenset({""})),
    Row(DIRECT, frozenset({"(direct)"}), frozenset({"(none)", "(not set)"})),
    Row("Cross-network", campaign=re.compile(r".*cross-network.*")),
    Row("Paid Shopping", source=SHOPPING, medium=PAID),
    Row("Paid Shopping", campaign=SHOP_CAMPAIGN, medium=PAID),
    Row("Paid Search", source=SEARCH, medium=PAID),
    Row("Paid Social", source=SOCIAL, medium=PAID),
    Row("Paid Video", source=VIDEO, medium=PAID),
    Row("Display", medium=frozenset({"display", "banner", "expandable", "interstitial", "cpm"})),
    Row("Paid Other", medium=PAID),
    Row("Organic Shopping", source=SHOPPING),
    Row("Organic Shopping", campaign=SHOP_CAMPAIGN),
    Row("Organic Social", source=SOCIAL),
    Row(
        "Organic Social",
        medium=frozenset({"social", "social-network", "social-media", "sm", "social network", "social media"}),
    ),
    Row("Organic Video", source=VIDEO),
    Row("Organic Video", medium=re.compile(r".*video.*")),
    Row("Organic Search", source=SEARCH),
    Row("Organic Search", medium=frozenset({"organic"})),
    Row("Referral", medium=frozenset({"referral", "app", "link"})),
    Row("Email", source=EMAIL),
    Row("Email", medium=EMAIL),
    Row("Affiliates", medium=frozenset({"affiliate"})),
    Row("Audio", medium=frozenset({"audio"})),
    Row("SMS", source=frozenset({"sms"})),
    Row("SMS", medium=frozenset({"sms"})),
    Row("Mobile Push Notifications", medium=re.compile(r".*push|.*(mobile|notification).*")),
    Row("Mobile Push Notifications", source=frozenset({"firebase"})),
)


def channel_group(source: str, medium: str, campaign: str = "") -> str:
    """The default channel group of a visit with these UTM values; ``UNASSIGNED`` when no rule holds.

    Compared as they are: Google's rules are case-sensitive, and ours are lower case already.
    """
    for row in ROWS:
        if row.holds(source, medium, campaign):
            return row.group
    return UNASSIGNED
