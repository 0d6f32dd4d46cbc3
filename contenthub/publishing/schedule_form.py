"""The form that schedules a variant: where; now, at a time, in the next free slot, or again and again."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.lib import clock
from contenthub.publishing import times
from contenthub.publishing.actions.repeating import LONGEST
from contenthub.publishing.models import Series
from contenthub.publishing.wall_clock import DayField, WallClockField

FIRST, SECOND = "first", "second"

#: The fields of a series, and those asked for by each way to choose the time.
_REPEATING = {"every", "unit", "weekdays", "month_day", "ends", "count", "ends_on"}
_ASKED = {"now": set(), "later": {"at"}, "slot": set(), "repeat": {"at", *_REPEATING}}


class ScheduleForm(forms.Form):
    """Which accounts, and when. What is typed is a clock's time in ``zone``."""

    NOW, LATER, SLOT, REPEAT = "now", "later", "slot", "repeat"
    ON, AFTER = "on", "after"

    accounts = forms.MultipleChoiceField(label=_("Accounts"), widget=forms.CheckboxSelectMultiple)
    when = forms.ChoiceField(
        label=_("When"),
        choices=[
            (NOW, _("Now")),
            (LATER, _("At this time")),
            (SLOT, _("In the next free slot")),
            (REPEAT, _("Again and again")),
        ],
        widget=forms.RadioSelect,
        initial=LATER,
    )
    at = WallClockField(label=_("Date and time"), required=False)
    #: Of an hour that happens twice, which.
    fold = forms.ChoiceField(required=False, choices=[(FIRST, FIRST), (SECOND, SECOND)])
    despite_blackout = forms.BooleanField(label=_("It goes out anyway"), required=False)
    every = forms.IntegerField(label=_("Every"), required=False, initial=1, min_value=1, max_value=366)
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=Series.Unit.choices, initial=Series.Unit.WEEKS.value
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        required=False,
        coerce=int,
        choices=[(number, WEEKDAYS[number]) for number in range(7)],
        widget=forms.CheckboxSelectMultiple,
    )
    month_day = forms.IntegerField(label=_("On day"), required=False, min_value=1, max_value=31)
    ends = forms.ChoiceField(
        label=_("Ends"),
        required=False,
        choices=[(AFTER, _("after so many deliveries")), (ON, _("with this day"))],
        widget=forms.RadioSelect,
        initial=AFTER,
    )
    count = forms.IntegerField(
        label=_("Number of deliveries"), required=False, initial=4, min_value=1, max_value=LONGEST
    )
    ends_on = DayField(label=_("Last day"), required=False)
    skip_blackouts = forms.BooleanField(label=_("Pass over blackouts"), required=False, initial=True)
    #: Sent along so that a second press of the button schedules nothing twice.
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        self.zone = zone
        kwargs.setdefault("initial", {}).setdefault("key", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["accounts"].choices = choices  # type: ignore[attr-defined]
        self.fields["at"].help_text = _("In %s.") % zone.key
        #: Both moments, where the clock shows the time twice.
        self.both: list[dt.datetime] = []

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        when, at = data.get("when"), data.get("at")
        # What is typed in fields that are not shown then is not asked for, nor could its error be seen.
        for name in {*_REPEATING, "at"} - _ASKED.get(str(when), {*_REPEATING, "at"}):
            self.errors.pop(name, None)
        if when in (self.LATER, self.REPEAT) and not at and "at" not in self.errors:
            self.add_error("at", gettext("Choose a date and time, or “Now”."))
        elif when == self.LATER and at:
            self._clean_moment(at)
        elif when == self.REPEAT:
            self._clean_repeat()
        return data

    def moment(self) -> dt.datetime | None:
        """When; None: now. Only of a form that is valid so far."""
        return self.cleaned_data["moment"] if self.cleaned_data["when"] == self.LATER else None

    def slot(self, account_id: int) -> dt.datetime | None:
        """The slot that was shown for the account, and is meant."""
        try:
            return clock.parse_iso(self.data.get(f"slot_{account_id}", ""))
        except ValueError:
            return None

    def series(self, **fields: Any) -> Series:
        """The series that is meant, not stored."""
        data = self.cleaned_data
        ends = {"count": data["count"]} if data["ends"] == self.AFTER else {"ends_on": data["ends_on"]}
        unit = data["unit"] or Series.Unit.WEEKS
        return Series(
            every=data["every"] or 1,
            unit=unit,
            weekdays=data["weekdays"] if unit == Series.Unit.WEEKS else [],
            month_day=data["month_day"] if unit == Series.Unit.MONTHS else None,
            at=data["at"].time(),
            time_zone=self.zone.key,
            starts_on=data["at"].date(),
            skip_blackouts=data["skip_blackouts"],
            **ends,
            **fields,
        )

    def _clean_moment(self, at: dt.datetime) -> None:
        self.both = times.moments(at, self.zone)
        chosen = self.cleaned_data.get("fold")
        if len(self.both) == 2 and not chosen:
            text = gettext("The clocks are put back then: %s comes twice. Choose which of the two is meant.")
            self.add_error("at", text % f"{at:%H:%M}")
            return
        try:
            self.cleaned_data["moment"] = times.from_local(at, self.zone, second=chosen == SECOND)
        except ValueError as error:
            self.add_error("at", str(error))

    def _clean_repeat(self) -> None:
        data = self.cleaned_data
        ends = data.get("ends") or self.AFTER
        data["ends"] = ends
        if ends == self.ON and not data.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", gettext("Say with which day it ends."))
        if ends == self.AFTER and not data.get("count") and "count" not in self.errors:
            self.add_error("count", gettext("Say after how many deliveries it ends."))
