"""News from publishing, sent after the change is committed."""

from __future__ import annotations

from django.dispatch import Signal

#: A delivery entered a state. Arguments: ``delivery_id`` (int), ``state`` (str).
delivery_moved = Signal()

#: An account was paused or resumed. Arguments: ``account_id`` (int), ``state`` (str).
account_moved = Signal()

#: What was live is not on its platform any more. Argument: ``delivery_id`` (int).
delivery_gone = Signal()
