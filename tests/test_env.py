"""Settings come from the environment, and a wrong one is one clear sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from contenthub import env

ROOT = Path(__file__).resolve().parent.parent


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a management command with these variables and nothing else of ours."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True
    )


def test_a_value_can_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("HUB_TEST_FILE", str(tmp_path / "key"))
    assert env.text("HUB_TEST") == "from a file"


def test_a_file_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("HUB_TEST_FILE", "/nowhere/at/all")
    with pytest.raises(ImproperlyConfigured, match="HUB_TEST_FILE: /nowhere/at/all cannot be read"):
        env.text("HUB_TEST")


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("yes", True), ("0", False), ("off", False)])
def test_flags_are_read(monkeypatch, value, meaning):
    monkeypatch.setenv("HUB_TEST", value)
    assert env.flag("HUB_TEST") is meaning


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_a_flag_that_is_neither_is_refused(monkeypatch, value):
    monkeypatch.setenv("HUB_TEST", value)
    with pytest.raises(ImproperlyConfigured, match="must be 1 or 0"):
        env.flag("HUB_TEST")


@pytest.mark.parametrize("value", ["many", "0", "99999"])
def test_a_number_out_of_range_is_refused(monkeypatch, value):
    monkeypatch.setenv("HUB_TEST", value)
    with pytest.raises(ImproperlyConfigured, match="HUB_TEST must be"):
        env.integer("HUB_TEST", 5, least=1, most=100)


def test_production_without_a_secret_key_does_not_start(tmp_path):
    done = manage("check", DEBUG="0", BASE_URL="https://hub.example.com", HUB_DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "Error: SECRET_KEY (or SECRET_KEY_FILE) must be given when DEBUG is 0.\n"


def test_production_without_an_address_does_not_start(tmp_path):
    done = manage("check", DEBUG="0", SECRET_KEY="k" * 60, HUB_DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: BASE_URL must be given")


def test_production_passes_the_deployment_check(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING",
        DEBUG="0", SECRET_KEY="a1B2c3D4e5" * 6, BASE_URL="https://hub.example.com", HUB_DATA=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_local_hub_keeps_the_key_it_made(tmp_path):
    words = ("shell", "-c", "from django.conf import settings; print(settings.SECRET_KEY)", "-v", "0")
    first, second = manage(*words, HUB_DATA=str(tmp_path)), manage(*words, HUB_DATA=str(tmp_path))
    assert len(first.stdout.strip()) > 50
    assert first.stdout == second.stdout
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    done = manage("migrate", DATABASE_URL="postgres://nobody@127.0.0.1:1/none", HUB_DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the database does not answer")
    assert "Traceback" not in done.stderr


def test_a_database_address_that_makes_no_sense_is_one_line(tmp_path):
    done = manage("check", DATABASE_URL="nonsense://x", HUB_DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: DATABASE_URL")
    assert "Traceback" not in done.stderr


def test_a_database_that_was_never_set_up_says_how_to(tmp_path):
    done = manage("derive", "1", HUB_DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the database is not set up")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtps://me%40x:p%2Fw@mail.example", ("mail.example", 465, "me@x", "p/w", True, False)),
        ("smtp+starttls://mail.example", ("mail.example", 587, "", "", False, True)),
        ("smtp://mail.example:2525", ("mail.example", 2525, "", "", False, False)),
    ],
)
def test_a_mail_server_is_one_address(url, found):
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    settings = env.mail_server(url)
    assert tuple(settings[f"EMAIL_{name}"] for name in names) == found


def test_mail_can_be_kept_as_files_or_printed():
    assert env.mail_server("file:///var/mail%20box")["EMAIL_FILE_PATH"] == "/var/mail box"
    assert "console" in env.mail_server("console:")["EMAIL_BACKEND"]


@pytest.mark.parametrize("url", ["mail.example:25", "smtp://", "smtp://mail:port", "http://mail.example"])
def test_what_is_no_mail_server_is_one_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.mail_server(url)


def test_a_word_must_be_one_of_those_there_are(monkeypatch):
    assert env.one_of("HUB_TEST", "line", "json") == "line"
    monkeypatch.setenv("HUB_TEST", "xml")
    with pytest.raises(ImproperlyConfigured, match="HUB_TEST must be line or json"):
        env.one_of("HUB_TEST", "line", "json")
