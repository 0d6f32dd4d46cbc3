"""The platform as a process of its own, so that it survives whom it kills and takes no time from whom it serves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Self

import requests

from tests.publishing.harness.ticking import Ticking

ROOT = Path(__file__).resolve().parents[3]


class Platform:
    """The harness's end: starts it, scripts it, reads its books."""

    def __init__(self, clock: Path) -> None:
        argv = [sys.executable, "-m", "tests.publishing.harness.platform_process", str(clock)]
        self._process = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()

    def reset(self, seed: str = "", drawn: bool = False) -> None:
        """Forget everything; from now on behave well, or (``drawn``) badly by this seed."""
        self._tell("reset", {"seed": seed, "drawn": drawn})

    def script(self, key: str, faults: Collection[str]) -> None:
        """What becomes of the next calls with this key, one fault each; then they are accepted."""
        self._tell("script", {key: list(faults)})

    def books(self) -> Mapping[str, Any]:
        """``shown`` and ``calls`` by key, ``met``: how often by fault, ``refused``: keys."""
        return self._tell("books", {})

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _tell(self, what: str, given: Mapping[str, Any]) -> Any:
        answer = requests.post(f"{self.url}/control/{what}", json=given, timeout=10)
        answer.raise_for_status()
        return answer.json()


def _serve(clock: str) -> None:
    """Serve until standard input ends, which it also does when the harness was killed."""
    from tests.publishing.harness.server import HarnessPlatform

    with HarnessPlatform(Ticking(Path(clock))) as platform:
        print(platform.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    _serve(sys.argv[1])
