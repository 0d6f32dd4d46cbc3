"""Heartbeats of the processes that work deliveries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """A process that is alive: written every few seconds, removed when it stops in order."""

    name = models.CharField(_("name"), max_length=40)
    host = models.CharField(_("host"), max_length=255)
    pid = models.PositiveIntegerField(_("process"))
    started_at = models.DateTimeField(_("started at"))
    at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ()
        ordering = ["name", "host", "pid"]
        constraints = [models.UniqueConstraint(fields=["name", "host", "pid"], name="heartbeat_unique")]

    def __str__(self) -> str:
        return f"{self.name} {self.host}:{self.pid}"
