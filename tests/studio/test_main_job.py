"""The whole hub, from nothing: real processes, a real queue, mail over SMTP, a webhook over HTTP."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings as project
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def database() -> Iterator[dict[str, str]]:
    """DATABASE_URL of an empty database like the one the tests run on; nothing for SQLite."""
    given = project.DATABASES["default"]
    if "postgresql" not in given["ENGINE"]:
        yield {}
        return
    name = f"hub_main_job_{os.getpid()}"
    words = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **words) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            who = f"{words['user']}:{words['password']}@" if words["password"] else f"{words['user']}@"
            yield {"DATABASE_URL": f"postgres://{who}{words['host']}:{words['port']}/{name}"}
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    """A port whose 25th and 26th neighbours are free too (the demo's receivers listen there)."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        try:
            for neighbour in (port + 25, port + 26):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", neighbour))
            return port
        except (OSError, OverflowError):
            continue


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]):
    """A function that runs a management command on one hub's data; the hub was run once before."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    data = tmp_path_factory.mktemp("hub")
    variables = {**kept, **database, "HUB_DATA": str(data), "PORT": str(free_port())}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=300)

    run.data = data  # type: ignore[attr-defined]
    run.first = run("hub", "--once")  # type: ignore[attr-defined]
    return run


def deliveries(hub) -> list[dict]:
    return json.loads(hub("deliveries", "--json").stdout)


def test_a_first_run_ends_with_every_delivery_live(hub):
    assert hub.first.returncode == 0, hub.first.stdout + hub.first.stderr
    assert "all 10 deliveries are live" in hub.first.stdout
    found = deliveries(hub)
    assert {row["state"] for row in found} == {"live"}
    assert {row["channel"] for row in found} == {"folder", "site", "email", "webhook"}
    assert {row["attempts"] for row in found} == {1}


def test_every_link_is_tagged_from_the_closed_vocabulary(hub):
    for row in deliveries(hub):
        query = parse_qs(urlsplit(row["tagged_target"]).query)
        assert set(query) == {"utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_id"}
        assert re.fullmatch(r"\d{4}-\d{2}_one-voice", query["utm_campaign"][0])
        assert row["link"].rsplit("/", 1)[1] == query["utm_id"][0]
        assert all(re.fullmatch(r"[a-z0-9_-]+", value[0]) for value in query.values())


def test_each_mail_reached_its_reader_once_and_carries_the_way_out(hub):
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (hub.data / "received/mail").iterdir()
    ]
    assert sorted(mail["To"] for mail in mails) == sorted({mail["To"] for mail in mails})
    assert len(mails) == 5
    for mail in mails:
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "/m/unsubscribe/" in mail["List-Unsubscribe"]
        kinds = [part.get_content_type() for part in mail.walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                assert "⟦" not in part.get_content()


def test_the_webhook_was_received_with_a_signature_that_held(hub):
    bodies = [json.loads(path.read_bytes()) for path in (hub.data / "received/webhook").glob("*.json")]
    assert len(bodies) == 2
    assert {body["type"] for body in bodies} == {"post.published"}


def test_a_second_run_changes_nothing(hub):
    before = deliveries(hub)
    again = hub("hub", "--once")
    assert again.returncode == 0, again.stdout + again.stderr
    assert deliveries(hub) == before
    assert len(list((hub.data / "received/mail").iterdir())) == 5


def test_a_paper_goes_from_file_to_published_by_commands_alone(hub, tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text(
        "# Tides and Timetables\n\n## Summary\n\nFerries that follow the tide save 18% of their fuel. "
        "This paper shows how three ports changed their timetables.\n\n## What changed\n\n"
        "- The port of Hale moved 12 departures by 40 minutes.\n- Crews rest longer between two shifts.\n\n"
        "## What it cost\n\nThe change cost 1.2 million euros in the first year, and nothing in the second.\n"
    )
    report = json.loads(hub("import_asset", str(paper), "--campaign", "one-voice", "--publish", "--json").stdout)
    assert report["title"] == "Tides and Timetables"
    assert report["language"] == "en"
    assert report["facts"] >= 4
    made = json.loads(hub("derive", str(report["asset_id"]), "--json").stdout)
    assert sorted(variant["kind"] for variant in made) == ["email", "h5_page", "social_card", "video_script"]
    card = next(variant for variant in made if variant["kind"] == "social_card")
    refused = hub("schedule", str(card["variant_id"]), "--account", "Outbox folder")
    assert refused.returncode == 1
    assert "is not approved yet" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert hub("approve", str(card["variant_id"])).returncode == 0
    planned = json.loads(hub("schedule", str(card["variant_id"]), "--account", "Outbox folder", "--json").stdout)
    assert planned["state"] == "scheduled"
    assert hub("publish_due").returncode == 0
    row = next(row for row in deliveries(hub) if row["delivery_id"] == planned["delivery_id"])
    assert row["state"] == "live"
    assert row["asset"] == report["asset_id"]
