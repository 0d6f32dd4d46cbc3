from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contenthub.lib.urls import host, is_http, same_site, with_query


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x", "https://a.example/x?utm_source=mail"),
        ("https://a.example/x?b=2&a=1#top", "https://a.example/x?b=2&a=1&utm_source=mail#top"),
        ("https://a.example/x?utm_source=old&a=1&utm_source=older", "https://a.example/x?a=1&utm_source=mail"),
        ("https://a.example/?utm%5Fsource=old", "https://a.example/?utm_source=mail"),
        ("https://a.example/?q=a%20b+c&empty=&bare", "https://a.example/?q=a%20b+c&empty=&bare&utm_source=mail"),
        ("https://a.example/#/route?x=1", "https://a.example/?utm_source=mail#/route?x=1"),
        ("https://例子.中国/路径/?键=值", "https://例子.中国/路径/?键=值&utm_source=mail"),
        ("https://a.example/%E8%B7%AF?", "https://a.example/%E8%B7%AF?utm_source=mail"),
        ("/relative#x", "/relative?utm_source=mail#x"),
    ],
)
def test_a_parameter_is_set_and_all_else_keeps_its_place(url, expected):
    assert with_query(url, [("utm_source", "mail")]) == expected


def test_values_are_encoded_once():
    assert with_query("/x", [("q", "a b&c=d/云")]) == "/x?q=a%20b%26c%3Dd%2F%E4%BA%91"


names = st.text(alphabet="abc_云 &=#?%+", min_size=1, max_size=6)
values = st.text(alphabet="abc云 &=#?%+/", max_size=8)
pairs = st.lists(st.tuples(names, values), max_size=4)


@given(pairs, pairs, st.sampled_from(["", "#part", "#/a?b=c"]))
def test_setting_twice_is_setting_once_and_the_fragment_stays(before, new, fragment):
    url = with_query("https://a.example/p", before) + fragment
    once = with_query(url, new)
    assert with_query(once, new) == once
    assert urlsplit(once).fragment == fragment.removeprefix("#")
    replaced = {name for name, _ in new}
    kept = [pair for pair in before if pair[0] not in replaced]
    assert parse_qsl(urlsplit(once).query, keep_blank_values=True) == kept + new


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://User@Sub.Example.COM:8443/x", "sub.example.com"),
        ("https://xn--fiqs8s/", "中国"),
        ("https://中国/x", "中国"),
        ("http://[::1]:80/", "::1"),
        ("https://evil.example\\@good.example/", "evil.example"),
        ("/relative", ""),
        ("mailto:a@b.example", ""),
        ("http://[broken/", ""),
    ],
)
def test_the_host_is_what_a_browser_would_go_to(url, name):
    assert host(url) == name


@pytest.mark.parametrize("url", ["http://a.example", "HTTPS://a.example/x?y#z", "https://中国/路"])
def test_an_absolute_web_address_is_http(url):
    assert is_http(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/x",
        "//a.example",
        "ftp://a.example",
        "javascript:1",
        "http://",
        "http:///x",
        "http://a b/",
        "https://a.example/\n",
        "http://[broken/",
        "http://a:bad/",
    ],
)
def test_nothing_else_is(url):
    assert not is_http(url)


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("/x", True),
        ("page#x", True),
        ("https://hub.example/x", True),
        ("https://HUB.example:443/x", True),
        ("//hub.example/x", True),
        ("https://hub.example.evil.example/", False),
        ("https://evil.example/hub.example", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("\\\\evil.example", False),
        ("/\t/evil.example", False),
        ("https:evil.example", False),
        ("javascript:1", False),
        ("https://hub.example@evil.example/", False),
        ("http://local.example:8000/", True),
        ("http://local.example:9000/", False),
    ],
)
def test_only_our_own_hosts_and_relative_addresses_are_the_same_site(url, ours):
    assert same_site(url, ["hub.example", "local.example:8000"]) is ours
