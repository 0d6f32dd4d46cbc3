"""Files that come with an import: pictures and the document itself, stored once, and taken away when the import fails."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import Image
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from contenthub.assets.importers import Picture

COLLECTION = "Imported"


class BadPicture(ValueError):
    """A picture that may not enter the library; the message is a sentence for the user."""


class Store:
    """Puts files into Wagtail's libraries. ``undo()`` removes from storage what this one wrote.

    The rows are the transaction's business; the files are not, so whoever rolls back calls ``undo``.
    """

    def __init__(self, user: Any = None) -> None:
        self.user = user
        self.written: list[tuple[Any, str]] = []

    def image(self, picture: Picture, description: str) -> Image:
        """The picture as an image of the library; one with the same content is used instead of a second copy.

        :raises BadPicture: too large, too many pixels, or not what its name says.
        """
        try:
            WagtailImageField().clean(SimpleUploadedFile(picture.name, picture.data))
        except ValidationError as error:
            raise BadPicture(f"{picture.name}: {' '.join(error.messages)}") from error
        digest = hash_filelike(BytesIO(picture.data))
        image = Image.objects.filter(file_hash=digest).order_by("pk").first()
        if image:
            if description and not image.description:
                image.description = description
                image.save(update_fields=["description"])
            return image
        image = Image(
            title=(description or Path(picture.name).stem)[:255],
            description=description,
            collection=self._collection(),
            uploaded_by_user=self.user,
            file_size=len(picture.data),
            file_hash=digest,
        )
        image.file.save(picture.name, ContentFile(picture.data), save=False)
        self.written.append((image.file.storage, image.file.name))
        image.width, image.height = picture.width, picture.height
        image.save()
        return image

    def document(self, path: Path, name: str, title: str) -> Document:
        """The file at ``path`` as a document called ``name``; one with the same content is used instead of a copy."""
        with path.open("rb") as file:
            digest = hash_filelike(file)
            document = Document.objects.filter(file_hash=digest).order_by("pk").first()
            if document:
                return document
            document = Document(
                title=title[:255],
                collection=self._collection(),
                uploaded_by_user=self.user,
                file_size=path.stat().st_size,
                file_hash=digest,
            )
            document.file.save(name, File(file), save=False)
        self.written.append((document.file.storage, document.file.name))
        document.save()
        return document

    def undo(self) -> None:
        """Remove what was written."""
        while self.written:
            storage, name = self.written.pop()
            storage.delete(name)

    def _collection(self) -> Collection:
        root = Collection.get_first_root_node() or Collection.add_root(name="Root")
        return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)
