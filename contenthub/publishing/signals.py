"""News from publishing, sent after the change is committed."""

from __future__ import annotations

from django.dispatch import Signal

#: A delivery entered a state. Arguments: ``delivery_id`` (int), ``state`` (str).
delivery_moved = Signal()

#: An account was paused or resumed. Arguments: ``account_id`` (int), ``state`` (str).
account_moved = Signal()

#: An account's credentials end soon; sent once each for 14, 3 and 1 days. Arguments: ``account_id`` (int), ``days``
#: (int, whole days that are left, at least 1).
account_expires = Signal()
