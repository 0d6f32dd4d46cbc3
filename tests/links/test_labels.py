from __future__ import annotations

import pytest
from django.http.request import HttpHeaders

from contenthub.links.labels import is_prefetch, label

PEOPLE = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    # In-app browsers; a rule that looks for "google", "line" or "weibo" would take these for robots.
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MMWEBSDK/20231202 MicroMessenger/8.0.47",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Weibo (iPhone14,2__weibo__14.3.0)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/21F79 Instagram 334.0.4",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 GSA/320.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 AliApp(DingTalk/7.5.0)",
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 Chrome/80 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; Microsoft Outlook 16.0)",
]
BOTS = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": "crawler",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)": "crawler",
    "facebookexternalhit/1.1": "crawler",
    "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/) Bot": "crawler",
    "WhatsApp/2.23.20.0": "crawler",
    "curl/8.5.0": "crawler",
    "python-requests/2.32": "crawler",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)": "unfurler",
    "thirdLandingPageFeInfra": "unfurler",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Mimecast": "mail_scanner",
    "Barracuda Sentinel (EE)": "mail_scanner",
    "node": "http_library",
    "Java/17.0.2": "http_library",
    "Mozilla/5.0": "http_library",
}


def headers(**values: str) -> HttpHeaders:
    return HttpHeaders({f"HTTP_{name.upper()}": text for name, text in values.items()})


@pytest.mark.parametrize("user_agent", PEOPLE)
def test_a_browser_is_human(user_agent):
    assert label(headers(user_agent=user_agent)).name == "human"


@pytest.mark.parametrize(("user_agent", "reason"), BOTS.items())
def test_a_known_robot_is_a_bot_by_rule(user_agent, reason):
    assert (label(headers(user_agent=user_agent)).name, label(headers(user_agent=user_agent)).reason) == ("bot", reason)


@pytest.mark.parametrize(
    ("user_agent", "reason"), [("", "no_user_agent"), ("  ", "no_user_agent"), ("MyApp/1", "odd_user_agent")]
)
def test_who_names_no_browser_is_suspect(user_agent, reason):
    found = label(headers(user_agent=user_agent))
    assert (found.name, found.reason) == ("suspect", reason)


def test_no_header_at_all_is_suspect():
    assert label(HttpHeaders({})).reason == "no_user_agent"


def test_a_scanner_that_calls_itself_a_browser_is_known_by_where_it_comes_from():
    found = label(headers(user_agent=PEOPLE[0], referer="https://security-za.m.mimecastprotect.com/x"))
    assert (found.name, found.reason) == ("bot", "gateway_referrer")


def test_a_referrer_that_only_mentions_a_gateway_is_none():
    assert label(headers(user_agent=PEOPLE[0], referer="https://a.example/?from=urlsand.com")).name == "human"


@pytest.mark.parametrize(("recent", "name"), [(0, "human"), (1, "human"), (2, "suspect"), (9, "suspect")])
def test_the_third_visit_in_a_burst_is_suspect(recent, name):
    assert label(headers(user_agent=PEOPLE[0]), recent).name == name


def test_a_bot_in_a_hurry_stays_a_bot():
    assert label(headers(user_agent="curl/8.5.0"), 9).name == "bot"


@pytest.mark.parametrize(
    "sent",
    [
        {"purpose": "prefetch"},
        {"sec_purpose": "prefetch;prerender"},
        {"sec_purpose": "prefetch;anonymous-client-ip"},
        {"x_moz": "prefetch"},
        {"x_purpose": "preview"},
    ],
)
def test_fetching_ahead_is_recognised(sent):
    assert is_prefetch(headers(**sent))


def test_an_ordinary_visit_is_no_prefetch():
    assert not is_prefetch(headers(user_agent=PEOPLE[0], purpose="", sec_fetch_dest="document"))
