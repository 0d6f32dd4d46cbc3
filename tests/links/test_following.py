from __future__ import annotations

import logging

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from contenthub.links.models import Click, Link
from tests.links.conftest import BROWSER


def test_a_reader_is_sent_to_the_stored_target(reader, link):
    answer = reader.get(f"/r/{link.code}", HTTP_REFERER="https://mastodon.example/@hub/1")
    assert (answer.status_code, answer["Location"]) == (302, link.tagged_target)
    click = Click.objects.get()
    assert (click.label, click.user_agent, click.referrer) == ("human", BROWSER, "https://mastodon.example/@hub/1")
    assert len(click.visitor) == 64


def test_the_answer_is_kept_by_nobody_and_indexed_by_nobody(reader, link):
    answer = reader.get(f"/r/{link.code}")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(
    "query",
    [
        "next=https://evil.example",
        "url=//evil.example",
        "target=javascript:alert(1)",
        "utm_source=evil&utm_id=evil",
        "redirect_to=%0d%0aLocation:%20https://evil.example",
    ],
)
def test_nothing_in_the_request_changes_the_target(reader, link, query):
    answer = reader.get(f"/r/{link.code}?{query}", HTTP_HOST="localhost", HTTP_X_FORWARDED_HOST="evil.example")
    assert answer["Location"] == link.tagged_target


@pytest.mark.parametrize(
    "path",
    [
        "/r/nosuch22",
        "/r//evil.example",
        "/r/%2F%2Fevil.example",
        "/r/https:%2F%2Fevil.example",
        "/r/%00",
        "/r/%0d%0aSet-Cookie:a=b",
        "/r/..%2F..%2Fadmin",
        "/r/" + "x" * 3000,
        "/r/é",
        "/r/<script>",
    ],
)
def test_an_unknown_code_is_a_404_and_never_a_redirect(reader, db, path):
    answer = reader.get(path)
    assert answer.status_code == 404
    assert "Location" not in answer
    assert "evil" not in answer.content.decode().replace(path, "")


def test_an_unknown_code_gets_a_helpful_page_in_the_readers_language(reader, db):
    answer = reader.get("/r/nosuch22", HTTP_ACCEPT_LANGUAGE="zh-CN,zh;q=0.9")
    assert answer["Cache-Control"] == "no-store"
    assert '<html lang="zh-hans"' in answer.content.decode()
    assert "links/unknown.html" in [template.name for template in answer.templates]


def test_head_redirects_and_does_not_count(reader, link):
    answer = reader.head(f"/r/{link.code}")
    assert (answer.status_code, answer["Location"]) == (302, link.tagged_target)
    assert not Click.objects.exists() and not answer.cookies


@pytest.mark.parametrize(
    "header", [{"HTTP_PURPOSE": "prefetch"}, {"HTTP_SEC_PURPOSE": "prefetch;prerender"}, {"HTTP_X_MOZ": "prefetch"}]
)
def test_fetching_ahead_redirects_and_does_not_count(reader, link, header):
    answer = reader.get(f"/r/{link.code}", **header)
    assert answer.status_code == 302
    assert not Click.objects.exists() and not answer.cookies


def test_posting_to_a_link_is_refused(reader, link):
    assert reader.post(f"/r/{link.code}").status_code == 405
    assert not Click.objects.exists()


def test_an_unfurler_gets_the_same_redirect_and_is_labelled(client, link):
    answer = client.get(f"/r/{link.code}", HTTP_USER_AGENT="Slackbot-LinkExpanding 1.0")
    assert answer["Location"] == link.tagged_target
    assert (Click.objects.get().label, Click.objects.get().reason) == ("bot", "crawler")


def test_a_burst_makes_all_its_visits_suspect(reader, link):
    for _ in range(3):
        reader.get(f"/r/{link.code}")
    assert list(Click.objects.values_list("label", "reason")) == [("suspect", "burst")] * 3


def test_two_visitors_are_no_burst(reader, link):
    other = Client(HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="10.9.8.7")
    for client in (reader, other, reader, other):
        client.get(f"/r/{link.code}")
    assert set(Click.objects.values_list("label", flat=True)) == {"human"}


def test_slow_visits_are_no_burst(reader, link, time_machine):
    for second in (0, 10, 20, 30):
        time_machine.move_to(f"2026-11-21T10:00:{second:02}Z", tick=False)
        reader.get(f"/r/{link.code}")
    assert set(Click.objects.values_list("label", flat=True)) == {"human"}


def test_when_counting_fails_the_reader_still_arrives(reader, link, caplog):
    def broken(execute, sql, params, many, context):
        if "links_click" in sql:
            raise DatabaseError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken), caplog.at_level(logging.ERROR):
        answer = reader.get(f"/r/{link.code}")
    assert answer["Location"] == link.tagged_target
    assert "was not recorded" in caplog.text
    assert not Click.objects.exists()


def test_hostile_headers_are_stored_as_text(client, link):
    answer = client.get(
        f"/r/{link.code}", HTTP_USER_AGENT="Mozilla/5.0 \x00\x1b[31m" + "x" * 500, HTTP_REFERER="\x00" * 400
    )
    assert answer.status_code == 302
    click = Click.objects.get()
    assert "\x00" not in click.user_agent + click.referrer
    assert len(click.user_agent) == 300


def test_counts_are_kept_apart(reader, link):
    reader.get(f"/r/{link.code}")
    reader.get(f"/r/{link.code}", HTTP_USER_AGENT="curl/8.5")
    reader.get(f"/r/{link.code}", HTTP_USER_AGENT="")
    found = Link.objects.with_counts().get()
    assert (found.human, found.suspect, found.bot) == (1, 1, 1)
