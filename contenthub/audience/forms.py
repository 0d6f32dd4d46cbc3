from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contenthub.audience.imports import Person, decoded, read_people
from contenthub.audience.models import LANGUAGES


class ImportForm(forms.Form):
    """Lines to paste or a file; consent is recorded only when it is confirmed and its words are given."""

    lines = forms.CharField(
        label=_("People"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "ada@example.com,Ada Lovelace"}),
        help_text=_(
            "One person a line: the e-mail address, then (after a comma) the name. Known addresses are not doubled."
        ),
    )
    file = forms.FileField(label=_("or a CSV file"), required=False)
    language = forms.ChoiceField(label=_("Language of new contacts"), choices=LANGUAGES)
    agreed = forms.BooleanField(
        label=_("These people agreed to get the newsletter, and I can show it"),
        required=False,
        help_text=_("Without this they are put on the list but get no mail. Whoever withdrew before stays withdrawn."),
    )
    wording = forms.CharField(
        label=_("What they agreed to, in its exact words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The sentence beside the box they ticked. It is kept with each consent."),
    )

    people: list[Person]
    problems: list[str]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        text = "\n".join([data.get("lines") or "", decoded(file.read()) if file else ""])
        self.people, self.problems = read_people(text.strip("\n"))
        if not self.people:
            self.add_error("lines", self.problems[:3] or _("Paste some lines or choose a file."))
        if data.get("agreed") and not (data.get("wording") or "").strip():
            self.add_error("wording", _("Give the exact words they agreed to."))
        if (data.get("wording") or "").strip() and not data.get("agreed"):
            self.add_error("agreed", _("Tick this to record their consent, or clear the words below."))
        return data
