"""Deliveries: the outbox."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from contenthub.campaigns.models import Campaign
from contenthub.lib import clock
from contenthub.links.models import Link
from contenthub.mailing.models import Mailing
from contenthub.publishing.models.accounts import Account
from contenthub.publishing.models.groups import Release
from contenthub.publishing.models.series import Series
from contenthub.variants.models import Variant


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def update(self, **changes: Any) -> int:
        """As usual; a row that gets a state, or another reason to be held, notes since when."""
        if "state" in changes or "hold" in changes:
            changes.setdefault("state_since", clock.now())
        return super().update(**changes)

    def due(self, at: dt.datetime) -> DeliveryQuerySet:
        """Scheduled deliveries whose time has come, oldest first; not through an account that is to wait."""
        open_now = models.Q(account__not_before=None) | models.Q(account__not_before__lte=at)
        found = self.clear().filter(open_now, state=Delivery.State.SCHEDULED, due_at__lte=at)
        return found.order_by("due_at", "pk")

    def clear(self) -> DeliveryQuerySet:
        """Those that nothing has to precede any more: the one before is live, and their release was checked."""
        first = models.Q(after=None) | models.Q(after__state=Delivery.State.LIVE)
        return self.filter(first).exclude(release__in=Release.objects.unchecked())

    def abandoned(self, at: dt.datetime) -> DeliveryQuerySet:
        """Deliveries whose worker let its lease run out."""
        return self.filter(state=Delivery.State.SENDING, wake_at=None, leased_until__lte=at).order_by("leased_until")

    def waking(self, at: dt.datetime) -> DeliveryQuerySet:
        """Deliveries to be looked up, asked about or gone on with, which nobody is at."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lte=at)
        return self.filter(free, wake_at__lte=at).order_by("wake_at")

    def for_person(self) -> DeliveryQuerySet:
        """Deliveries that stay as they are until a person decides."""
        return self.filter(pk__in=_for_person())

    def for_nobody(self) -> DeliveryQuerySet:
        """All others: the hub goes on with them by itself, or they are done."""
        return self.exclude(pk__in=_for_person())

    def through(self, accounts: Any) -> DeliveryQuerySet:
        """Those through these accounts (numbers, or a query of accounts), found in passing through all in their order."""
        # The sum keeps the database from the accounts' own index, along which it would have to read and sort all of it.
        return self.alias(_account=models.F("account_id") + 0).filter(_account__in=accounts)

    def of(self, variants: Any) -> DeliveryQuerySet:
        """Those of these variants; as ``through``."""
        return self.alias(_variant=models.F("variant_id") + 0).filter(_variant__in=variants)

    def out(self) -> DeliveryQuerySet:
        """Deliveries whose post readers can see, as far as is known: live ones, not those that changed a live one."""
        return self.filter(state=Delivery.State.LIVE, intent=Delivery.Intent.PUBLISH)

    def open_changes(self) -> DeliveryQuerySet:
        """Updates and withdrawals that are not over."""
        return self.filter(OPEN_CHANGE)


