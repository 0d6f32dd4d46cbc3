from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.benches import Bench
from tests.channels.posts import a_picture, a_post


@contextlib.contextmanager
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    tmp_path: Path = request.getfixturevalue("tmp_path")
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "a file").touch()
    yield Bench(
        values={"directory": str(out)},
        post=a_post(media=(a_picture(tmp_path),)),
        visible=lambda: len([path for path in out.iterdir() if not path.name.startswith(".")]),
        hostile=[{"directory": str(tmp_path / "a file")}],
        reads=lambda: "".join(path.read_text() for path in out.glob("[!.]*/post.txt")),
    )
