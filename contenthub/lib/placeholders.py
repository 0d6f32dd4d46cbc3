"""What stands in a mail until each recipient's own addresses are put in."""

from __future__ import annotations

#: The recipient's own unsubscribe address.
UNSUBSCRIBE = "⟦unsubscribe⟧"
#: The address of the same mail as a web page.
WEB_VERSION = "⟦web⟧"
