"""What publishing refuses, each with a message for the person who asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from contenthub.publishing.models import Account
from contenthub.variants.models import Variant
from contenthub.variants.problem import Problem


class PublishingError(Exception):
    """Base of all; the message says what is wrong and what to do."""


class AccountTrouble(PublishingError):
    """The account cannot be used as it stands: channel gone, settings incomplete, secrets unreadable."""


class CannotSchedule(PublishingError):
    """The delivery was not made; ``problems`` holds the findings where checks were the reason."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class InBlackout(CannotSchedule):
    """The time lies in a blackout; a person may say that it goes out anyway."""


class SlotTaken(CannotSchedule):
    """Somebody else was given the slot first."""


@dataclasses.dataclass(frozen=True)
class Misfit:
    """One pair of a release that cannot go, and why."""

    variant: Variant
    account: Account
    message: str

    def __str__(self) -> str:
        return f"{self.variant.title} → {self.account.name}: {self.message}"


class CannotRelease(PublishingError):
    """The release was not made, nor any delivery of it; ``misfits`` holds every pair that could not go."""

    def __init__(self, message: str, misfits: Sequence[Misfit] = ()) -> None:
        super().__init__(message)
        self.misfits = tuple(misfits)


class CannotChange(PublishingError):
    """The delivery or account is not in a state that allows it, or somebody else was first."""
