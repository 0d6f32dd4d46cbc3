"""What keeps a hub from starting is said in one sentence before anything runs."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple

import pytest
from django.core.exceptions import ImproperlyConfigured

from contenthub.studio.processes import preflight


def test_a_port_that_is_taken_is_named_with_a_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ImproperlyConfigured, match=f"Port {port} .* make run PORT={port + 1}"):
            preflight.check_port("127.0.0.1", port)


def test_a_disk_that_is_nearly_full_is_refused(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 5 * 2**20))
    with pytest.raises(ImproperlyConfigured, match="only 5 MB free"):
        preflight.check_space(tmp_path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="cannot be written"):
        preflight.check_space(tmp_path / "file" / "below")


def test_a_queue_address_that_does_not_answer_is_refused(settings, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(ImproperlyConfigured, match="nothing answers at 127.0.0.1"):
        preflight.check_queue()


def test_the_embedded_queue_server_answers(valkey_url, settings, monkeypatch):
    monkeypatch.setenv("REDIS_URL", valkey_url)
    settings.REDIS_URL = valkey_url
    preflight.check_queue()
