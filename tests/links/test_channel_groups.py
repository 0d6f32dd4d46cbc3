from __future__ import annotations

import pytest

from contenthub.links.channel_groups import channel_group


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "group"),
    [
        ("", "", "", "Direct"),
        ("(direct)", "(none)", "", "Direct"),
        ("(direct)", "email", "", "Email"),
        ("google", "cpc", "my cross-network push", "Cross-network"),
        ("amazon", "cpc", "", "Paid Shopping"),
        ("newsletter", "ppc", "eshop", "Paid Shopping"),
        ("google", "cpc", "", "Paid Search"),
        ("linkedin", "paid-social", "", "Paid Social"),
        ("youtube", "paid", "", "Paid Video"),
        ("partner", "cpm", "", "Display"),
        ("google", "cpm", "", "Paid Search"),
        ("partner", "banner", "", "Display"),
        ("wechat", "paid-social", "", "Paid Other"),
        ("partner", "retargeting", "", "Paid Other"),
        ("etsy", "referral", "", "Organic Shopping"),
        ("mastodon", "social", "shop", "Organic Shopping"),
        ("linkedin", "referral", "", "Organic Social"),
        ("wechat", "social", "", "Organic Social"),
        ("xiaohongshu", "social", "", "Organic Social"),
        ("wechat", "post", "", "Unassigned"),
        ("youtube", "referral", "", "Organic Video"),
        ("partner", "in-video", "", "Organic Video"),
        ("bing", "organic", "", "Organic Search"),
        ("partner", "organic", "", "Organic Search"),
        ("partner", "referral", "", "Referral"),
        ("site", "referral", "launch", "Referral"),
        ("newsletter", "email", "", "Email"),
        ("e-mail", "x", "", "Email"),
        ("partner", "affiliate", "", "Affiliates"),
        ("podcast", "audio", "", "Audio"),
        ("sms", "x", "", "SMS"),
        ("partner", "webpush", "", "Mobile Push Notifications"),
        ("firebase", "x", "", "Mobile Push Notifications"),
        ("poster", "qr", "", "Unassigned"),
        ("Email", "Email", "", "Unassigned"),
    ],
)
def test_a_visit_falls_into_the_first_group_whose_rule_holds(source, medium, campaign, group):
    assert channel_group(source, medium, campaign) == group


@pytest.mark.parametrize(
    ("campaign", "shopping"),
    [
        ("workshop", False),
        ("bishop-talk", False),
        ("eshop", True),
        ("my-shop", True),
        ("shop", True),
        ("shopping-week", True),
    ],
)
def test_a_workshop_is_no_shop(campaign, shopping):
    assert (channel_group("x", "social", campaign) == "Organic Shopping") is shopping
