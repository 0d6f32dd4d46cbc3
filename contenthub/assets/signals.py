"""What assets tell."""

from __future__ import annotations

from django.dispatch import Signal

#: An asset gained a revision, or its latest one was written again. ``asset``: the object whose content that is.
#: Sent inside the transaction.
revised = Signal()
