"""Reads files with the real importer in processes of their own, so that what each costs can be measured.

``python -m tests.assets.importers.reading`` takes a path a line on standard input and answers each with a line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60  # seconds after which a file is given up on


@dataclass(frozen=True)
class Reading:
    """What became of a file: the sentence that refused it ("" when it was read), the warnings, and what that took: of processor time and memory."""

    refusal: str
    warnings: list[str]
    seconds: float
    megabytes: float  # the most the process held, Python and Django included


class Reader:
    """A process that imports Django once and forks for every file."""

    def __init__(self) -> None:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "contenthub.settings", "HUB_DATA": tempfile.mkdtemp()}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def read(self, path: Path) -> Reading:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        return Reading(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)


def _read_here(path: str) -> dict[str, object]:
    from contenthub.assets.importers import ImportProblem, load

    try:
        return {"refusal": "", "warnings": load(path).warnings}
    except ImportProblem as problem:
        return {"refusal": str(problem), "warnings": []}
    except BaseException as error:
        return {"refusal": f"{type(error).__name__} got out: {error}", "warnings": []}


def _forked(path: str) -> dict[str, object]:
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        with os.fdopen(sink, "w") as out:
            json.dump(_read_here(path), out)
        os._exit(0)
    os.close(sink)
    with os.fdopen(source) as answer:
        said = answer.read()
    _pid, _status, used = os.wait4(child, 0)
    found = json.loads(said) if said else {"refusal": "The process died.", "warnings": []}
    return {**found, "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def main() -> None:
    import django

    django.setup()
    import contenthub.assets.importers  # noqa: F401  loaded before the first fork

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        print(json.dumps(_forked(line.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    main()
