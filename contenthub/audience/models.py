"""People, what they agreed to, the lists they are on and the interest they expressed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from contenthub.assets.models import Asset
from contenthub.audience.addresses import normalise
from contenthub.links.models import Link

LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]


class Purpose(models.TextChoices):
    NEWSLETTER = "newsletter", _("Newsletter")
    SALES = "sales", _("Contact by sales")


class ContactQuerySet(models.QuerySet):
    def by_email(self, email: str) -> ContactQuerySet:
        """The contact of an address, however it is spelled."""
        return self.alias(lowered=Lower("email")).filter(lowered=normalise(email))

    def with_consent(self, purpose: str = Purpose.NEWSLETTER) -> ContactQuerySet:
        """Annotate ``consented``: True granted, False withdrawn, None never asked. The newest event holds."""
        events = Consent.objects.filter(contact=models.OuterRef("pk"), purpose=purpose).order_by("-at", "-pk")
        return self.annotate(consented=models.Subquery(events.values("granted")[:1]))


class Contact(models.Model):
    """One person, known by an e-mail address (kept normalised, compared without case)."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120, blank=True)
    company = models.CharField(_("company"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    #: Why no mail may go to this address any more (a hard bounce, a complaint); empty: it may.
    suppressed = models.CharField(_("suppressed"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    #: Only where ``with_consent`` annotated it.
    consented: bool | None

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [models.UniqueConstraint(Lower("email"), name="contact_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalise(self.email)
        super().save(*args, **kwargs)


class AppendOnly(models.Model):
    """A row that is written once: it can be neither saved again nor deleted by itself."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only: record a new one instead of changing this.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only and cannot be deleted.")


class ConsentWording(AppendOnly):
    """The exact words a person agreed to. Never edited: a change is a new version."""

    purpose = models.CharField(_("purpose"), max_length=40, choices=Purpose.choices)
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("first shown"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        ordering = ["purpose", "language", "-version"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["purpose", "language", "version"], name="wording_unique")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.language} v{self.version}"

    @property
    def digest(self) -> str:
        """sha256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Method(models.TextChoices):
    CHECKBOX = "checkbox", _("Box ticked in a form")
    UNSUBSCRIBE_LINK = "unsubscribe_link", _("Unsubscribe page")
    ONE_CLICK = "one_click", _("One-click unsubscribe")
    IMPORT = "import", _("Import")
    ADMIN = "admin", _("Entered by an editor")


class Consent(AppendOnly):
    """One event: granted or withdrawn. Append-only; the newest event of a purpose is what holds."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="consents", verbose_name=_("contact"))
    purpose = models.CharField(_("purpose"), max_length=40, choices=Purpose.choices)
    granted = models.BooleanField(_("granted"))
    wording = models.ForeignKey(
        ConsentWording, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wording")
    )
    method = models.CharField(_("method"), max_length=30, choices=Method.choices)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    source_url = models.CharField(_("source"), max_length=500, blank=True)
    link = models.ForeignKey(Link, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("link"))
    ip_address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("user agent"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["contact", "purpose", "-at"])]

    def __str__(self) -> str:
        return f"{self.contact}: {self.purpose} {'+' if self.granted else '-'}"


class ContactList(models.Model):
    """A list mails go to. Being on it is not consent: who gets a mail is decided when it is sent."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    members = models.ManyToManyField(Contact, through="Membership", related_name="lists")

    class Meta:
        verbose_name = _("contact list")
        verbose_name_plural = _("contact lists")
        ordering = ["name"]
        default_permissions = ("view", "add", "change")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One contact on one list."""

    contact_list = models.ForeignKey(ContactList, models.CASCADE, related_name="memberships")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-joined_at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["contact_list", "contact"], name="membership_unique")]

    def __str__(self) -> str:
        return f"{self.contact} · {self.contact_list}"


class Lead(models.Model):
    """One expression of interest: who asked for which asset, and what brought them."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="leads", verbose_name=_("contact"))
    asset = models.ForeignKey(Asset, models.SET_NULL, null=True, related_name="leads", verbose_name=_("asset"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    first_link = models.ForeignKey(
        Link, models.SET_NULL, null=True, blank=True, related_name="first_leads", verbose_name=_("first link")
    )
    last_link = models.ForeignKey(
        Link, models.SET_NULL, null=True, blank=True, related_name="last_leads", verbose_name=_("last link")
    )
    #: {"at", "landing_url", "referrer", "utm": {...}}; empty when unknown.
    first_touch = models.JSONField(_("first touch"), default=dict, blank=True)
    last_touch = models.JSONField(_("last touch"), default=dict, blank=True)
    downloaded_at = models.DateTimeField(_("downloaded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.contact} · {self.asset}"
