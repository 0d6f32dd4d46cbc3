"""The channel ``site``: a page of this hub goes live, by being released."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import DatabaseError

from channels import registry
from channels.base import Ambiguous, CannotKnow, Capabilities, NotSent, Post, Receipt, Refused, State
from channels.base import Connector as Base
from contenthub.lib.clock import now
from contenthub.variants.models import Variant

NAME = "site"


class Connector(Base):
    """Releases the variant named by ``post.data["variant_id"]``; its own page then answers the public.

    There is nothing to update: what is released is the page itself, which shows the approved version.
    """

    label = "This site"
    capabilities = Capabilities(
        kinds=frozenset({"h5_page"}),
        html=True,
        media_limit=100,
        withdraw=True,
        releases=True,
        # Releasing what is released changes nothing.
        idempotency=True,
        lookup=True,
        lookup_grace=0,
        recheck=True,
        utm_source="site",
        utm_medium="referral",
    )

    def check(self) -> str:
        return f"Pages go live below {settings.BASE_URL}."

    def publish(self, post: Post, state: State) -> Receipt:
        variant = _variant(post)
        if variant is None:
            raise Refused("The page is not there any more; it was deleted.")
        if not variant.live:
            raise Refused("The page is not approved; approve it first.")
        if not variant.kind.public:
            raise Refused("This kind of variant has no public page.")
        try:
            Variant.objects.filter(pk=variant.pk, released_at=None).update(released_at=now())
        except DatabaseError as error:
            raise Ambiguous("The database failed while the page was released.") from error
        return _receipt(variant)

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        try:
            variant = _variant(post)
        except DatabaseError as error:
            raise CannotKnow("The database could not be asked whether the page is out.") from error
        return _receipt(variant) if variant and variant.live and variant.released_at else None

    def withdraw(self, receipt: Receipt) -> None:
        try:
            Variant.objects.filter(pk=receipt.id).update(released_at=None)
        except (DatabaseError, ValueError) as error:
            raise NotSent("The page could not be withdrawn.") from error

    def still_live(self, receipt: Receipt) -> bool:
        try:
            return Variant.objects.filter(pk=receipt.id, live=True, released_at__isnull=False).exists()
        except (DatabaseError, ValueError) as error:
            raise CannotKnow("The database could not be asked whether the page is out.") from error


def register() -> None:
    """Hand the connector to the registry; called once, when the apps are ready."""
    registry.register(NAME, Connector)


def _variant(post: Post) -> Variant | None:
    return Variant.objects.select_related("locale").filter(pk=post.data.get("variant_id") or 0).first()


def _receipt(variant: Variant) -> Receipt:
    return Receipt(id=str(variant.pk), url=variant.public_url)
