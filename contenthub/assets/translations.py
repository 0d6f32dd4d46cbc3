"""Assets that say the same in two languages, imported apart and tied together by Wagtail's translation key."""

from __future__ import annotations

from django.utils.translation import gettext as _

from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset


def tie(asset: Asset, original: Asset) -> None:
    """Make ``asset`` (not saved here) the translation of ``original`` into its language. Doing it twice changes nothing.

    :raises ImportProblem: both are in one language, or either has another translation already.
    """
    if asset.translation_key == original.translation_key and asset.pk != original.pk:
        return
    if asset.locale_id == original.locale_id:
        message = _(
            "“%(title)s” is in the same language as the file; name an asset in another language as the original."
        )
        raise ImportProblem(message % {"title": original.title})
    there = Asset.objects.filter(translation_key=original.translation_key, locale_id=asset.locale_id)
    if found := there.exclude(pk=asset.pk).first():
        values = {"title": original.title, "other": found.title}
        raise ImportProblem(
            _("“%(title)s” has the translation “%(other)s” already; import the file as that, or without an original.")
            % values
        )
    others = Asset.objects.filter(translation_key=asset.translation_key).exclude(pk=asset.pk)
    if asset.pk and (found := others.first()):
        values = {"title": asset.title, "other": found.title}
        raise ImportProblem(_("“%(title)s” is the translation of “%(other)s” already.") % values)
    asset.translation_key = original.translation_key
