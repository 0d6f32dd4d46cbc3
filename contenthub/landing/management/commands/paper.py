"""``manage.py paper ASSET_ID``: an asset as a PDF."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.models import Asset
from contenthub.landing.download import paper_name
from contenthub.landing.paper.setting import CannotSet, pdf
from contenthub.lib.console import HubCommand


class Command(HubCommand):
    help = "Set an asset's latest draft as a PDF in its brand's look."
    errors = (CannotSet,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("asset", type=int, metavar="ASSET_ID")
        parser.add_argument("--out", type=Path, metavar="FILE", help="where it goes; by default its title, here")

    def work(self, *, asset: int, out: Path | None, **_: Any) -> Any:
        found = Asset.objects.filter(pk=asset).first()
        if found is None:
            raise CommandError(f"There is no asset with the number {asset}.")
        draft = found.get_latest_revision_as_object()
        target = out or Path(paper_name(draft))
        try:
            shutil.copyfile(pdf(draft), target)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}. Choose another with --out.") from error
        return {"asset_id": found.pk, "file": str(target), "bytes": target.stat().st_size}

    def lines(self, value: Any) -> str:
        return f"{value['file']} ({value['bytes'] // 1024} kB)"
