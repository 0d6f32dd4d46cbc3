"""A blackout's form: days, or times of day, on one zone's clock."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.campaigns.models import Campaign
from contenthub.publishing import times
from contenthub.publishing.models import Account, Blackout
from contenthub.publishing.wall_clock import DayField


def zones() -> list[tuple[str, str]]:
    """Every time zone; those that campaigns use come first."""
    used = sorted({*Campaign.objects.values_list("time_zone", flat=True), "UTC"})
    others = sorted(name for name in zoneinfo.available_timezones() if "/" in name and name not in used)
    return [(name, name) for name in [*used, *others]]


def time_field(label: Any, help_text: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget)


class BlackoutForm(forms.ModelForm):
    """Whole days unless times are given too; the last day belongs to it."""

    first_day = DayField(label=_("First day"))
    from_time = time_field(_("Start time"), _("Empty: from the beginning of that day."))
    last_day = DayField(label=_("Last day"))
    until_time = time_field(_("End time"), _("Empty: until that day is over."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.all(), required=False, empty_label=_("All campaigns")
    )
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=Account.objects.all(), required=False, empty_label=_("All accounts")
    )

    class Meta:
        model = Blackout
        fields = ["name", "first_day", "from_time", "last_day", "until_time", "time_zone", "campaign", "account"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The admin's views tell their forms who is there; this one treats everybody alike.
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(_typed(self.instance))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {"first_day", "last_day", "time_zone"} <= data.keys():
            return data
        zone = zoneinfo.ZoneInfo(data["time_zone"])
        starts = dt.datetime.combine(data["first_day"], data.get("from_time") or dt.time.min)
        if until := data.get("until_time"):
            ends = dt.datetime.combine(data["last_day"], until)
        else:
            ends = dt.datetime.combine(data["last_day"] + dt.timedelta(days=1), dt.time.min)
        self.instance.starts_at, self.instance.ends_at = times.kept(starts, zone), times.kept(ends, zone)
        if self.instance.ends_at <= self.instance.starts_at:
            self.add_error("last_day", gettext("It ends before it begins. Check both days."))
        return data


def _typed(blackout: Blackout) -> dict[str, Any]:
    """The moments as they were typed."""
    zone = zoneinfo.ZoneInfo(blackout.time_zone)
    starts, ends = blackout.starts_at.astimezone(zone), blackout.ends_at.astimezone(zone)
    whole = ends.time() == dt.time.min
    return {
        "first_day": starts.date(),
        "from_time": None if starts.time() == dt.time.min else starts.time(),
        "last_day": ends.date() - dt.timedelta(days=1) if whole else ends.date(),
        "until_time": None if whole else ends.time(),
    }
