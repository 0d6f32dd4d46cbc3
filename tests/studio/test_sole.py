"""One hub for one data folder: a second is refused, or waits for the first to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from contenthub.studio.processes import sole

HOLDS = """
import signal, sys, time
from pathlib import Path
from contenthub.studio.processes import sole
with sole.hub_of(Path(sys.argv[1]), print) as hold:
    if sys.argv[2:]:
        hold.stopping()
    print("held", flush=True)
    time.sleep(float((sys.argv[2:] or ["60"])[0]))
"""


@pytest.fixture
def another(tmp_path):
    """Start another hub on the folder; given seconds, it is stopping and takes that long."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*seconds: str) -> int:
        argv = [sys.executable, "-c", HOLDS, str(tmp_path), *seconds]
        root = Path(__file__).resolve().parents[2]
        process = subprocess.Popen(argv, cwd=root, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None and process.stdout.readline() == b"held\n"
        return process.pid

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_a_second_hub_is_refused_with_the_first_ones_process_and_a_way_out(tmp_path, another):
    pid = another()
    with (
        pytest.raises(ImproperlyConfigured, match=rf"process {pid}\) runs on .* HUB_DATA="),
        sole.hub_of(tmp_path, print),
    ):
        pass


def test_one_that_is_stopping_is_waited_for(tmp_path, another):
    pid = another("1.5")
    said: list[str] = []
    began = time.monotonic()
    with sole.hub_of(tmp_path, said.append):
        assert time.monotonic() - began > 0.5
    assert said == [f"waiting for the hub that is stopping (process {pid})"]


def test_one_that_takes_too_long_to_stop_is_not_waited_for_for_ever(tmp_path, another):
    another("30")
    with pytest.raises(ImproperlyConfigured), sole.hub_of(tmp_path, lambda line: None, patience=0.5):
        pass


def test_one_that_was_killed_keeps_nobody_out(tmp_path, another):
    pid = another()
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with sole.hub_of(tmp_path, print, patience=0.0):
        assert (tmp_path / sole.NAME).read_text() == str(os.getpid())
