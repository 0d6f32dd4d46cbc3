"""What is done to assets: a file becomes one."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page

from contenthub.assets.clashes import report_lines, summary_line
from contenthub.assets.files import COLLECTION, BadPicture, Store
from contenthub.assets.importers import Imported, ImportProblem, load
from contenthub.assets.importing import Outcome, again, first
from contenthub.assets.marks import waiting
from contenthub.assets.matching import sight
from contenthub.assets.models import Asset, Import, Library
from contenthub.assets.proposals import add_proposals
from contenthub.assets.setup import library_for
from contenthub.assets.stream import clip, raw_blocks, raw_of
from contenthub.assets.translations import tie
from contenthub.campaigns.models import Campaign
from contenthub.lib.slugs import slug

#: Formats a reader would want as a download; the others are raw material.
DOWNLOADABLE = {".pdf", ".docx"}


@dataclass(frozen=True)
class ImportReport:
    """What an import found and made. Counts are of the file; ``warnings`` are sentences for the user."""

    asset_id: int
    title: str
    language: str
    headings: int
    key_points: int
    facts: int
    quotations: int
    figures: int
    tables: int
    warnings: list[str] = field(default_factory=list)
    #: "new" (an asset), "revised" (a new revision of one) or "unchanged" (the file says what it said; nothing was made).
    outcome: str = "new"
    #: Blocks that were changed both in the file and here: ``id, place, here, file, sentence`` (see ``clashes``).
    clashes: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def import_asset(
    path_or_file: str | Path | File[Any],
    *,
    title: str | None = None,
    kind: str | None = None,
    campaign: Campaign | None = None,
    publish: bool = False,
    user: AbstractBaseUser | None = None,
    original_name: str = "",
    translation_of: Asset | None = None,
) -> ImportReport:
    """Make an asset of a file, below the library of the language it is written in; a draft unless ``publish``.

    A file whose name was imported before in that language becomes a new revision of the same asset instead: blocks keep
    their ids, also those that moved or changed a little; what an editor changed here and the file did not stays, and so
    does what is not given (title, kind, campaign). A file that says what it said before makes no revision.
    All or nothing, files included.

    :param kind: one of ``Asset.Kind``; for a new asset the file's own front matter, then whitepaper, is the default.
    :param user: who does it; their permissions are checked. None: a command, which may do everything.
    :param original_name: the file's name where ``path_or_file`` does not tell it.
    :param translation_of: the asset, in another language, that the file is the translation of.
    :raises ImportProblem: the file cannot be read, or the user may not do this; the message says what to do.
    """
    name = _plain_name(original_name or getattr(path_or_file, "name", "") or str(path_or_file))
    if kind and kind not in Asset.Kind.values:
        raise ImportProblem(_("There is no kind “%(kind)s”; give one of: %(kinds)s.") % _choices(kind))
    with _on_disk(path_or_file) as path:
        # Pictures may lie beside a file of ours; beside an upload lies nothing that belongs to it.
        imported = load(path, name=name, local_images=isinstance(path_or_file, str | Path))
        store = Store(user)
        try:
            with transaction.atomic():
                return _Import(imported, name, store, user, publish, translation_of).run(path, title, kind, campaign)
        except ValidationError as error:
            store.undo()
            raise ImportProblem(" ".join(error.messages)) from error
        except BaseException:
            store.undo()
            raise


def _choices(kind: str) -> dict[str, str]:
    return {"kind": kind, "kinds": ", ".join(Asset.Kind.values)}


def _plain_name(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name[-255:]


@contextmanager
def _on_disk(path_or_file: str | Path | File[Any]) -> Iterator[Path]:
    """The file as a path, for as long as the block lasts."""
    if isinstance(path_or_file, str | Path):
        yield Path(path_or_file)
        return
    with tempfile.TemporaryDirectory(prefix="hub-import-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as target:
            for chunk in path_or_file.chunks():
                target.write(chunk)
        yield path


@dataclass
class _Import:
    """One import, inside its transaction."""

    imported: Imported
    name: str
    store: Store
    user: AbstractBaseUser | None
    publish: bool
    original: Asset | None = None

    def run(self, path: Path, title: str | None, kind: str | None, campaign: Campaign | None) -> ImportReport:
        self.warnings = list(self.imported.warnings)
        library = library_for(self.imported.language)
        # Two imports of one name: the second waits here, and then finds the asset that the first has made.
        Page.objects.select_for_update().get(pk=library.pk)
        library.refresh_from_db()
        page = self._imported_before(library)
        self._check_permission(library, page)
        asset: Asset = page.get_latest_revision_as_object() if page else self._new(library)
        # Wagtail may hand out the page itself where nothing waits to be published, so this is not asked for twice.
        before = copy.copy(asset)
        self._describe(asset, title, kind, campaign)
        if self.original:
            tie(asset, self.original)
            if page:  # no part of a revision, so it is not saved with one
                Page.objects.filter(pk=page.pk).update(translation_key=asset.translation_key)
        outcome = self._fill(asset, page)
        if PurePosixPath(self.name).suffix.lower() in DOWNLOADABLE and (
            not asset.file or asset.file.collection.name == COLLECTION
        ):
            asset.file = self.store.document(path, self.name, asset.title)
        unchanged = bool(page) and _content(asset) == _content(before)
        if not page:
            asset.slug = _free_slug(library, asset.title)
            library.add_child(instance=asset)
        self._save(asset, page, unchanged)
        Import.objects.update_or_create(asset_id=asset.pk, defaults={"content": outcome.record})
        lines = report_lines(before, asset, outcome) if page and not unchanged else []
        self.warnings[:0] = [
            *([summary_line(outcome, unchanged)] if page else []),
            *(line.sentence for line in lines),
        ]
        return ImportReport(
            asset_id=asset.pk,
            title=asset.title,
            language=self.imported.language,
            **self.imported.counts(),
            warnings=self.warnings,
            outcome="new" if not page else "unchanged" if unchanged else "revised",
            clashes=[line.as_json() for line in lines],
        )

    def _imported_before(self, library: Library) -> Asset | None:
        """The asset of this file. Of several (copies made before copies forgot their file) the one last imported."""
        found = Asset.objects.child_of(library).filter(imported_from=self.name)
        return found.order_by(F("last_import__imported_at").desc(nulls_last=True), "pk").first()

    def _save(self, asset: Asset, page: Asset | None, unchanged: bool) -> None:
        if not unchanged:
            revision = asset.save_revision(user=self.user, log_action=bool(page))
        elif not self.publish or (asset.live and not asset.has_unpublished_changes):
            return
        else:
            revision = asset.get_latest_revision() or asset.save_revision(user=self.user)
        if self.publish:
            revision.publish(user=self.user)

    def _new(self, library: Library) -> Asset:
        """An unsaved draft."""
        return Asset(locale=library.locale, owner=self.user, live=False, has_unpublished_changes=True)

    def _check_permission(self, library: Library, page: Asset | None) -> None:
        if self.user is None:
            return
        rights = (page or library).permissions_for_user(self.user)
        if page and page.get_lock() and page.get_lock().for_user(self.user):
            raise ImportProblem(_("“%s” is locked; unlock it before importing its file again.") % page.title)
        if page and not rights.can_edit():
            raise ImportProblem(_("You may not change “%s”; ask an administrator for it.") % page.title)
        if not page and not rights.can_add_subpage():
            raise ImportProblem(_("You may not add assets to “%s”; ask an administrator for it.") % library.title)
        if self.publish and not (rights.can_publish() if page else rights.can_publish_subpage()):
            raise ImportProblem(
                _("You may not publish in “%s”; import it as a draft and submit it for approval.") % library.title
            )

    def _describe(self, asset: Asset, title: str | None, kind: str | None, campaign: Campaign | None) -> None:
        """Title, kind, campaign and the like. On a second import, what the editor may have changed stays."""
        front = self.imported.front_matter
        found = clip(self.imported.title, 255)
        if title or not asset.pk:
            asset.title = clip(title or found, 255)
        elif found != asset.title:
            self.warnings.append(
                _("The file is now titled “%(new)s”; the asset keeps its title “%(old)s”.")
                % {"new": found, "old": asset.title}
            )
        asset.draft_title = asset.title
        if kind:
            asset.kind = kind
        elif not asset.pk and str(front.get("kind")) in Asset.Kind.values:
            asset.kind = str(front["kind"])
        if not asset.audience:
            asset.audience = clip(str(front.get("audience") or ""), 200)
        asset.campaign = campaign or asset.campaign
        asset.imported_from = self.name

    def _fill(self, asset: Asset, page: Asset | None) -> Outcome:
        """Summary, key points and body."""
        body = raw_blocks(self.imported.blocks, self._images())
        if page is None:
            return first(asset, self.imported, body)
        last = Import.objects.filter(asset=page).first()
        return again(asset, self.imported, body, last.content if last else None)

    def _images(self) -> dict[str, int]:
        """The id in Wagtail's library of every picture that a figure shows."""
        found: dict[str, int] = {}
        for block in self.imported.blocks:
            key = block.value.get("image") if block.kind == "figure" else None
            if key is None or key in found or key not in self.imported.images:
                continue
            try:
                found[key] = self.store.image(self.imported.images[key], clip(block.value.get("alt") or "", 255)).pk
            except BadPicture as problem:
                self.warnings.append(_("A picture was left out. %s") % problem)
        return found


