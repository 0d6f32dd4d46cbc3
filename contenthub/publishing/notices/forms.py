"""The form of a notification: who, by what way, of what."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from channels import signing
from contenthub.lib import clock, sealed
from contenthub.publishing.models import NoticeEvent, NoticeTarget
from contenthub.publishing.notices import deriving


class NoticeTargetForm(WagtailAdminModelForm):
    """A webhook's secret is made here unless one is typed; it is never sent to the browser again."""

    secret = forms.CharField(
        label=_("Signing secret"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Of a webhook: whsec_ and 24 to 64 random bytes in Base64. Leave empty to have one made."),
    )
    events = forms.MultipleChoiceField(
        label=_("Tell of"), choices=NoticeEvent.choices, widget=forms.CheckboxSelectMultiple, initial=NoticeEvent.values
    )

    field_order = ["way", "address", "secret", "events"]

    class Meta:
        model = NoticeTarget
        fields = ["way", "address", "events", "campaign", "language", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: A secret that was made just now: to be shown once.
        self.made = ""
        self.fields["address"].help_text = _("A mail address; or the full address that takes signed messages.")
        if self.instance.sealed:
            self.fields["secret"].widget.attrs["placeholder"] = _("Stored; leave empty to keep it")

    def clean_secret(self) -> str:
        value = self.cleaned_data["secret"]
        if value and not re.fullmatch(signing.SECRET, value):
            raise ValidationError(signing.SECRET_MESSAGE)
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        address = data.get("address", "")
        check = URLValidator(["https", "http"]) if data.get("way") == NoticeTarget.Way.WEBHOOK else validate_email
        try:
            if address:
                check(_reachable(address))
        except ValidationError as error:
            self.add_error("address", error)
        return data

    def save(self, commit: bool = True) -> NoticeTarget:
        target: NoticeTarget = self.instance
        if target.way == NoticeTarget.Way.MAIL:
            target.sealed = ""
        elif self.cleaned_data["secret"]:
            target.sealed = sealed.seal({"secret": self.cleaned_data["secret"]})
        elif not target.sealed:
            self.made = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
            target.sealed = sealed.seal({"secret": self.made})
        saved: NoticeTarget = super().save(commit)
        if target.active:
            deriving.mute(target, clock.now())
        return saved


def _reachable(address: str) -> str:
    """Django's validator wants a dot in every host but localhost; names on a network of one's own have none."""
    return re.sub(r"^(https?://)([\w-]+)(?=[:/]|$)", r"\1\2.example", address)