class Delivery(models.Model):
    """One variant to one account at one time. State changes go through guarded updates in ``actions`` only."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        SENDING = "sending", _("Sending")
        LIVE = "live", _("Live")
        FAILED = "failed", _("Failed")
        UNCONFIRMED = "unconfirmed", _("Unconfirmed")
        HELD = "held", _("Held")
        HANDED_OVER = "handed_over", _("Handed over")
        CANCELLED = "cancelled", _("Cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Intent(models.TextChoices):
        """What it does: bring a variant out, or change or take down what another delivery brought out."""

        PUBLISH = "publish", _("Publish")
        UPDATE = "update", _("Update")
        WITHDRAW = "withdraw", _("Withdraw")

    class Hold(models.TextChoices):
        BEHIND = "behind", _("Behind its source")
        FAILED_CHECK = "failed_check", _("A check failed")
        NOT_APPROVED = "not_approved", _("Not approved")
        ACCOUNT_PAUSED = "account_paused", _("Account paused")
        MISSED = "missed", _("Missed its time")
        BLACKOUT = "blackout", _("In a blackout")

    #: Idempotency key; the same for every attempt.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="deliveries", verbose_name=_("variant"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries", verbose_name=_("account"))
    #: Its own tracked link; null only of those that change another delivery, whose link stays in place.
    link = models.OneToOneField(
        Link, models.PROTECT, null=True, blank=True, related_name="delivery", verbose_name=_("link")
    )
    mailing = models.OneToOneField(Mailing, models.PROTECT, null=True, blank=True, related_name="delivery")
    intent = models.CharField(_("intent"), max_length=10, choices=Intent.choices, default=Intent.PUBLISH)
    #: What an update or withdrawal is of.
    original = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="changes")
    #: It goes only once that one is live: the part of its thread before it, which it replies to, or the page it leads to.
    after = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    #: Its number in its thread, from 1, and how many that has; 0: not part of one.
    part = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    release = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="deliveries")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="deliveries")
    #: As of the time it was scheduled: campaigns take turns, and what is due must be found without a join.
    campaign = models.ForeignKey(Campaign, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.SCHEDULED)
    hold = models.CharField(_("held because"), max_length=20, choices=Hold.choices, blank=True)
    #: Since when it is in this state (of a held one: for this reason).
    state_since = models.DateTimeField(_("since"), default=clock.now, editable=False)
    #: One sentence a person can act on: why it is in this state.
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    due_at = models.DateTimeField(_("due at"))
    #: When a person wanted it out; ``due_at`` moves with retries.
    planned_at = models.DateTimeField(_("planned at"))
    #: The slot of the account's queue that it takes; null: it was given a time of its own.
    slot_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Which time of its series it is; stays when the delivery is given another time.
    occurrence_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: A person said that it goes out in a blackout too.
    despite_blackout = models.BooleanField(_("goes out in a blackout too"), default=False)
    #: Tries since a person last decided; what the cap on retries counts.
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True, blank=True)
    #: The worker and a token of its own per lease: whoever finds another one here has lost the delivery.
    leased_by = models.CharField(max_length=150, blank=True)
    #: When to come back to it though it is not scheduled: to look it up, to ask whether it is live yet, to go on with
    #: a mailing. Null while sending: the lease alone says when; null while unconfirmed: a person decides.
    wake_at = models.DateTimeField(null=True, blank=True)
    #: Set, and committed, just before the mutating call; cleared only when it is known that the call reached nobody.
    armed_at = models.DateTimeField(null=True, blank=True)
    #: The variant's revision that was sent.
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    #: The post exactly as it went out (``Post.as_json``).
    post = models.JSONField(null=True, blank=True)
    #: What ``prepare`` learned.
    prepared = models.JSONField(default=dict, blank=True)
    receipt_id = models.CharField(max_length=500, blank=True)
    url = models.CharField(_("address"), max_length=2000, blank=True)
    live_at = models.DateTimeField(_("live at"), null=True, blank=True)
    #: Of a live one: when it was last seen on the platform, when to look again (null: never), since when it is gone.
    seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    recheck_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True)
    #: Not found once; asked again before anybody is told (``gone_at``).
    missing_since = models.DateTimeField(null=True, blank=True, editable=False)
    #: Of an update or withdrawal: why, in a person's words.
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        # Never deleted: they are the record of what went out.
        default_permissions = ("add", "change", "view")
        ordering = ["-due_at", "-pk"]
        indexes = [
            # "id" and "state": as delivery_listing has them, so that what is scheduled is not sought in that among years.
            models.Index(
                fields=["due_at", "id", "state", "account", "after"],
                name="delivery_due",
                condition=models.Q(state="scheduled"),
            ),
            models.Index(
                fields=["account", "due_at", "campaign"], name="delivery_lane", condition=models.Q(state="scheduled")
            ),
            models.Index(fields=["leased_until", "state"], name="delivery_leased", condition=models.Q(state="sending")),
            models.Index(fields=["wake_at"], name="delivery_wake", condition=models.Q(wake_at__isnull=False)),
            models.Index(fields=["recheck_at"], name="delivery_recheck", condition=models.Q(recheck_at__isnull=False)),
            models.Index(
                fields=["planned_at", "state"],
                name="delivery_person",
                condition=models.Q(state__in=["failed", "held", "handed_over", "unconfirmed"]),
            ),
            models.Index(fields=["gone_at"], name="delivery_gone", condition=models.Q(gone_at__isnull=False)),
            models.Index(fields=["live_at"], name="delivery_live_at", condition=models.Q(live_at__isnull=False)),
            # The listing's order, with all that it can be narrowed down to: a page of years is found in it alone.
            models.Index(fields=["due_at", "id", "state", "account", "variant"], name="delivery_listing"),
            models.Index(fields=["variant", "state"]),
            models.Index(fields=["account", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_sending_is_owned",
                condition=~models.Q(state="sending")
                | models.Q(leased_until__isnull=False)
                | models.Q(wake_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_hold_is_named",
                condition=models.Q(state="held") & ~models.Q(hold="") | ~models.Q(state="held") & models.Q(hold=""),
            ),
            models.CheckConstraint(
                name="delivery_has_link_or_original",
                condition=models.Q(intent="publish", link__isnull=False)
                | ~models.Q(intent="publish") & models.Q(original__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_live_since", condition=~models.Q(state="live") | models.Q(live_at__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["original", "intent"],
                name="delivery_one_open_change",
                condition=~models.Q(intent="publish")
                & models.Q(state__in=("scheduled", "sending", "unconfirmed", "held", "failed", "handed_over")),
            ),
            # Two editors at once never get one slot, two dispatchers never make one occurrence twice.
            models.UniqueConstraint(
                fields=["account", "slot_at"],
                name="delivery_slot_unique",
                condition=models.Q(slot_at__isnull=False) & ~models.Q(state="cancelled"),
            ),
            models.UniqueConstraint(
                fields=["series", "occurrence_at"],
                name="delivery_occurrence_unique",
                condition=models.Q(occurrence_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} → {self.account}"

    @property
    def for_person(self) -> bool:
        """Whether it stays as it is until a person decides."""
        waits = self.state == self.State.UNCONFIRMED and self.wake_at is None
        return waits or self.is_gone or self.state in PERSONS_STATES

    @property
    def is_gone(self) -> bool:
        """Whether it was live and has disappeared from its platform."""
        return self.state == self.State.LIVE and self.gone_at is not None

    @property
    def is_change(self) -> bool:
        """Whether it changes or takes down what another delivery brought out."""
        return self.intent != self.Intent.PUBLISH

    @property
    def state_text(self) -> str:
        """Its state for people: a change that is done says what was done, what has disappeared that it is gone."""
        if self.is_gone:
            return str(_("Gone"))
        if self.state == self.State.LIVE and self.is_change:
            return str(
                pgettext("what a delivery did", "Updated") if self.intent == self.Intent.UPDATE else _("Withdrawn")
            )
        return str(self.get_state_display())

    @property
    def state_look(self) -> str:
        """The state whose colour it is shown in."""
        if self.is_gone:
            return str(self.State.FAILED)
        done = self.state == self.State.LIVE and self.intent == self.Intent.WITHDRAW
        return str(self.State.WITHDRAWN if done else self.state)

    @property
    def current(self) -> Delivery:
        """Whose ``post`` and ``revision`` readers see now: the latest update that was carried out, else this one.

        ``post`` and ``revision`` of a delivery stay as they first went out, and each update keeps its own; ``url`` and
        ``receipt_id`` of the original follow what is out, for a platform may give an edited post another id.
        """
        done = self.changes.filter(intent=self.Intent.UPDATE, state=self.State.LIVE)
        return done.order_by("-live_at", "-pk").first() or self

    @property
    def tracked(self) -> Link:
        """The tracked link that stands in what readers see: its own, or that of the delivery it changes."""
        link = self.link or (self.original.link if self.original else None)
        assert link is not None, "the constraint delivery_has_link_or_original keeps this from happening"
        return link

    @property
    def address_text(self) -> str:
        """The address for reading: without its scheme, Chinese characters as such."""
        return unquote(self.url.partition("://")[2] or self.url)

    @property
    def address_is_web(self) -> bool:
        """Whether a browser can follow the address from here."""
        return self.url.startswith(("https://", "http://"))


#: States that end only by a person's decision.
PERSONS_STATES = (Delivery.State.FAILED, Delivery.State.HELD, Delivery.State.HANDED_OVER)
FOR_PERSON = (
    models.Q(state__in=PERSONS_STATES)
    | models.Q(state=Delivery.State.UNCONFIRMED, wake_at=None)
    | models.Q(state=Delivery.State.LIVE, gone_at__isnull=False)
)
#: What the index of waiting deliveries (``delivery_person``) covers. Literally, because SQLite does not recognise an
#: index's condition in a list of parameters.
COVERED = models.Q(state__in=[RawSQL(f"'{state}'", ()) for state in ("failed", "held", "handed_over", "unconfirmed")])
#: Live ones that have disappeared from their platform.
GONE = models.Q(state=Delivery.State.LIVE, gone_at__isnull=False)
#: States of a change that is over.
OVER = (Delivery.State.LIVE, Delivery.State.CANCELLED, Delivery.State.WITHDRAWN)
OPEN_CHANGE = ~models.Q(intent=Delivery.Intent.PUBLISH) & ~models.Q(state__in=OVER)


def _for_person() -> models.QuerySet[Delivery, Any]:
    """The ids of ``FOR_PERSON``, each part by an index of its own: one condition of both would read the whole table."""
    decide = Delivery.objects.filter(COVERED & FOR_PERSON).order_by().values("pk")
    return decide.union(Delivery.objects.filter(GONE).order_by().values("pk"), all=True)
