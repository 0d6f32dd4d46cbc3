"""Freezing, arming and keeping the receipt in SQL of our own: the statements of each delivery around its call.

By way of the ORM, putting them together takes several times as long as carrying them out, and that while nobody else
can write to SQLite. They are the heart of the promises: what guards the one mutating call can be read here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import connection, models

from contenthub.lib import clock
from contenthub.publishing.gate import Judgement
from contenthub.publishing.lease import Claim, lease_end, since_boot
from contenthub.publishing.models import Attempt, Delivery

_MINE = "id = %s AND leased_by = %s AND state = 'sending' AND leased_until IS NOT NULL"

_FREEZE = f"UPDATE publishing_delivery SET revision_id = %s, post = %s, leased_until = %s WHERE {_MINE}"

#: Ours still, the account not paused, and the variant approved, not behind, at the revision that was judged.
_ARM = f"""
UPDATE publishing_delivery SET armed_at = %s, leased_until = %s WHERE {_MINE} AND revision_id = %s
AND EXISTS (SELECT 1 FROM publishing_account c WHERE c.id = publishing_delivery.account_id AND c.state = 'active')
AND EXISTS ({{same}})
"""
#: In our hands still; or in whosever hands it is, as long as it waits for the outcome of the very call that was armed.
_KEEP = """
UPDATE publishing_delivery SET state = 'live', state_since = %s, hold = '', reason = %s, live_at = %s, recheck_at = %s,
receipt_id = %s, url = %s, leased_until = NULL, wake_at = NULL
WHERE id = %s AND state IN ('sending', 'unconfirmed')
AND (leased_by = %s AND leased_until IS NOT NULL OR armed_at = %s)
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
    claim.armed_boot = since_boot()
    return True


def keep(claim: Claim, receipt_id: str, url: str, recheck_at: dt.datetime | None, reason: str) -> bool:
    """Write that the post is out; False where a person has decided meanwhile. Call it in a transaction."""
    at = _value("live_at", clock.now())
    values = (at, reason, at, _value("recheck_at", recheck_at), receipt_id, url)
    mine = (claim.delivery.pk, claim.token, _value("armed_at", claim.delivery.armed_at))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, (*values, *mine))
        return bool(cursor.rowcount)


def note(claim: Claim, changes: Mapping[str, Any]) -> None:
    """Write these fields of the claim's attempt, whatever it says by now."""
    values = [_value(name, value, Attempt) for name, value in changes.items()]
    fields = ", ".join(f"{name} = %s" for name in changes)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE publishing_attempt SET {fields} WHERE id = %s", (*values, claim.attempt.pk))


def _value(name: str, value: Any, model: type[models.Model] = Delivery) -> Any:
    """The value as this database takes it for the model's field of that name."""
    return cast("models.Field[Any, Any]", model._meta.get_field(name)).get_db_prep_value(value, connection)
