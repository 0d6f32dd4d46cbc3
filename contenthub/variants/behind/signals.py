"""News of what is behind."""

from __future__ import annotations

from django.dispatch import Signal

#: Variants were compared with their assets again. Sent inside the transaction that stores the outcome, so that what
#: receivers write holds or falls with it. Argument: ``parts``, by variant (the page as approved) a list of the
#: ``BehindPart`` of what is approved; empty: it is not behind.
judged = Signal()
