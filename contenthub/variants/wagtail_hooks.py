"""Variants in Wagtail's admin: deriving from an asset's page, files from a variant's, and the gate before publishing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from contenthub.assets.models import Asset
from contenthub.variants import admin_urls, checks
from contenthub.variants.actions import latest
from contenthub.variants.behind.listing import BehindMenuItem, count
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.editing import variant_page_viewset
from contenthub.variants.kinds.video_script import VideoScript
from contenthub.variants.models import Variant
from contenthub.variants.writer.endpoint import configured


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [path("variants/", include((admin_urls.urlpatterns, "variants")))]


@hooks.register("register_admin_viewset")
def page_views() -> Any:
    return variant_page_viewset


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    for label, url, icon in _places(page, user):
        yield Button(label, url, icon_name=icon, priority=4)


@hooks.register("register_page_listing_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    for label, url, icon in _places(page, user):
        yield ListingButton(label, url, icon_name=icon, priority=4)


def _places(page: Page, user: Any) -> Iterator[tuple[str, str, str]]:
    """(label, address, icon) of our screens for this page."""
    found = page.specific_deferred if page.pk else None
    if isinstance(found, Asset) and page.permissions_for_user(user).can_add_subpage():
        yield _("Derive variants"), reverse("variants:derive", args=[page.pk]), "copy"
    if isinstance(found, Asset) and page.permissions_for_user(user).can_edit():
        yield _("Consistency"), reverse("variants:consistency", args=[page.pk]), "table"
    if isinstance(found, Asset) and (number := count(page.pk)):
        text = ngettext("%(count)s variant behind", "%(count)s variants behind", number) % {"count": number}
        yield text, f"{reverse('variants:behind_list')}?asset={page.pk}", "history"
    if isinstance(found, Variant) and BehindPart.objects.filter(variant_id=page.pk).exists():
        yield _("Behind"), reverse("variants:behind", args=[page.pk]), "history"
    if isinstance(found, VideoScript):
        yield _("Video and length"), reverse("variants:video", args=[page.pk]), "media"
    if isinstance(found, Variant) and found.kind_name and found.kind.has_files:
        yield _("Download files"), reverse("variants:files", args=[page.pk]), "download"
    if isinstance(found, Variant) and configured() and page.permissions_for_user(user).can_edit():
        yield _("Have it phrased"), reverse("variants:phrase", args=[page.pk]), "edit"


@hooks.register("before_publish_page")
def refuse_errors(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A variant with errors stays a draft when someone presses Publish; the draft itself was saved by then."""
    if not isinstance(page, Variant):
        return None
    found = checks.errors(page)
    if not found:
        return None
    reasons = " ".join(str(problem.message) for problem in found)
    messages.error(request, _("Saved as a draft; it cannot be approved yet. %s") % reasons)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_errors_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """None of the chosen pages is published while one of them is a variant with an error."""
    if action_type != "publish":
        return None
    for page in objects:
        variant = page.specific if isinstance(page, Page) else page
        if isinstance(variant, Variant) and (found := checks.errors(latest(variant))):
            values = {"title": variant, "reasons": " ".join(str(problem.message) for problem in found)}
            messages.error(request, _("“%(title)s” cannot be approved. %(reasons)s") % values)
            return redirect("wagtailadmin_explore", variant.get_parent().pk)
    return None


@hooks.register("register_admin_menu_item")
def behind_item() -> BehindMenuItem:
    return BehindMenuItem(
        gettext_lazy("Behind"), reverse("variants:behind_list"), name="hub-behind", icon_name="history", order=115
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    for name, label in (("confirm", gettext_lazy("Confirmed")), ("derive_again", gettext_lazy("Derived again"))):
        actions.register_action(f"variants.{name}", label, label)


@hooks.register("after_edit_page")
@hooks.register("after_publish_page")
def tell_what_is_behind(request: HttpRequest, page: Page) -> None:
    """An asset was saved by hand: say how many variants do not say what it says any more."""
    if not isinstance(page, Asset) or "application/json" in request.headers.get("Accept", ""):
        return  # an autosave, which shows no messages
    number = count(page.pk)
    if not number or getattr(request, "hub_told_behind", False):
        return
    request.hub_told_behind = True  # type: ignore[attr-defined]
    text = ngettext("%(count)s variant is now behind.", "%(count)s variants are now behind.", number)
    address = f"{reverse('variants:behind_list')}?asset={page.pk}"
    button = admin_messages.button(address, _("Compare and decide"))
    admin_messages.warning(request, text % {"count": number}, buttons=[button])
