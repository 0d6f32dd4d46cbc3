"""What the schedule screen says about the time that is chosen, before anything is confirmed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contenthub.lib import clock
from contenthub.publishing import blackouts, golive, recurrence, times
from contenthub.publishing.actions.scheduling import campaign_of
from contenthub.publishing.errors import CannotSchedule
from contenthub.publishing.models import Account, Blackout
from contenthub.publishing.schedule_form import FIRST, SECOND, ScheduleForm
from contenthub.variants.models import Variant

#: Times of a series that are shown.
SHOWN = 5


@dataclasses.dataclass(frozen=True)
class Preview:
    """What is shown: the moments, what stands against them, and what is to be decided about them."""

    moments: list[str]
    more: bool = False
    warnings: Sequence[str] = ()
    #: (value, label) of both times of an hour that happens twice.
    folds: Sequence[tuple[str, str]] = ()
    fold: str = ""
    #: Blackouts that a tick overrides.
    dark: Sequence[str] = ()


def of(form: ScheduleForm, variant: Variant, own: dt.tzinfo | None = None) -> Preview:
    """The preview of what is typed in a bound form so far.

    :param own: the time zone of the person at the screen.
    """
    form.is_valid()
    data = form.cleaned_data
    own = own or timezone.get_current_timezone()
    if data.get("when") == ScheduleForm.REPEAT:
        return _series(form, variant, own)
    if data.get("when") == ScheduleForm.NOW:
        return Preview([], dark=[blackouts.named(each) for each in _blackouts(form, clock.now(), variant)])
    if data.get("when") != ScheduleForm.LATER or not form.data.get("at"):
        return Preview([])
    folds = [] if len(form.both) < 2 else list(zip((FIRST, SECOND), _labels(form), strict=True))
    moment: dt.datetime | None = data.get("moment")
    if moment is None:
        return Preview([], warnings=[] if folds else [str(error) for error in form.errors.get("at", [])], folds=folds)
    warnings = list(_against(moment, variant))
    dark = [blackouts.named(each) for each in _blackouts(form, moment, variant)]
    return Preview([_said(moment, form.zone, own)], False, warnings, folds, data.get("fold") or "", dark)


def own_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone a browser says it is in."""
    return zoneinfo.ZoneInfo(name) if name in zoneinfo.available_timezones() else None


def _series(form: ScheduleForm, variant: Variant, own: dt.tzinfo) -> Preview:
    if any(name in form.errors for name in ("at", "every", "unit", "weekdays", "month_day", "count", "ends_on")):
        return Preview([])
    series = form.series(variant=variant)
    moments: list[dt.datetime] = []
    dark: dict[int, Blackout] = {}
    after = clock.now()
    while len(moments) < min(series.count or SHOWN + 1, SHOWN + 1):
        moment = recurrence.following(series, after)
        if moment is None:
            break
        found = _blackouts(form, moment, variant)
        dark |= {each.pk: each for each in found}
        if found and series.skip_blackouts:
            after = max(each.ends_at for each in found) - recurrence.INSTANT
        else:
            moments.append(moment)
            after = moment
    if not moments:
        return Preview([], warnings=[_("No time of this series is still to come. Check its days and its end.")])
    said = _("passed over") if series.skip_blackouts else _("made, and held for you to decide")
    warnings = [f"{blackouts.named(each)}: {said}" for each in dark.values()]
    shown = [_said(moment, form.zone, own) for moment in moments[:SHOWN]]
    return Preview(shown, len(moments) > SHOWN, [*_against(moments[0], variant), *warnings])


def _labels(form: ScheduleForm) -> list[str]:
    texts = (_("The first, %s"), _("The second, %s"))
    return [text % f"{moment:%H:%M %Z}" for text, moment in zip(texts, form.both, strict=True)]


def _against(moment: dt.datetime, variant: Variant) -> list[str]:
    if moment < clock.now():
        return [_("This time is past.")]
    try:
        golive.as_of(variant, moment)
    except CannotSchedule as error:
        return [str(error)]
    return []


def _blackouts(form: ScheduleForm, moment: dt.datetime, variant: Variant) -> list[Blackout]:
    """Those in the way at any of the chosen accounts; of none chosen, those in the way at every account."""
    campaign: Any = campaign_of(variant)
    chosen = Account.objects.filter(pk__in=form.cleaned_data.get("accounts") or [])
    found = [blackouts.at(moment, pk, campaign.pk if campaign else None) for pk in [0, *(row.pk for row in chosen)]]
    return list({each.pk: each for each in found if each}.values())


def _said(moment: dt.datetime, zone: zoneinfo.ZoneInfo, own: dt.tzinfo) -> str:
    text = times.long(moment, zone)
    if moment.astimezone(own).utcoffset() == moment.astimezone(zone).utcoffset():
        return text
    return _("%(moment)s – for you %(own)s") % {"moment": text, "own": times.long(moment, own)}
