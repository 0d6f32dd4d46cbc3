"""Deliveries of a variant that is behind its source: held until it is confirmed, then on their way by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contenthub.lib import clock
from contenthub.publishing import showing, times
from contenthub.publishing.models import Delivery
from contenthub.publishing.transitions import RELEASED, fitted, move
from contenthub.variants.behind import judging, sections
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.behind.signals import judged
from contenthub.variants.models import Variant

State, Hold = Delivery.State, Delivery.Hold


def reason(variant: Variant) -> str:
    """Why the variant as approved may not go out, if its sources have changed; else empty."""
    parts = judging.approved_parts(variant)
    return said(variant, len(parts)) if parts else ""


def said(variant: Variant, count: int) -> str:
    """The sentence for a delivery of a variant of which so many parts are behind."""
    text = ngettext(
        "The asset has changed where %(count)s part of “%(title)s” comes from. Confirm that part or derive it again, "
        "then approve it.",
        "The asset has changed where %(count)s parts of “%(title)s” come from. Confirm those parts or derive them again, "
        "then approve it.",
        count,
    )
    return fitted(text % {"count": count, "title": variant.title})


@receiver(judged, dispatch_uid="publishing.behind")
def hold_or_release(sender: Any, parts: Mapping[Variant, Sequence[BehindPart]], **kwargs: Any) -> None:
    """Hold what is scheduled of a variant that is behind; release what was held for that when it no longer is."""
    variants = {variant.pk: variant for variant in parts}
    # A mailing under way was right when it began; the rest of its list gets the same mail.
    # What is to be taken down is taken down whatever it says.
    rows = Delivery.objects.filter(variant_id__in=variants, armed_at=None).exclude(intent=Delivery.Intent.WITHDRAW)
    for delivery in rows.filter(Q(state=State.SCHEDULED) | Q(state=State.HELD, hold=Hold.BEHIND)):
        variant = variants[delivery.variant_id]
        if parts[variant]:
            _hold(delivery, said(variant, len(parts[variant])))
        elif variant.live and delivery.state == State.HELD:
            _release(delivery)  # not live: whatever comes next has to be approved, and is compared then


def _hold(delivery: Delivery, why: str) -> None:
    if delivery.state == State.SCHEDULED:
        move(delivery.pk, Q(state=State.SCHEDULED), state=State.HELD, hold=Hold.BEHIND, reason=why, **RELEASED)


def _release(delivery: Delivery) -> None:
    guard = Q(state=State.HELD, hold=Hold.BEHIND)
    if delivery.planned_at >= clock.now() - times.window():
        move(delivery.pk, guard, state=State.SCHEDULED, hold="", reason="", tries=0, **RELEASED)
        return
    late = _("Its time passed while it was behind its source. Send it now, choose another time, or cancel it.")
    move(delivery.pk, guard, late, state=State.HELD, hold=Hold.MISSED, reason=late, **RELEASED)


def outdated_live(variant: Variant, among: Collection[Delivery] | None = None) -> list[Delivery]:
    """Deliveries that are out and say what the asset no longer says, unless that very text was confirmed since.

    :param among: only these are looked at; None: all of the variant's.
    """
    rows = Delivery.objects.out().filter(variant_id=variant.pk)
    if among is not None:
        rows = rows.filter(pk__in=[each.pk for each in among])
    live = list(rows.select_related("account", "revision", "link", "variant"))
    shown = showing.revisions(live)
    revisions = {revision.pk: revision for revision in shown.values()}
    old = {pk for pk, revision in revisions.items() if judging.out_of_date(variant, revision)}
    return [delivery for delivery in live if delivery.pk in shown and shown[delivery.pk].pk in old]


def section(variant: Variant) -> str:
    """On the screen of what is behind: the deliveries that wait for it, and those already out with the old words."""
    held = Delivery.objects.filter(variant_id=variant.pk, state=State.HELD, hold=Hold.BEHIND).select_related("account")
    zone = times.zone_of(variant)
    context = {
        "variant": variant,
        "held": [{"delivery": each, "planned": times.said(each.planned_at, zone)} for each in held],
        "live": outdated_live(variant),
    }
    return render_to_string("publishing/behind.html", context) if context["held"] or context["live"] else ""


def notes(variant_ids: Sequence[int]) -> dict[int, str]:
    """For the list of what is behind: how many deliveries wait, and how many are out."""
    counted = (
        Delivery.objects.filter(variant_id__in=variant_ids)
        .order_by()
        .values("variant_id")
        .annotate(
            held=Count("pk", filter=Q(state=State.HELD, hold=Hold.BEHIND)),
            live=Count("pk", filter=Q(state=State.LIVE, intent=Delivery.Intent.PUBLISH)),
        )
    )
    return {row["variant_id"]: _counted(row["held"], row["live"]) for row in counted if row["held"] or row["live"]}


def _counted(held: int, live: int) -> str:
    said = []
    if held:
        said.append(ngettext("%(count)s held", "%(count)s held", held) % {"count": held})
    if live:
        said.append(ngettext("%(count)s already out", "%(count)s already out", live) % {"count": live})
    return " · ".join(said)


sections.sections.append(section)
sections.notes.append(notes)
