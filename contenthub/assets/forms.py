"""The form that a document is imported with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contenthub.assets.importers import endings
from contenthub.assets.models import Asset
from contenthub.assets.rights import may_publish
from contenthub.campaigns.models import Campaign


class AssetChoiceField(forms.ModelChoiceField):
    """Assets by title and language."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.locale.get_display_name()})"


class ImportForm(forms.Form):
    """A document and what is known of it. ``publish`` is offered to those who may."""

    file = forms.FileField(label=_("Document"))
    title = forms.CharField(
        label=_("Title"), max_length=255, required=False, help_text=_("Left empty: the document's own title.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("As the document says, else whitepaper")), *Asset.Kind.choices],
        required=False,
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"),
        queryset=Campaign.objects.all(),
        required=False,
        empty_label=_("None"),
        help_text=_("It can be given later, too."),
    )
    translation_of = AssetChoiceField(
        label=_("Translation of"),
        queryset=Asset.objects.select_related("locale").order_by("title"),
        required=False,
        empty_label=_("None"),
        help_text=_("The same asset in another language, if it is here; readers can then change between them."),
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("Otherwise it is a draft, which you can look through first."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs.update(
            {
                "accept": ",".join(sorted(endings())),
                "data-hub-drop-zone-target": "input",
                "data-action": "hub-drop-zone#show",
            }
        )
        if not may_publish(user):
            del self.fields["publish"]

    @property
    def formats(self) -> list[tuple[str, str]]:
        """(format, its endings) of what can be imported."""
        found: dict[str, list[str]] = {}
        for ending, label in endings().items():
            found.setdefault(label, []).append(ending)
        return [(label, ", ".join(sorted(names))) for label, names in found.items()]
