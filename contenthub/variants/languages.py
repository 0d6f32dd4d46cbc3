"""Variants in another language than their asset: made from the asset's translation, never translated by a machine."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from contenthub.assets.models import Asset
from contenthub.variants.problem import CannotDerive


def translated(asset: Asset) -> list[Asset]:
    """The asset and its translations, each once, its own language first."""
    others = Asset.objects.filter(translation_key=asset.translation_key).exclude(pk=asset.pk).select_related("locale")
    known = dict(settings.LANGUAGES)
    return [asset, *sorted((other for other in others if other.language in known), key=lambda other: other.language)]


def in_language(asset: Asset, code: str) -> Asset:
    """``asset`` itself or its translation into the language ``code`` (as in ``settings.LANGUAGES``).

    :raises CannotDerive: no such language, or no translation; the message says how one is made.
    """
    known = dict(settings.LANGUAGES)
    if code not in known:
        values = {"code": code, "codes": ", ".join(known)}
        raise CannotDerive(_("There is no language “%(code)s”; there are: %(codes)s.") % values)
    for found in translated(asset):
        if found.language == code:
            return found
    message = _(
        "“%(title)s” has no translation into %(language)s, and nothing is translated by a machine here. Translate the "
        "asset first, or import its translation and name this asset as the original; then derive from that."
    )
    raise CannotDerive(message % {"title": asset.title, "language": known[code]})
