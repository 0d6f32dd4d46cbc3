"""What a search among deliveries looks into."""

from __future__ import annotations

from django.db.models import Q

from contenthub.links.models import Link
from contenthub.publishing.models import Account, DeliveryQuerySet
from contenthub.variants.models import Variant

SEARCHED = ["variant__title", "variant__source_asset__title", "account__name", "reason", "url", "link__code"]


#: Deliveries found by their own text are looked for once and kept by number, if they are no more than this.
FEW = 1000


def containing(rows: DeliveryQuerySet, words: str) -> DeliveryQuerySet:
    """Those of which one of ``SEARCHED`` contains the words.

    Variants, accounts and links are searched by themselves: joined, each title would be looked at with every delivery.
    """
    titled = Q(title__icontains=words) | Q(source_asset__title__icontains=words)
    named = rows.of(Variant.objects.filter(titled).values("pk")) | rows.through(
        Account.objects.filter(name__icontains=words).values("pk")
    )
    links = Link.objects.filter(code__icontains=words).values("pk")
    told = rows.filter(Q(reason__icontains=words) | Q(url__icontains=words) | Q(link_id__in=links))
    # No index is there for these: the rows themselves are read, for words that few have all of them, so only once.
    few = list(told.order_by().values_list("pk", flat=True)[: FEW + 1])
    return named | (told if len(few) > FEW else rows.filter(pk__in=few))
