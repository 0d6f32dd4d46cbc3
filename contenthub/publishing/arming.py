"""Freezing and arming in SQL of our own: the two statements of each delivery before its call.

By way of the ORM, putting them together takes several times as long as carrying them out, and they are the heart of
the promises: what guards the one mutating call can be read here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

from contenthub.lib import clock
from contenthub.publishing.gate import Judgement
from contenthub.publishing.lease import Claim, lease_end
from contenthub.publishing.models import Delivery

_MINE = "id = %s AND leased_by = %s AND state = 'sending' AND leased_until IS NOT NULL"

_FREEZE = f"UPDATE publishing_delivery SET revision_id = %s, post = %s, leased_until = %s WHERE {_MINE}"

#: Ours still, the account not paused, and the variant approved, not behind, at the revision that was judged.
_ARM = f"""
UPDATE publishing_delivery SET armed_at = %s, leased_until = %s WHERE {_MINE} AND revision_id = %s
AND EXISTS (SELECT 1 FROM publishing_account c WHERE c.id = publishing_delivery.account_id AND c.state = 'active')
AND EXISTS ({{same}})
"""
_STEP = "UPDATE publishing_attempt SET step = 'armed' WHERE id = %s"


def store(claims: Iterable[Claim]) -> int:
    """Write the posts of these claims' deliveries; how many of them were ours still. Call it in a transaction."""
    until = _value("leased_until", lease_end())
    rows = [
        (claim.delivery.revision_id, _value("post", claim.delivery.post), until, claim.delivery.pk, claim.token)
        for claim in claims
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_FREEZE, rows)
        return int(cursor.rowcount)


def arm(claim: Claim, judgement: Judgement) -> bool:
    """Write that the call is about to be made, if nothing stands against it by now. Call it in a transaction."""
    delivery, at = claim.delivery, clock.now()
    same, params = judgement.same
    moments = (_value("armed_at", at), _value("leased_until", lease_end()))
    with connection.cursor() as cursor:
        mine = (delivery.pk, claim.token, delivery.revision_id)
        cursor.execute(_ARM.format(same=same), (*moments, *mine, *params))
        if cursor.rowcount != 1:
            return False
        cursor.execute(_STEP, (claim.attempt.pk,))
    delivery.armed_at = at
    return True


def _value(name: str, value: Any) -> Any:
    """The value as this database takes it for the field of that name."""
    field: models.Field[Any, Any] = Delivery._meta.get_field(name)
    return field.get_db_prep_value(value, connection)
