"""The address a reader gets for filling in the form: signed, and good for ``HOURS`` hours."""

from __future__ import annotations

from django.core import signing

from contenthub.audience.models import Lead

HOURS = 24
_SALT = "landing.download"


class BadToken(LookupError):
    """The address was not made by us, or its lead is gone."""


class Expired(LookupError):
    """The address was good once. ``lead`` says whose it was."""

    def __init__(self, lead: Lead) -> None:
        super().__init__("This address has expired.")
        self.lead = lead


def token_for(lead: Lead) -> str:
    """What stands in the lead's thanks and download addresses."""
    return signing.dumps(lead.pk, salt=_SALT)


def lead_for(token: str) -> Lead:
    """The lead whose address it is.

    :raises Expired: it is older than ``HOURS``.
    :raises BadToken: it is nobody's.
    """
    try:
        return _lead(signing.loads(token, salt=_SALT, max_age=HOURS * 3600))
    except signing.SignatureExpired:
        raise Expired(_lead(signing.loads(token, salt=_SALT))) from None
    except signing.BadSignature:
        raise BadToken("This address is incomplete.") from None


def _lead(pk: int) -> Lead:
    lead = Lead.objects.select_related("asset__locale", "asset__file", "asset__campaign__brand").filter(pk=pk).first()
    if lead is None:
        raise BadToken("This address is not known any more.")
    return lead
