"""What Wagtail's two groups may do in the hub's own screens. Given on the first run; an administrator's changes stay."""

from __future__ import annotations

from contenthub.assets.setup import Rights, grant

_SEE = ("view",)
_WORK = ("view", "add", "change")

#: Editors plan deliveries and settle what went wrong; accounts, which hold secrets, are the moderators'.
RIGHTS: Rights = {
    "Editors": {
        ("publishing", "delivery"): _WORK,
        ("publishing", "release"): _WORK,
        ("publishing", "attempt"): _SEE,
        ("publishing", "account"): _SEE,
        ("publishing", "series"): _WORK,
        ("publishing", "blackout"): _SEE,
        ("links", "link"): _SEE,
        ("audience", "lead"): _SEE,
        ("audience", "contactlist"): _SEE,
        ("mailing", "mailing"): _SEE,
    },
    "Moderators": {
        ("publishing", "delivery"): _WORK,
        ("publishing", "release"): _WORK,
        ("publishing", "attempt"): _SEE,
        ("publishing", "account"): (*_WORK, "delete"),
        ("publishing", "series"): _WORK,
        ("publishing", "blackout"): (*_WORK, "delete"),
        ("publishing", "noticetarget"): (*_WORK, "delete"),
        ("links", "link"): _SEE,
        ("audience", "contact"): ("view", "change"),
        ("audience", "contactlist"): _WORK,
        ("audience", "lead"): _SEE,
        ("audience", "consentwording"): _SEE,
        ("mailing", "mailing"): _SEE,
    },
}


def give() -> None:
    """Give both groups their rights."""
    grant(RIGHTS)
