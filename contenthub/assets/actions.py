"""What is done to assets: a file becomes one."""

from __future__ import annotations

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
from django.utils.translation import gettext as _
from wagtail.models import Page

from contenthub.assets.files import COLLECTION, BadPicture, Store
from contenthub.assets.importers import Imported, ImportProblem, load
from contenthub.assets.models import Asset, Library
from contenthub.assets.setup import library_for
from contenthub.assets.stream import Raw, clip, keep_ids, raw_blocks, raw_points
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
) -> ImportReport:
    """Make an asset of a file, below the library of the language it is written in; a draft unless ``publish``.

    A file whose name was imported before in that language becomes a new revision of the same asset instead: unchanged
    blocks keep their ids, and what is not given (title, kind, campaign) stays. All or nothing, files included.

    :param kind: one of ``Asset.Kind``; for a new asset the file's own front matter, then whitepaper, is the default.
    :param user: who does it; their permissions are checked. None: a command, which may do everything.
    :param original_name: the file's name where ``path_or_file`` does not tell it.
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
                return _Import(imported, name, store, user, publish).run(path, title, kind, campaign)
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

    def run(self, path: Path, title: str | None, kind: str | None, campaign: Campaign | None) -> ImportReport:
        self.warnings = list(self.imported.warnings)
        library = library_for(self.imported.language)
        page = Asset.objects.child_of(library).filter(imported_from=self.name).order_by("-pk").first()
        self._check_permission(library, page)
        asset: Asset = page.get_latest_revision_as_object() if page else self._new(library)
        self._describe(asset, title, kind, campaign)
        self._fill(asset)
        if PurePosixPath(self.name).suffix.lower() in DOWNLOADABLE and (
            not asset.file or asset.file.collection.name == COLLECTION
        ):
            asset.file = self.store.document(path, self.name, asset.title)
        if not page:
            asset.slug = _free_slug(library, asset.title)
            library.add_child(instance=asset)
        revision = asset.save_revision(user=self.user, log_action=bool(page))
        if self.publish:
            revision.publish(user=self.user)
        return ImportReport(
            asset_id=asset.pk,
            title=asset.title,
            language=self.imported.language,
            **self.imported.counts(),
            warnings=self.warnings,
        )

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

    def _fill(self, asset: Asset) -> None:
        """Summary, key points and body."""
        points, body = raw_points(self.imported.key_points), raw_blocks(self.imported.blocks, self._images())
        counts = [keep_ids(_raw(asset.key_points), points), keep_ids(_raw(asset.body), body)]
        if asset.pk:
            kept, new, gone = (sum(numbers) for numbers in zip(*counts, strict=True))
            self.warnings.insert(
                0,
                _(
                    "Imported before: this is a new revision of it. Blocks unchanged: %(kept)d, new: %(new)d, gone: %(gone)d."
                )
                % {"kept": kept, "new": new, "gone": gone},
            )
        asset.summary = self.imported.summary.strip()
        asset.key_points = _stream(asset, "key_points", points)
        asset.body = _stream(asset, "body", body)

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


def _raw(stream: Any) -> list[Raw]:
    return [child.get_prep_value() for child in stream]


def _stream(asset: Asset, name: str, raw: list[Raw]) -> Any:
    return asset._meta.get_field(name).stream_block.to_python(raw)


def _free_slug(library: Page, title: str) -> str:
    wanted = slug(title)
    taken = set(library.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)
