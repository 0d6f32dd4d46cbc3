"""An account's form, made from what its channel declares."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels import registry
from channels.settings import Field, InvalidSettings
from contenthub.audience.models import ContactList
from contenthub.lib import clock
from contenthub.publishing import accounts, actions, renewal, times
from contenthub.publishing.actions.accounts import name_for
from contenthub.publishing.channel_words import said
from contenthub.publishing.errors import AccountTrouble, CannotChange, CannotSchedule
from contenthub.publishing.models import Account
from contenthub.publishing.wall_clock import WallClockField

#: Prefix of the box that takes a stored secret away.
FORGET = "forget_"


class AccountForm(forms.Form):
    """One field per declared setting. A stored secret is never sent to the browser; it changes only when typed."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("How people here call it."))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        kwargs["initial"] = {"name": account.name, **account.values, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.connector = registry.get(account.channel)
        self.stored = accounts.stored_secrets(account)
        if account.expires_at:
            self.initial.setdefault("expires_on", account.expires_at.date())
        for field in self.connector.settings:
            self.fields[_key(field)] = self._form_field(field)
            if field.name in self.stored and not field.required:
                self.fields[FORGET + field.name] = forms.BooleanField(
                    label=_("Forget the stored “%s”") % said(field.label), required=False
                )

        if not renewal.renews(account) and any(field.kind == "secret" for field in self.connector.settings):
            self.fields["expires_on"] = forms.DateField(
                label=_("Credentials end on"),
                help_text=_("If the platform gave a date: people are told 14, 3 and 1 days before."),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def expires_at(self) -> dt.datetime | None:
        """When the credentials end, as was typed; a day counts from its beginning, in UTC."""
        day: dt.date | None = self.cleaned_data.get("expires_on")
        if self.account.expires_at and day == self.account.expires_at.date():
            return self.account.expires_at
        return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None

    def values(self) -> dict[str, str]:
        """What was typed, by setting."""
        return {field.name: self.cleaned_data.get(_key(field), "") for field in self.connector.settings}

    def forget(self) -> set[str]:
        """The secrets to be taken away."""
        return {name for name in self.stored if self.cleaned_data.get(FORGET + name)}

    def clean_name(self) -> str:
        try:
            return name_for(self.cleaned_data["name"], self.account if self.account.pk else None)
        except CannotChange as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        trial = Account(channel=self.account.channel, values=self.account.values, sealed=self.account.sealed)
        try:
            accounts.put(trial, self.values(), self.forget())
        except InvalidSettings as error:
            for name, message in error.errors.items():
                key = next((_key(field) for field in self.connector.settings if field.name == name), None)
                if key not in self.errors:
                    self.add_error(key, said(message))
        except AccountTrouble as error:
            self.add_error(None, str(error))
        return self.cleaned_data

    def _form_field(self, field: Field) -> forms.Field:
        needed = field.required and not (field.kind == "secret" and field.name in self.stored)
        options: dict[str, Any] = {"label": said(field.label), "help_text": said(field.help), "required": needed}
        options["initial"] = self.initial.get(field.name, field.default)
        if self.connector.capabilities.recipients and field.name == "list":
            lists = [(row.slug, row.name) for row in ContactList.objects.order_by("name")]
            help_text = options["help_text"] if lists else _("There is no list yet. Make one under Audience first.")
            return forms.ChoiceField(**{**options, "choices": [("", "—"), *lists], "help_text": help_text})
        if field.kind == "choice":
            choices = [(value, said(text)) for value, text in field.choices]
            return forms.ChoiceField(**options, choices=choices)
        if field.kind == "secret":
            return forms.CharField(**{**options, **self._secret(field)})
        widget = forms.URLInput() if field.kind == "url" else forms.TextInput()
        return forms.CharField(**options, widget=widget)

    def _secret(self, field: Field) -> dict[str, Any]:
        stored = field.name in self.stored
        shown = _("Stored; leave empty to keep it") if stored else ""
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "placeholder": shown})
        return {"widget": widget, "initial": ""}


def _key(field: Field) -> str:
    """The form's name for a setting; one that is called "name" must not meet the account's own."""
    return f"set_{field.name}"


class BulkForm(forms.Form):
    """What a decision about many needs to know besides: for some a time, and whether to spread over minutes."""

    at = WallClockField(label=_("Date and time"))
    minutes = forms.IntegerField(
        label=_("Spread over minutes"),
        required=False,
        min_value=0,
        max_value=7 * 24 * 60,
        initial=0,
        help_text=_("The first goes at that time, the last so many minutes later. 0: all at that time."),
    )

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, timed: bool, **kwargs: Any) -> None:
        self.zone = zone
        soon = clock.now().astimezone(zone).replace(minute=0, second=0, microsecond=0, tzinfo=None)
        kwargs["initial"] = {"at": soon + dt.timedelta(hours=1)}
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = _("In %s.") % zone.key
        if not timed:
            del self.fields["at"], self.fields["minutes"]

    def clean_at(self) -> dt.datetime:
        try:
            moment = times.from_local(self.cleaned_data["at"], self.zone)
            return actions.due(moment)
        except (ValueError, CannotSchedule) as error:
            raise forms.ValidationError(str(error)) from error
