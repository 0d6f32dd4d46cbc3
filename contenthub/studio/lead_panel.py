"""On a lead's page: the delivery that brought it, and through it the variant and the asset."""

from __future__ import annotations

from django.template.loader import render_to_string

from contenthub.audience.models import Lead
from contenthub.publishing.models import Delivery


def deliveries_behind(lead: Lead) -> str:
    """The deliveries behind a lead's first and last link, as HTML; empty when there are none."""
    links = [pk for pk in (lead.first_link_id, lead.last_link_id) if pk]
    deliveries = Delivery.objects.filter(link__in=links).select_related("variant", "variant__source_asset", "account")
    if not deliveries:
        return ""
    context = {"deliveries": deliveries, "first": lead.first_link_id, "last": lead.last_link_id}
    return render_to_string("studio/lead_panel.html", context)
