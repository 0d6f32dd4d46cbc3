"""An account's form, made from what its channel declares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from channels import registry
from channels.settings import Field, InvalidSettings
from contenthub.audience.models import ContactList
from contenthub.publishing import accounts
from contenthub.publishing.actions.accounts import name_for
from contenthub.publishing.errors import AccountTrouble, CannotChange
from contenthub.publishing.models import Account

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
        for field in self.connector.settings:
            self.fields[_key(field)] = self._form_field(field)
            if field.name in self.stored and not field.required:
                self.fields[FORGET + field.name] = forms.BooleanField(
                    label=_("Forget the stored “%s”") % field.label, required=False
                )

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
                    self.add_error(key, message)
        except AccountTrouble as error:
            self.add_error(None, str(error))
        return self.cleaned_data

    def _form_field(self, field: Field) -> forms.Field:
        needed = field.required and not (field.kind == "secret" and field.name in self.stored)
        options: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": needed}
        options["initial"] = self.initial.get(field.name, field.default)
        if self.connector.capabilities.recipients and field.name == "list":
            lists = [(row.slug, row.name) for row in ContactList.objects.order_by("name")]
            help_text = options["help_text"] if lists else _("There is no list yet. Make one under Audience first.")
            return forms.ChoiceField(**{**options, "choices": [("", "—"), *lists], "help_text": help_text})
        if field.kind == "choice":
            return forms.ChoiceField(**options, choices=field.choices)
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
