"""News of mailings, sent when the change is committed."""

from __future__ import annotations

from django.dispatch import Signal

#: ``mailing``: every row of its ledger is in a final state; sent once per mailing, by whoever settled it.
mailing_finished = Signal()
