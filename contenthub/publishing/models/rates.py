"""Calls made lately, by account and by app: what all workers on all hosts share to keep a platform's limits."""

from __future__ import annotations

from django.db import models


class CallWindow(models.Model):
    """The calls of one account, or of one app, that still count against its limit; see ``publishing.rates``."""

    #: Whose calls: ``account:<id>`` or ``app:<channel>:<its name, or a digest of it>``.
    scope = models.CharField(max_length=120, unique=True)
    #: As in ``publishing.sliding``.
    entries = models.JSONField(default=list)
    #: One more with every change: whoever changed it from what another had read comes second.
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.scope