def _free_slug(library: Page, title: str) -> str:
    wanted = slug(title)
    taken = set(library.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)


def _content(asset: Asset) -> list[Any]:
    """What a revision would hold of it, as far as an import may change it."""
    streams = [[(raw["id"], sight(raw)) for raw in raw_of(stream)] for stream in (asset.key_points, asset.body)]
    fields = ("title", "kind", "summary", "audience", "campaign_id", "file_id", "imported_from")
    return [*streams, *(getattr(asset, name) for name in fields), waiting(asset)]


class NothingToPropose(Exception):
    """There is no text to propose from, or nothing in it is missing; the message says which."""


def propose(asset: Asset, user: AbstractBaseUser | None = None) -> dict[str, int]:
    """Propose what the asset's latest revision lacks: summary, key points, statistics; from its own text, by rank.

    Makes a new revision (a draft) in which they are marked until an editor keeps them.

    :param user: who does it; their permissions are checked. None: a command.
    :returns: how many of each are new, as ``proposals.add_proposals`` does.
    :raises NothingToPropose: nothing was added, and why; also when the user may not edit the asset.
    """
    with transaction.atomic():
        page = Asset.objects.select_for_update().get(pk=asset.pk)
        lock = page.get_lock()
        if user is not None and (not page.permissions_for_user(user).can_edit() or (lock and lock.for_user(user))):
            raise NothingToPropose(_("You may not change “%s”, or it is locked.") % page.title)
        latest: Asset = page.get_latest_revision_as_object()
        if not any(block.block_type == "rich_text" for block in latest.body):
            raise NothingToPropose(_("“%s” has no text yet; write or import some first.") % latest.title)
        added = add_proposals(latest)
        if not any(added.values()):
            raise NothingToPropose(
                _("There is nothing to add: the summary, the key points and the figures of the text are there.")
            )
        latest.save_revision(user=user, log_action=True)
    return added
