"""An account's slots: shown by weekday on its page, and changed there by one small form."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView

from contenthub.publishing.actions import queueing
from contenthub.publishing.blackout_form import zones
from contenthub.publishing.errors import CannotChange
from contenthub.publishing.models import Account, Slot


@dataclasses.dataclass
class Day:
    """One weekday and its slots."""

    number: int
    label: Any
    slots: list[Slot]


class SlotsPanel:
    """What the account's page shows of its slots."""

    def __init__(self, account: Account) -> None:
        slots = list(account.slots.all())
        self.any = bool(slots)
        self.days = [
            Day(number, WEEKDAYS[number], [slot for slot in slots if slot.weekday == number]) for number in range(7)
        ]
        self.zone = slots[0].time_zone if slots else ""

        self.zones = [name for name, _label in zones()]


class SlotsView(InspectView):
    """POST only: adds, removes, or sets the zone, and goes back to the account's page."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account, user = self.object, cast(User, request.user)
        if number := request.POST.get("remove", ""):
            if number.isascii() and number.isdigit():
                queueing.remove_slot(get_object_or_404(Slot, pk=int(number), account=account), user)
                messages.success(request, _("The slot is removed. What is planned there goes out all the same."))
        elif "zone" in request.POST:
            self._zone(account, request.POST["zone"].strip(), user)
        else:
            self._add(account, user)
        return HttpResponseRedirect(reverse("publishing_account:inspect", args=[account.pk]) + "#slots")

    def _add(self, account: Account, user: User) -> None:
        days = {int(day) for day in self.request.POST.getlist("weekdays") if day in set("0123456")}
        try:
            at = dt.time.fromisoformat(self.request.POST.get("at", "")).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            messages.error(self.request, _("Give the slot a time, such as 09:30."))
            return
        if not days:
            messages.error(self.request, _("Choose at least one weekday for the slot."))
            return
        count = queueing.add_slots(account, days, at, user)
        text = ngettext("%s slot is added.", "%s slots are added.", count) % count
        messages.success(self.request, text if count else gettext("These slots are there already."))

    def _zone(self, account: Account, zone: str, user: User) -> None:
        try:
            queueing.set_slot_zone(account, zone, user)
        except CannotChange as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The slots are read on this clock from now on."))
