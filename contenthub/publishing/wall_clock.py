"""Form fields for what a wall clock and a calendar show, in whatever zone the form is about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

#: What a browser sends of a field for date and time, with seconds or without.
LOCAL = "%Y-%m-%dT%H:%M"
FORMATS = [LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]

#: Other years are slips of the hand, or half typed; and near the ends of the calendar a zone's offset leads out of it.
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2999, 12, 31)


class WallClockField(forms.DateTimeField):
    """A date and time without a zone, as it was typed.

    Django's own field takes it for the reader's time zone, and refuses what that zone's change of clocks skips or
    repeats: an hour that is quite ordinary where the campaign is.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)

    def __init__(self, **kwargs: Any) -> None:
        midnight = dt.time()
        validators = [
            MinValueValidator(dt.datetime.combine(FIRST, midnight)),
            MaxValueValidator(dt.datetime.combine(LAST, midnight)),
        ]
        super().__init__(**{"input_formats": FORMATS, "validators": validators, **kwargs})

    def to_python(self, value: Any) -> dt.datetime | None:
        with timezone.override(dt.UTC):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class DayField(forms.DateField):
    """A day of the calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [MinValueValidator(FIRST), MaxValueValidator(LAST)], **kwargs})
