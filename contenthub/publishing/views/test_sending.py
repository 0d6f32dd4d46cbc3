"""The screen that sends a draft of a mail to a few addresses."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from channels.base import Capabilities
from contenthub.publishing import checks
from contenthub.publishing.actions.test_sending import MOST, CannotTest, Outcome, addresses_in, send_test, test_accounts
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Account
from contenthub.variants.actions import latest
from contenthub.variants.models import Variant


class TestSendForm(forms.Form):
    """To whom, and through which account."""

    to = forms.CharField(
        label=_("To"),
        max_length=1500,
        help_text=_("One to five addresses, parted by commas. They are not added to any list."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    account = forms.ModelChoiceField(
        Account.objects.none(), label=_("Through"), empty_label=None, help_text=_("Its sender stands on the mail.")
    )

    def __init__(self, *args: Any, choices: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["account"])
        field.queryset = Account.objects.filter(pk__in=[account.pk for account in choices]).order_by("name")
        field.initial = choices[0].pk if choices else None

    def clean_to(self) -> list[str]:
        try:
            return addresses_in(self.cleaned_data["to"])
        except CannotTest as error:
            raise forms.ValidationError(str(error)) from error


class TestSendView(WagtailAdminTemplateMixin, FormView):
    """Whoever may edit the mail may send themselves and a few others its latest draft."""

    form_class = TestSendForm
    template_name = "publishing/test_send.html"
    page_title = _("Send a test")
    header_icon = "mail"
    variant: Variant

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = Variant.objects.filter(pk=kwargs["variant_id"], kind_name="email").first()
        if found is None:
            raise Http404
        if not found.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.variant = found.specific
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.variant.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        title = self.variant.get_admin_display_title()
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailadmin_pages:edit", args=[self.variant.pk]), "label": title},
            {"url": "", "label": str(self.page_title)},
        ]

    @cached_property
    def choices(self) -> list[Account]:
        return test_accounts()

    def get_initial(self) -> dict[str, Any]:
        return {"to": getattr(self.request.user, "email", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": self.choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = latest(self.variant)
        return super().get_context_data(
            draft=draft,
            choices=self.choices,
            most=MOST,
            may_add=self.request.user.has_perm("publishing.add_account"),
            problems=list(checks.public_target(draft, Capabilities())),
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.variant.pk]),
            **kwargs,
        )

    def form_valid(self, form: TestSendForm) -> HttpResponse:
        account, addresses = form.cleaned_data["account"], form.cleaned_data["to"]
        try:
            outcomes = send_test(self.variant, account, addresses, cast(AbstractBaseUser, self.request.user))
        except PublishingError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        self._tell(outcomes)
        if failed := [outcome for outcome in outcomes if outcome.problem]:
            for problem in dict.fromkeys(outcome.problem for outcome in failed):
                named = ", ".join(outcome.address for outcome in failed if outcome.problem == problem)
                form.add_error("to", f"{named}: {problem}")
            return self.form_invalid(form)
        return redirect("publishing:test_send", self.variant.pk)

    def _tell(self, outcomes: list[Outcome]) -> None:
        sent = [outcome.address for outcome in outcomes if not outcome.problem]
        if sent:
            text = ngettext("A test was sent to %s.", "Tests were sent to %s.", len(sent))
            messages.success(self.request, text % ", ".join(sent))
