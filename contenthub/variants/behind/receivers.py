"""After an asset or a variant was saved: compare. Wagtail saves the page with every revision, publication and move."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from contenthub.assets.models import Asset
from contenthub.variants.behind import judging
from contenthub.variants.models import Variant


@receiver(post_save, dispatch_uid="variants.behind")
def compare_again(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and isinstance(instance, Asset | Variant):
        judging.follow(instance)
