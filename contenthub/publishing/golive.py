"""Approvals that take effect at a time, and those that end: Wagtail's go-live and expiry, each on its own.

Wagtail's ``publish_scheduled`` has no lock and stops at the first page that raises; nothing here needs it, and it does
no harm beside this. Each page is published, or taken down, in a transaction of its own that begins with a guarded
UPDATE of the row, so that of several dispatchers one does it and the others find it done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import OperationalError, transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, Revision

from contenthub.publishing import times
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.log import LOGGER
from contenthub.publishing.transitions import fitted
from contenthub.variants.models import Variant

#: Done per turn; the rest in the next.
BATCH = 200

#: One that failed is tried again after this, and after twice, four times ... as long, up to the longest.
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=15), dt.timedelta(minutes=30)

#: (what, key) -> (tries, when next): of this process only. Several dispatchers just try a little more often.
_failed: dict[tuple[str, Any], tuple[int, dt.datetime]] = {}


def step(now: dt.datetime) -> int:
    """Take down what has expired and publish what is due; return how many were. An error concerns one page only."""
    done = 0
    for model in _expiring():
        expired = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at")
        for pk in _ready(model._meta.label_lower, expired.values_list("pk", flat=True), now):
            done += _apart(model._meta.label_lower, pk, now, lambda pk=pk, model=model: expire(model, pk, now))
    for pk in _ready("revision", due(now), now):
        done += _apart("revision", pk, now, lambda pk=pk: publish(pk, now))
    return done


def due(now: dt.datetime) -> list[int]:
    """The revisions whose time has come, earliest first."""
    rows = Revision.objects.filter(approved_go_live_at__lte=now)
    return list(rows.order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


def publish(revision_id: int, now: dt.datetime) -> bool:
    """Publish it, if it still waits for a time that has come; whether this did it."""
    with transaction.atomic():
        # Takes the row's lock; whoever comes second waits here, and then finds nothing that waits.
        waiting = Revision.objects.filter(pk=revision_id, approved_go_live_at__lte=now)
        if not waiting.update(approved_go_live_at=F("approved_go_live_at")):
            return False
        Revision.objects.get(pk=revision_id).publish(log_action="wagtail.publish.scheduled")
    return True


def expire(model: type[Model], pk: Any, now: dt.datetime) -> bool:
    """Unpublish it, if it is still live and its time is over; whether this did it."""
    with transaction.atomic():
        rows = model._default_manager.filter(pk=pk, live=True, expire_at__lte=now)
        if not rows.update(expire_at=F("expire_at")):
            return False
        found: Any = model._default_manager.get(pk=pk)
        found = found.specific if isinstance(found, Page) else found
        found.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def as_of(variant: Variant, moment: dt.datetime) -> Variant:
    """The variant as it will stand approved at that moment, as far as is known now.

    :raises CannotSchedule: it is not approved then; the message says from when, or until when, it is.
    """
    coming = None if variant.live and not variant.has_unpublished_changes else variant.scheduled_revision
    starts = coming.approved_go_live_at if coming else None
    found: Variant = coming.as_object() if coming and starts and starts <= moment else variant
    if found is variant and not variant.live:
        if not starts:
            raise CannotSchedule(_("“%s” is not approved yet. Approve it first.") % variant.title)
        text = _("“%(title)s” is approved from %(from)s on only. Choose a time from then on.")
        said = times.said(starts, times.zone_of(variant))
        raise CannotSchedule(text % {"title": variant.title, "from": said})
    if found.expire_at and found.expire_at <= moment:
        text = _("“%(title)s” is approved until %(until)s only. Choose an earlier time, or change when it expires.")
        said = times.said(found.expire_at, times.zone_of(variant))
        raise CannotSchedule(text % {"title": variant.title, "until": said})
    return found


def starts_at(variant: Variant) -> dt.datetime | None:
    """When an approval of a variant that is not approved yet takes effect; None: it is, or nobody has approved it."""
    revision = None if variant.live else variant.scheduled_revision
    return revision.approved_go_live_at if revision else None


def not_before(variant: Variant, moment: dt.datetime) -> None:
    """Like ``as_of``, for what may be planned though nobody has approved it yet.

    :raises CannotSchedule: its approval is known to take effect later, or to end earlier.
    """
    page: Variant = Variant.objects.get(pk=variant.pk)
    if page.live or page.scheduled_revision:
        as_of(page.specific, moment)


def catch_up(variant: Variant, now: dt.datetime) -> str:
    """Publish the variant's revision whose time has come, without waiting for a dispatcher; what went wrong, if so."""
    if variant.live and not variant.has_unpublished_changes:
        return ""
    revision = variant.scheduled_revision
    if revision is None or revision.approved_go_live_at is None or revision.approved_go_live_at > now:
        return ""
    try:
        publish(revision.pk, now)
    except OperationalError:
        raise
    except Exception as error:
        LOGGER.exception("revision %s of page %s could not be published at its time", revision.pk, variant.pk)
        text = _("Its approval was to take effect by itself and could not (%s). Publish it by hand.")
        return fitted(text % f"{type(error).__name__}: {error}")
    return ""


def _ready(what: str, found: Iterable[Any], now: dt.datetime) -> list[Any]:
    """As many as are done per turn, without those that failed and are left alone: they must not keep the rest waiting."""
    return [pk for pk in found if now >= _failed.get((what, pk), (0, now))[1]][:BATCH]


def _apart(what: str, pk: Any, now: dt.datetime, act: Any) -> bool:
    """Do one; if it fails, log it and leave it alone for a while."""
    tries, _again_at = _failed.get((what, pk), (0, now))
    try:
        done = bool(act())
    except OperationalError:
        raise  # the database is away: nothing is wrong with this page
    except Exception:
        pause = min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE)
        _failed[what, pk] = (tries + 1, now + pause)
        LOGGER.exception("%s %s: its scheduled publishing failed; the others go on", what, pk)
        return False
    _failed.pop((what, pk), None)
    return done


def _expiring() -> list[type[Model]]:
    """Everything that has drafts: pages as one, and other models each."""
    others = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]
