"""What could be released together: variants by accounts, with what each channel takes, or why not."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from contenthub.publishing import accounts, checks, freeze
from contenthub.publishing.actions.releasing import releases
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.models import Account, Delivery
from contenthub.variants import checks as variant_checks
from contenthub.variants.models import Variant
from contenthub.variants.problem import Problem

#: Beyond this many variants a screen is no help any more.
MOST = 40

#: States in which a delivery still goes out, or may be out.
_OPEN = (Delivery.State.SCHEDULED, Delivery.State.SENDING, Delivery.State.UNCONFIRMED, Delivery.State.HELD)


@dataclasses.dataclass(frozen=True)
class Cell:
    """One variant through one account."""

    variant: Variant
    account: Account
    #: It can be chosen.
    usable: bool
    #: The channel takes its kind at all.
    taken: bool
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    chosen: bool = False

    @property
    def value(self) -> str:
        """What the form sends for it."""
        return f"{self.variant.pk}-{self.account.pk}"


@dataclasses.dataclass(frozen=True)
class Row:
    """One variant, and whether it can go anywhere."""

    variant: Variant
    approved: bool
    cells: Sequence[Cell]
    #: What there is about the variant itself, whichever account it goes to.
    problems: Sequence[Problem] = ()


def variants(scope: Asset | Campaign) -> QuerySet[Variant]:
    """The variants of an asset, or of all assets of a campaign."""
    rows = Variant.objects.select_related("source_asset", "locale")
    field = "source_asset__campaign" if isinstance(scope, Campaign) else "source_asset"
    return rows.filter(**{field: scope}).order_by("source_asset__title", "kind_name", "title")[:MOST]


def rows(scope: Asset | Campaign, all_accounts: Sequence[Account], chosen: Collection[str] = ()) -> list[Row]:
    """Every variant of the scope with what each account makes of it, the approved ones first."""
    found = [variant.specific for variant in variants(scope)]
    opens = {variant.pk for variant in found if variant.kind.public} if any(map(releases, all_accounts)) else set()
    waiting = _waiting(found)
    made = []
    for variant in found:
        own = variant_checks.problems(variant) if variant.live else []
        cells = [_cell(variant, each, opens, waiting, chosen) for each in all_accounts] if variant.live else []
        made.append(Row(variant, variant.live, [_without(cell, own) for cell in cells], own))
    return sorted(made, key=lambda row: not row.approved)


def _without(cell: Cell, own: Sequence[Problem]) -> Cell:
    """The cell with only what is about its account."""
    return dataclasses.replace(cell, problems=[problem for problem in cell.problems if problem not in own])


def _cell(
    variant: Variant,
    account: Account,
    opens: Collection[int],
    waiting: Collection[tuple[int, int]],
    chosen: Collection[str],
) -> Cell:
    problems = checks.problems(variant, account, opens)
    if any(problem.code == "kind_not_taken" for problem in problems):
        return Cell(variant, account, usable=False, taken=False)
    if account.state != Account.State.ACTIVE:
        problems = [Problem("paused", _("The account is paused. %s") % account.reason), *problems]
    usable = not checks.errors(problems)
    cell = Cell(variant, account, usable, True, problems, list(_notes(variant, account, waiting)) if usable else ())
    return dataclasses.replace(cell, chosen=usable and cell.value in chosen)


def _notes(variant: Variant, account: Account, waiting: Collection[tuple[int, int]]) -> list[str]:
    notes = []
    try:
        count = freeze.parts_of(variant, accounts.capabilities(account))
    except (AccountTrouble, freeze.EmptyVariant):
        count = 0
    if count:
        notes.append(_("A thread of %s posts.") % count)
    if variant.kind.public and not variant.released_at and not releases(account):
        notes.append(_("Goes once its page is out: release that on this site too."))
    if (variant.pk, account.pk) in waiting:
        notes.append(_("Already scheduled to this account."))
    return notes


def _waiting(found: Sequence[Variant]) -> set[tuple[int, int]]:
    open_ones = Delivery.objects.filter(variant__in=[variant.pk for variant in found], state__in=_OPEN)
    return set(open_ones.values_list("variant_id", "account_id"))
