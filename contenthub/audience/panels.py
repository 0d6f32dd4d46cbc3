"""Where packages above this one add what they know to a lead's and a contact's page.

Append, in your app's ``ready()``, a callable that takes the lead or the contact and returns safe HTML (empty: nothing is
shown), such as ``lead_panels.append(show_delivery)``. They are shown in the order they were added.
"""

from __future__ import annotations

from collections.abc import Callable

from contenthub.audience.models import Contact, Lead

lead_panels: list[Callable[[Lead], str]] = []
contact_panels: list[Callable[[Contact], str]] = []


def rendered(panels: list[Callable], subject: Lead | Contact) -> list[str]:
    """What the panels show about this lead or contact; a template escapes whatever is not marked safe."""
    return [html for html in (panel(subject) for panel in panels) if html]
