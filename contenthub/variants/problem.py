"""What a check found and what to do about it; what keeps a variant from being made or approved."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal


@dataclasses.dataclass(frozen=True)
class Problem:
    """One finding. An ``error`` keeps the variant from being published; a ``warning`` is shown and does not."""

    code: str
    message: str
    severity: Literal["error", "warning"] = "error"
    #: The id of the variant's block it is about, or a field's name; empty: the whole variant.
    where: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "message": str(self.message)}


class CannotDerive(Exception):
    """No draft can be made; the message says why and what to do."""


class CannotApprove(Exception):
    """The variant cannot be approved; the message says what to mend or who may do it."""
