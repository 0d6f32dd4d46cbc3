"""A script of a few seconds, so that its video is made in a few seconds too."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from contenthub.variants.actions import derive, latest
from contenthub.variants.animatic import encoder
from contenthub.variants.models import Variant


def cut_short(variant):
    """The draft with its first scene only, two seconds long."""
    script = latest(variant)
    while len(script.scenes) > 1:
        script.scenes.pop()
    for child in script.scenes:
        child.value["seconds"] = 2
    script.save_revision()
    return latest(Variant.objects.get(pk=variant.pk))


@pytest.fixture
def short(paper):
    return cut_short(derive(paper, ["video_script"])[0])


@pytest.fixture
def described():
    """What ffmpeg says of a file: (seconds, its stream lines)."""

    def describe(path: Path) -> tuple[float, list[str]]:
        said = subprocess.run(
            [encoder.binary(), "-hide_banner", "-i", str(path)], capture_output=True, text=True
        ).stderr
        hours, minutes, seconds = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said).groups()
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds), re.findall(r"Stream #.*", said)

    return describe
