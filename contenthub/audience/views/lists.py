"""A contact list's page: who is on it and who of them gets mail; adding people, taking one off."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import HeaderButton

from contenthub.audience.forms import ImportForm
from contenthub.audience.imports import Imported, import_people
from contenthub.audience.models import Contact, ContactList, Membership, Purpose
from contenthub.audience.views.contacts import consent_label
from contenthub.audience.wordings import stored_wording

MEMBERS_PER_PAGE = 50
#: Unusable lines named one by one after an import.
NAMED_PROBLEMS = 5


def members_of(contact_list: ContactList) -> QuerySet[Contact]:
    """The list's contacts with their consent, newest member first."""
    found = Contact.objects.filter(memberships__contact_list=contact_list).with_consent()
    return found.order_by("-memberships__joined_at", "-pk")


class ListInspectView(InspectView):
    template_name = "audience/list_inspect.html"
    page_title = gettext_lazy("Contact list")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("change"):
            return []
        url = reverse("contact_lists:import", args=[self.object.pk])
        return [HeaderButton(_("Add people"), url=url, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = members_of(self.object)
        page = Paginator(members, MEMBERS_PER_PAGE).get_page(self.request.GET.get("p"))
        mailable = members.filter(Q(consented=True, suppressed="")).count()
        return super().get_context_data(
            page=page,
            rows=[(contact, consent_label(contact.consented)) for contact in page],
            total=page.paginator.count,
            mailable=mailable,
            unmailable=page.paginator.count - mailable,
            may_change=self.user_has_permission("change"),
            **kwargs,
        )


class ListImportView(InspectView):
    """Add people to a list, new ones and known ones alike."""

    permission_required = "change"
    template_name = "audience/list_import.html"
    page_title = gettext_lazy("Add people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ImportForm())
        return super().get_context_data(back=reverse("contact_lists:inspect", args=[self.object.pk]), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.validation_error(request, _("Nobody was added yet."), form)
            return self.render_to_response(self.get_context_data(form=form))
        self._say(self._imported(form), form.problems)
        return redirect("contact_lists:inspect", self.object.pk)

    def _imported(self, form: ImportForm) -> Imported:
        data = form.cleaned_data
        language, text = data["language"], data["wording"].strip()
        wording = stored_wording(Purpose.NEWSLETTER, language, text) if data["agreed"] else None
        return import_people(self.object, form.people, wording=wording, language=language)

    def _say(self, done: Imported, problems: list[str]) -> None:
        text = _("%(joined)s added to the list, %(contacts)s of them new contacts; consent recorded for %(consented)s.")
        messages.success(self.request, text % vars(done))
        if done.withdrawn:
            text = ngettext(
                "%(count)s person withdrew consent before and stays withdrawn.",
                "%(count)s people withdrew consent before and stay withdrawn.",
                done.withdrawn,
            )
            messages.warning(self.request, text % {"count": done.withdrawn})
        if problems:
            rest = len(problems) - NAMED_PROBLEMS
            more = [_("and %(count)s more.") % {"count": rest}] if rest > 0 else []
            messages.warning(self.request, " ".join([*problems[:NAMED_PROBLEMS], *more]))


class MemberRemoveView(InspectView):
    """POST only: take a contact off a list. Their consent stays as it is."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = get_object_or_404(Contact, pk=kwargs["contact"])
        Membership.objects.filter(contact_list=self.object, contact=contact).delete()
        messages.success(request, _("%(contact)s is no longer on this list.") % {"contact": contact.email})
        return redirect("contact_lists:inspect", self.object.pk)
