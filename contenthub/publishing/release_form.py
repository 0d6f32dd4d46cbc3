"""The forms of releases: what to choose from, and which of it goes when."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from contenthub.publishing import times
from contenthub.publishing.wall_clock import WallClockField


class ScopeForm(forms.Form):
    """A campaign or an asset, whose variants are then shown."""

    scope = forms.ChoiceField(label=_("Campaign or asset"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = [(f"campaign-{each.pk}", each.name) for each in Campaign.objects.order_by("name")]
        assets = [(f"asset-{each.pk}", each.title) for each in Asset.objects.order_by("title").defer_streamfields()]
        groups = [(gettext("Campaigns"), campaigns), (gettext("Assets"), assets)]
        self.fields["scope"].choices = [("", "—"), *(group for group in groups if group[1])]  # type: ignore[attr-defined]

    def chosen(self) -> Asset | Campaign | None:
        """What was chosen, if it is there."""
        if not self.is_valid():
            return None
        kind, _separator, pk = self.cleaned_data["scope"].partition("-")
        found: Asset | Campaign | None = (
            Campaign.objects.filter(pk=pk).first() if kind == "campaign" else Asset.objects.filter(pk=pk).first()
        )
        return found


class ReleaseForm(forms.Form):
    """Its name, its pairs of variant and account, its time, and what happens when one cannot go."""

    NOW, LATER = "now", "later"
    REST, NONE = "rest", "none"

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("How people here call it: “Launch”, say."))
    pairs = forms.MultipleChoiceField(
        label=_("What goes where"), error_messages={"required": _("Tick at least one box.")}
    )
    when = forms.ChoiceField(
        label=_("When"),
        choices=[(NOW, _("Now")), (LATER, _("At this time"))],
        widget=forms.RadioSelect,
        initial=LATER,
    )
    at = WallClockField(label=_("Date and time"), required=False)
    otherwise = forms.ChoiceField(
        label=_("If one of them cannot go when the time has come"),
        choices=[
            (REST, _("The rest goes, that one is held")),
            (NONE, _("All are held: it goes together or not at all")),
        ],
        widget=forms.RadioSelect,
        initial=REST,
    )
    #: Sent along so that a second press of the button plans nothing twice.
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        self.zone = zone
        kwargs.setdefault("initial", {}).setdefault("key", uuid.uuid4())
        super().__init__(*args, **kwargs)
        self.fields["pairs"].choices = choices  # type: ignore[attr-defined]
        self.fields["at"].help_text = _("In %s.") % zone.key

    def clean_at(self) -> dt.datetime | None:
        """The wall clock's time as a moment in the campaign's zone."""
        typed: dt.datetime | None = self.cleaned_data.get("at")
        try:
            return times.from_local(typed, self.zone) if typed else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("when") == self.NOW:
            self.errors.pop("at", None)  # it is not shown then
        if data.get("when") == self.LATER and not data.get("at") and "at" not in self.errors:
            self.add_error("at", gettext("Choose a date and time, or “Now”."))
        return data

    def moment(self) -> dt.datetime | None:
        """When; None: now."""
        return self.cleaned_data["at"] if self.cleaned_data["when"] == self.LATER else None
