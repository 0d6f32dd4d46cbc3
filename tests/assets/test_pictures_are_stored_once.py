"""Pictures go into Wagtail's library once, with the words that describe them."""

from __future__ import annotations

import struct
import zlib

import pytest
from wagtail.images.models import Image

from contenthub.assets.actions import import_asset
from contenthub.assets.files import BadPicture, Store
from contenthub.assets.importers import ImportProblem, Picture
from contenthub.assets.models import Asset
from tests.assets import documents


def figures(report) -> list:
    return [block.value for block in Asset.objects.get(pk=report.asset_id).body if block.block_type == "figure"]


def test_a_picture_enters_the_library_with_its_description(libraries, tmp_path):
    report = import_asset(documents.markdown_with_pictures(tmp_path))
    image = Image.objects.get()
    assert (image.collection.name, image.description, image.width, image.height) == ("Imported", "A navy field", 40, 30)
    assert image.file_size and image.file_hash
    assert [(figure["image"], figure["alt"]) for figure in figures(report)] == [(image, "A navy field")]
    assert report.figures == 1


def test_the_same_picture_twice_is_one_image(libraries, tmp_path):
    report = import_asset(documents.markdown_with_pictures(tmp_path, colours=("navy", "navy", "red")))
    assert Image.objects.count() == 2
    assert len(figures(report)) == 3


def test_a_picture_of_another_document_is_used_again(libraries, tmp_path):
    import_asset(documents.markdown_with_pictures(tmp_path, "one.md"))
    import_asset(documents.markdown_with_pictures(tmp_path, "two.md"))
    assert Image.objects.count() == 1


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 40,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "picture",
    [
        Picture("bomb.png", bomb(), 40_000, 40_000),
        Picture("words.png", b"these are words", 1, 1),
        Picture("wrong.gif", documents.png(), 40, 30),
    ],
)
def test_a_bomb_or_a_masquerade_is_kept_out(picture, libraries):
    with pytest.raises(BadPicture):
        Store().image(picture, "")
    assert Image.objects.count() == 0


def test_a_document_with_a_bomb_is_refused(libraries, tmp_path):
    path = documents.markdown_with_pictures(tmp_path)
    (tmp_path / "0.png").write_bytes(bomb())
    with pytest.raises(ImportProblem, match="pixels"):
        import_asset(path)
    assert (Asset.objects.count(), Image.objects.count()) == (0, 0)
