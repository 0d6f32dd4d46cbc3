"""Work for a hub: an approved card, accounts of the harness's channels, deliveries that are due."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence

from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.campaigns.models import Campaign
from contenthub.links import codes
from contenthub.links.models import Link
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.models import Account, Delivery
from contenthub.variants.kinds.social_card import SocialCard
from contenthub.variants.models import Variant


def approved_card() -> Variant:
    """A card of text alone: drawing pictures is another subject."""
    campaign = Campaign.objects.create(name="Autumn", slug="autumn", utm_campaign="2026-11_autumn")
    asset = Asset(title="Operators in practice", slug="operators", summary="What they do.", campaign=campaign)
    ensure_libraries()["en"].add_child(instance=asset)
    asset.save_revision().publish()
    card = SocialCard(title="Card", copy_text="What operators do.")
    asset.add_child(instance=card)
    card.save_revision().publish()
    return Variant.objects.get(pk=card.pk)


def account(channel: str, url: str, number: int = 1) -> Account:
    return add_account(channel, f"{channel} {number}", {"base_url": url})


def deliveries(card: Variant, through: Account, count: int = 1, dice: random.Random | None = None) -> list[Delivery]:
    """So many deliveries, due now; the first made by the action, the others after its likeness.

    :param dice: for the keys, which decide what the platform does to each.
    """
    keys = [uuid.UUID(int=dice.getrandbits(128)) if dice else uuid.uuid4() for _ in range(count)]
    first = schedule(card, through, key=keys[0])
    return [first, *_alike(first, keys[1:])]


def _alike(first: Delivery, keys: Sequence[uuid.UUID]) -> list[Delivery]:
    fields = {f.attname for f in Link._meta.concrete_fields} - {"id", "code", "utm_id", "tagged_target"}
    common = {name: getattr(first.link, name) for name in fields}
    links = []
    for _ in keys:
        code = codes.new()
        tagged = first.tracked.tagged_target.replace(first.tracked.code, code)
        links.append(Link(**{**common, "code": code, "utm_id": code, "tagged_target": tagged}))
    links = Link.objects.bulk_create(links, batch_size=500)
    fields = {f.attname for f in Delivery._meta.concrete_fields} - {"id", "key", "link_id"}
    common = {name: getattr(first, name) for name in fields}
    made = [Delivery(**common, key=key, link_id=link.pk) for key, link in zip(keys, links, strict=True)]
    return list(Delivery.objects.bulk_create(made, batch_size=500))
