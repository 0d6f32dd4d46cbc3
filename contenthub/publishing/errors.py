"""What publishing refuses, each with a message for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence

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


class CannotChange(PublishingError):
    """The delivery or account is not in a state that allows it, or somebody else was first."""
