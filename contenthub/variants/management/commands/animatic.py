"""``manage.py animatic VARIANT_ID``: a video script's animatic, made here and now."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import CommandError, CommandParser

from contenthub.lib.console import HubCommand
from contenthub.variants.actions import latest
from contenthub.variants.animatic import making, store
from contenthub.variants.animatic.problem import AnimaticError
from contenthub.variants.kinds.video_script import VideoScript


class Command(HubCommand):
    help = "Make a video script's animatic (an MP4 of cards with captions) from its latest draft, unless it is there."
    errors = (AnimaticError,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("variant", type=int, metavar="VARIANT_ID")
        parser.add_argument("--out", type=Path, metavar="FILE", help="also write it to this file")

    def work(self, *, variant: int, out: Path | None, **_: Any) -> Any:
        found = VideoScript.objects.filter(pk=variant).first()
        if found is None:
            raise CommandError(f"There is no video script with the number {variant}.")
        script = latest(found)
        assert isinstance(script, VideoScript)
        if out:
            if out.is_dir() or not out.absolute().parent.is_dir():
                raise CommandError(f"{out} cannot be written: give a file's name in a folder that exists.")
            whole = out.with_name(f".{out.name}.{os.getpid()}.part")
            try:
                making.make_file(script, whole, self.report)
                whole.replace(out)
            finally:
                whole.unlink(missing_ok=True)
        name = store.name_of(script.pk, making.make(script, self.report))
        return {
            "variant_id": script.pk,
            "seconds": script.total_seconds,
            "bytes": default_storage.size(name),
            "name": name,
            "file": str(out) if out else None,
        }

    def report(self, step: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{step} {done}/{total} ", ending="")

    def lines(self, value: Any) -> str:
        where = value["file"] or value["name"]
        return f"{where}: {value['seconds']} seconds, {value['bytes'] / 1e6:.1f} MB."
