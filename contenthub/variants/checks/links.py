"""Links are tagged once, when they leave; nobody types a UTM value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from contenthub.variants.models import Variant
from contenthub.variants.parts import Part
from contenthub.variants.problem import Problem

#: In an address with its scheme or without: example.com/?utm_source=x.
_TYPED_UTM = re.compile(r"(?:https?://|\b[\w-]+\.[a-z]{2,})[^\s\"'<>]*[?&;#]utm_[a-z_]+=", re.IGNORECASE | re.ASCII)


def found(variant: Variant, parts: Sequence[Part]) -> Iterator[Problem]:
    """``typed_utm``."""
    for part in parts:
        if "utm_" in part.raw.lower() and _TYPED_UTM.search(part.raw):
            message = _("%s: take the utm_ values out of the link; they are added when it is sent.") % part.label
            yield Problem("typed_utm", message, where=part.where)
