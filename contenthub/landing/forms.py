"""The form on an asset's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contenthub.assets.models import Asset
from contenthub.audience.actions import current_wording
from contenthub.audience.models import Purpose


class DownloadForm(forms.Form):
    """E-mail, name, company, and one unticked box per purpose with the wording that is stored when it is ticked.

    ``reference`` is a field that people do not see and scripts fill in.
    """

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please give your e-mail address."),
            "invalid": _("This is not a complete e-mail address; it should look like name@example.com."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please give your name.")},
    )
    company = forms.CharField(
        label=_("Company"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    reference = forms.CharField(
        label=_("Please leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    #: The address of the page, kept while the form is shown again.
    came_by = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput())

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "form-%s", **kwargs})
        self.wordings = {purpose: current_wording(purpose, asset.language) for purpose in Purpose.values}
        for purpose, wording in self.wordings.items():
            self.fields[purpose] = forms.BooleanField(label=wording.text, required=False)
            self.fields[f"{purpose}_wording"] = forms.IntegerField(
                required=False, initial=wording.pk, widget=forms.HiddenInput()
            )

    def clean_reference(self) -> str:
        if self.cleaned_data["reference"]:
            raise forms.ValidationError(
                _("Something was filled in here. Please empty this field and send the form again.")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        """A page may be older than a wording; nobody agrees to words that were not on the page."""
        cleaned: dict[str, Any] = super().clean() or {}
        for purpose, wording in self.wordings.items():
            seen = cleaned.get(f"{purpose}_wording")
            if cleaned.get(purpose) and seen and seen != wording.pk:
                self.add_error(
                    purpose, _("These words have changed since you opened the page. Please read them again.")
                )
                self.show_again(**{f"{purpose}_wording": str(wording.pk), purpose: ""})
        return cleaned

    def show_again(self, **values: str) -> None:
        """Show the form with what was typed, and these fields as given."""
        self.data = {**{name: self.data.get(name, "") for name in self.data}, **values}

    @property
    def inputs(self) -> list[forms.BoundField]:
        return [self["email"], self["name"], self["company"]]

    @property
    def boxes(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each consent box with the hidden number of the wording shown beside it."""
        return [(self[purpose], self[f"{purpose}_wording"]) for purpose in self.wordings]

    def consents(self) -> dict[str, bool]:
        """Which purposes were agreed to. Only of a valid form."""
        return {purpose: self.cleaned_data[purpose] for purpose in self.wordings}
