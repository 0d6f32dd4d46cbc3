"""News of what is behind."""

from __future__ import annotations

from django.dispatch import Signal

#: A variant was compared with its asset again. Sent inside the transaction that stores the outcome, so that what
#: receivers write holds or falls with it. Arguments: ``variant`` (the page as approved), ``parts`` (``BehindPart`` of
#: what is approved; empty: it is not behind).
judged = Signal()
