"""The supervisor starts, prefixes, restarts and stops real processes."""

from __future__ import annotations

import dataclasses
import io
import os
import re
import sys
import time
from collections.abc import Callable

import pytest

from contenthub.studio.processes.child import Child
from contenthub.studio.processes.supervisor import Supervisor


def python(name: str, code: str, patience: float = 5) -> Child:
    return Child(name, [sys.executable, "-u", "-c", code], patience=patience)


def until(condition: Callable[[], object], supervisor: Supervisor, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, supervisor.out.getvalue()  # type: ignore[attr-defined]
        supervisor.tend()
        time.sleep(0.02)


@pytest.fixture
def supervise(tmp_path):
    made: list[Supervisor] = []

    def make(*children: Child) -> Supervisor:
        supervisor = Supervisor(children, str(tmp_path), io.StringIO())
        made.append(supervisor)
        supervisor.start()
        return supervisor

    yield make
    for supervisor in made:
        supervisor.stop()


def test_every_line_of_the_log_names_its_process(supervise):
    supervisor = supervise(
        python("one", "print('hello')\nimport time; time.sleep(60)"), python("longer", "import time; time.sleep(60)")
    )
    until(lambda: "hello" in supervisor.out.getvalue(), supervisor)
    assert "one    | hello\n" in supervisor.out.getvalue()


def test_a_child_that_dies_is_started_again(supervise):
    supervisor = supervise(python("mortal", "import os; print('born', os.getpid()); import time; time.sleep(60)"))
    until(lambda: "born" in supervisor.out.getvalue(), supervisor)
    supervisor.running["mortal"].kill()
    until(lambda: supervisor.out.getvalue().count("born") == 2, supervisor)
    first, second = re.findall(r"born (\d+)", supervisor.out.getvalue())
    assert first != second
    assert "ended with -9" in supervisor.out.getvalue()


def test_a_child_that_dies_at_once_is_not_started_without_pause(supervise):
    supervisor = supervise(python("hasty", "pass"))
    until(lambda: supervisor.pauses.get("hasty", 0) >= 2, supervisor)
    assert supervisor.out.getvalue().count("starting it again") == 2


def test_stopping_ends_every_child_and_the_stubborn_one_by_force(supervise):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(60)"
    supervisor = supervise(
        python("polite", "import time; print('up'); time.sleep(60)"), python("stubborn", stubborn, patience=0.3)
    )
    until(lambda: supervisor.out.getvalue().count("up") == 2, supervisor)
    pids = [process.pid for process in supervisor.running.values()]
    supervisor.stop()
    assert "did not stop within" in supervisor.out.getvalue()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


SLOW_TO_END = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: (print('ending'), time.sleep(0.6), print('done'), exit())); print('up'); time.sleep(60)"


def test_those_that_finish_something_do_so_side_by_side_and_what_they_need_ends_last(supervise):
    needed = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: (print('not needed'), exit())); print('up'); time.sleep(60)"
    lasting = dataclasses.replace(python("needed", needed), lasts=True)
    supervisor = supervise(lasting, *(python(f"slow.{number}", SLOW_TO_END) for number in range(4)))
    until(lambda: supervisor.out.getvalue().count("up") == 5, supervisor)
    supervisor.stop()
    time.sleep(0.1)
    said = [line.split("| ")[1] for line in supervisor.out.getvalue().splitlines()]
    assert said[-9:] == ["ending"] * 4 + ["done"] * 4 + ["not needed"]


def test_told_to_stop_a_second_time_nothing_is_waited_for(supervise):
    supervisor = supervise(python("busy", SLOW_TO_END.replace("0.6", "30"), patience=30))
    until(lambda: "up" in supervisor.out.getvalue(), supervisor)
    supervisor._told(15, None)
    supervisor._told(15, None)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 5
    assert "killed" in supervisor.out.getvalue()


LEAVES_ONE_BEHIND = """
import os, subprocess, sys, time
print("grandchild", subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
time.sleep(60)
"""


def grandchildren(supervisor: Supervisor) -> list[int]:
    return [int(pid) for pid in re.findall(r"grandchild (\d+)", supervisor.out.getvalue())]


def gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_what_a_dead_child_left_behind_is_ended_before_it_starts_again(supervise):
    supervisor = supervise(python("parent", LEAVES_ONE_BEHIND))
    until(lambda: grandchildren(supervisor), supervisor)
    supervisor.running["parent"].kill()
    until(lambda: len(grandchildren(supervisor)) == 2, supervisor)
    until(lambda: gone(grandchildren(supervisor)[0]), supervisor)


def test_stopping_leaves_no_grandchild(supervise):
    supervisor = supervise(python("parent", LEAVES_ONE_BEHIND))
    until(lambda: grandchildren(supervisor), supervisor)
    supervisor.stop()
    end = time.monotonic() + 5
    while not gone(grandchildren(supervisor)[0]) and time.monotonic() < end:
        time.sleep(0.05)
    assert gone(grandchildren(supervisor)[0])
