"""ffmpeg: stills with their lengths in, an MP4 that players and platforms take out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import imageio_ffmpeg
from django.utils.translation import gettext as _

from contenthub.variants.animatic.problem import AnimaticError

#: Platforms want at least 23. The fastest preset: pictures that stand still cost a little room, not quality.
FRAMES_A_SECOND = 25
#: Seconds ffmpeg may take for one second of video before it is ended.
SLOWEST = 10
#: Called with the share that is done, 0 to 1; what it raises ends the encoding.
Progress = Callable[[float], None]


def binary() -> str:
    """ffmpeg's path: the machine's own, else the one that comes in a wheel.

    :raises AnimaticError: there is none.
    """
    if found := shutil.which("ffmpeg"):
        return found
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise AnimaticError(
            _("There is no ffmpeg on this machine: install ffmpeg, or the imageio-ffmpeg wheel.")
        ) from error


def encode(pictures: Sequence[tuple[Path, int]], target: Path, progress: Progress = lambda share: None) -> None:
    """Write ``target``: H.264 in 4:2:0 with a silent AAC track (some platforms refuse a video without sound), its index first.

    :param pictures: picture files of one size and their lengths in milliseconds.
    :raises AnimaticError: no ffmpeg, a full disk, too slow, or ffmpeg's own last words.
    """
    total = sum(length for _path, length in pictures) / 1000
    listing = target.with_suffix(".txt")
    listing.write_text(_listing(pictures))
    command = [
        binary(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y", "-progress", "pipe:1", "-stats_period", "0.5",
        "-f", "concat", "-safe", "0", "-i", str(listing),
        "-f", "lavfi", "-i", "anullsrc=channel_layout=stereo:sample_rate=44100",
        "-vf", f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,fps={FRAMES_A_SECOND}",
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "stillimage", "-crf", "18",
        "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
        "-c:a", "aac", "-b:a", "64k", "-map", "0:v", "-map", "1:a", "-t", f"{total:.3f}",
        "-movflags", "+faststart", "-f", "mp4", str(target),
    ]  # fmt: skip
    _run(command, total, progress)


def _listing(pictures: Sequence[tuple[Path, int]]) -> str:
    """The concat demuxer's list. It ignores the last length unless the last picture is named once more."""
    lines = ["ffconcat version 1.0"]
    for path, length in pictures:
        lines += [f"file '{path.name}'", f"duration {length / 1000:.3f}"]
    return "\n".join([*lines, f"file '{pictures[-1][0].name}'", ""])


def _run(command: list[str], total: float, progress: Progress) -> None:
    end = time.monotonic() + max(60, total * SLOWEST)
    with tempfile.TemporaryFile("w+", errors="replace") as words:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=words, text=True, preexec_fn=_low_priority)
        try:
            assert process.stdout is not None
            for line in process.stdout:
                name, _equals, value = line.strip().partition("=")
                if name == "out_time_us" and value.lstrip("-").isdigit():
                    progress(min(1.0, max(0.0, int(value) / 1e6 / total)))
                if time.monotonic() > end:
                    raise AnimaticError(_("Making the video took too long; try again when the machine has less to do."))
            code = process.wait(timeout=30)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            process.stdout and process.stdout.close()
        words.seek(0)
        if code:
            raise AnimaticError(_reason(words.read(), code))


def _low_priority() -> None:
    os.nice(10)


def _reason(words: str, code: int) -> str:
    if "No space left on device" in words:
        return _("The disk is full: make room, then make the video again.")
    if code == -signal.SIGKILL:
        return _("ffmpeg was ended by the system, most likely for lack of memory; try again.")
    last = next((line for line in reversed(words.strip().splitlines()) if line.strip()), "")
    return _("ffmpeg gave up (code %(code)s): %(words)s") % {
        "code": code,
        "words": last[:300] or _("it did not say why"),
    }
