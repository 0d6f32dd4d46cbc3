"""``manage.py import_asset FILE``: a file becomes an asset."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from contenthub.assets.actions import import_asset
from contenthub.assets.importers import ImportProblem, endings
from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from contenthub.lib.console import HubCommand


class Command(HubCommand):
    help = "Import a document as an asset. What it can read: " + ", ".join(sorted(endings()))
    errors = (ImportProblem,)

    def options(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the document")
        parser.add_argument("--title", metavar="T", help="the asset's title (default: the document's own)")
        parser.add_argument("--kind", metavar="K", help=", ".join(Asset.Kind.values))
        parser.add_argument("--campaign", metavar="SLUG", help="the campaign it belongs to")
        parser.add_argument("--translation-of", type=int, metavar="ASSET_ID", help="the asset it translates")
        parser.add_argument("--publish", action="store_true", help="make it public at once")

    def work(
        self,
        *,
        file: str,
        title: str | None,
        kind: str | None,
        campaign: str | None,
        translation_of: int | None,
        publish: bool,
        **_: Any,
    ) -> Any:
        return import_asset(
            file,
            title=title,
            kind=kind,
            campaign=_campaign(campaign) if campaign else None,
            translation_of=_asset(translation_of) if translation_of else None,
            publish=publish,
        ).as_json()

    def lines(self, value: Any) -> str:
        counts = ("headings", "key_points", "facts", "quotations", "figures", "tables")
        found = ", ".join(f"{value[name]} {name.replace('_', ' ')}" for name in counts)
        warnings = [f"Warning: {warning}" for warning in value["warnings"]]
        return "\n".join([f"Asset {value['asset_id']} ({value['language']}): {value['title']}", found, *warnings])


def _asset(number: int) -> Asset:
    found = Asset.objects.filter(pk=number).first()
    if found is None:
        raise CommandError(f"There is no asset with the number {number}.")
    return found


def _campaign(slug: str) -> Campaign:
    try:
        return Campaign.objects.get(slug=slug)
    except Campaign.DoesNotExist:
        known = ", ".join(Campaign.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no campaign {slug!r}. Campaigns: {known}.") from None
