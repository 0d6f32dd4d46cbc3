"""An account's screens: choose its channel, fill in what that declares, test it, pause and resume it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import DeleteView, InspectView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from channels import registry
from channels.base import AuthFailed, ChannelError
from contenthub.publishing import accounts, actions, renewal, standing, times
from contenthub.publishing.channel_words import said
from contenthub.publishing.columns import channel_label
from contenthub.publishing.errors import AccountTrouble, PublishingError
from contenthub.publishing.forms import AccountForm
from contenthub.publishing.models import Account, Delivery
from contenthub.publishing.ordering import NEWEST, Sorted
from contenthub.publishing.views.slots import SlotsPanel
from contenthub.variants import registry as variants

#: Deliveries shown on an account's page.
LATEST = 10


class AccountScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the screens for making and changing an account share."""

    model = Account
    header_icon = "key"
    index_url_name = ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        own = [{"url": reverse("publishing_account:index"), "label": gettext("Accounts")}]
        return [*self.breadcrumbs_items, *own, {"url": "", "label": str(self.get_page_title())}]

    def user(self) -> Any:
        """Who is at the screen; nobody anonymous comes this far."""
        return self.request.user


class ChannelChoiceView(AccountScreen, TemplateView):
    """The first step: which channel."""

    permission_required = "add"
    template_name = "publishing/channel_choice.html"
    page_title = _("New account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        classes = {name: registry.get(name) for name in registry.names()}
        channels = sorted(classes.items(), key=lambda item: said(item[1].label).lower())
        return super().get_context_data(
            channels=[(name, said(cls.label), _summary(name)) for name, cls in channels], **kwargs
        )


class AccountFormView(AccountScreen, FormView):
    """A form made from what the channel declares."""

    form_class = AccountForm
    template_name = "publishing/account_form.html"
    account: Account

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(account=self.account, channel=channel_label(self.account), **kwargs)

    def form_valid(self, form: AccountForm) -> HttpResponse:
        try:
            account = self.keep(form)
        except PublishingError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The account is saved. Test its connection now."))
        return redirect("publishing_account:inspect", account.pk)

    def keep(self, form: AccountForm) -> Account:
        """Store what the form holds.

        :raises PublishingError:
        """
        raise AssertionError("each screen keeps its own way")


class AccountAddView(AccountFormView):
    permission_required = "add"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["channel"] not in registry.names():
            raise Http404
        self.account = Account(channel=kwargs["channel"])

    def get_page_title(self) -> str:
        return gettext("New account: %s") % channel_label(self.account)

    def keep(self, form: AccountForm) -> Account:
        account = actions.add_account(self.account.channel, form.cleaned_data["name"], form.values(), self.user())
        actions.set_expiry(account, form.expires_at(), self.user())
        return account


class AccountEditView(AccountFormView):
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.account = get_object_or_404(Account, pk=kwargs["pk"])
        if self.account.channel not in registry.names():
            raise Http404

    def get_page_title(self) -> str:
        return gettext("Edit: %s") % self.account.name

    def keep(self, form: AccountForm) -> Account:
        name, forget = form.cleaned_data["name"], form.forget()
        account = actions.change_account(self.account, form.values(), self.user(), name=name, forget=forget)
        if not renewal.renews(account):
            actions.set_expiry(account, form.expires_at(), self.user())
        return account


class AccountInspectView(InspectView):
    template_name = "publishing/account.html"

    def get_page_title(self) -> str:
        return gettext("Account")

    def get_page_subtitle(self) -> str:
        return str(self.object.name)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        url = reverse("publishing_account:edit", args=[self.object.pk])
        return [HeaderButton(_("Edit"), url=url, icon_name="edit")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.user_has_permission("delete") or self.object.deliveries.exists():
            return []
        url = reverse("publishing_account:delete", args=[self.object.pk])
        return [Button(_("Delete"), url=url, icon_name="bin", priority=20)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.object
        newest = Sorted(Delivery.objects.through([account.pk]).order_by(*NEWEST)).between(0, LATEST)
        latest = Delivery.objects.filter(pk__in=newest).select_related("variant__source_asset__campaign")
        return super().get_context_data(
            account=account,
            channel=channel_label(account),
            settings=_shown(account),
            may_change=self.user_has_permission("change"),
            usage=[standing.usage_said(used) for used in standing.usage(account)],
            held=standing.held(account),
            renews=renewal.renews(account),
            **standing.moments(account),
            slots=SlotsPanel(account),
            deliveries=[
                (each, times.said(each.due_at, times.zone_of(each.variant))) for each in latest.order_by(*NEWEST)
            ],
            **kwargs,
        )


class AccountDeleteView(DeleteView):
    """Only an account that nothing was scheduled to; others are part of the record."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Delivery.objects.filter(account=kwargs["pk"]).exists():
            text = _("Deliveries belong to this account, and they are kept. Pause it instead.")
            messages.error(request, text)
            return redirect("publishing_account:inspect", kwargs["pk"])
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class AccountVerbView(InspectView):
    """POST only: test, pause or resume, and back to where it was pressed with what came of it."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account, user = self.object, cast(User, request.user)
        verb = self.kwargs["verb"]
        if verb == "test":
            self._test(account)
        elif verb == "pause" and actions.pause_account(account, gettext("Paused by %s.") % user, user):
            messages.success(request, _("The account is paused; what was scheduled is held."))
        elif verb == "resume" and actions.resume_account(account, user):
            messages.success(request, _("The account works again; what is late asks before it goes out."))
        back = get_valid_next_url_from_request(request)
        return redirect(back) if back else redirect("publishing_account:inspect", account.pk)

    def _test(self, account: Account) -> None:
        try:
            messages.success(self.request, actions.check_account(account, cast(User, self.request.user)))
        except (AuthFailed, AccountTrouble) as error:
            messages.error(self.request, str(error))
        except ChannelError as error:
            messages.error(self.request, error.message)


def _summary(name: str) -> str:
    """What the channel takes, in a few words."""
    able = registry.get(name).capabilities
    kinds = ", ".join(str(variants.get(kind).label) for kind in sorted(able.kinds))
    words = [kinds or gettext("every kind of variant")]
    if able.text_limit:
        words.append(gettext("up to %(limit)s %(unit)s") % {"limit": able.text_limit, "unit": said(able.text_unit)})
    if able.assisted:
        words.append(gettext("published by hand"))
    return "; ".join(words)


def _shown(account: Account) -> list[tuple[str, str]]:
    """The settings as they may be shown: of a secret only that it is stored."""
    if account.channel not in registry.names():
        return [(name, str(value)) for name, value in account.values.items()]
    stored = accounts.stored_secrets(account)
    rows = []
    for field in registry.get(account.channel).settings:
        value = account.values.get(field.name, "")
        if field.kind == "secret":
            value = gettext("Stored") if field.name in stored else gettext("Not set")
        elif field.kind == "choice":
            value = said(dict(field.choices).get(value, value))
        rows.append((said(field.label), value or "–"))
    return rows
