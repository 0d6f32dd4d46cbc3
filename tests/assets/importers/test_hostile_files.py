"""Files made to break an importer get one sentence each, in seconds and in less than a gigabyte."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import User
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.models import Image as Stored

from contenthub.assets.actions import import_asset
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from tests.assets.importers.building import written
from tests.assets.importers.hostile import HOSTILE
from tests.assets.importers.reading import Reader

SECONDS = 10  # of processor time
MEGABYTES = 1024


@pytest.fixture(scope="module")
def reader():
    process = Reader()
    yield process
    process.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once_and_for_its_reason(name, reader, tmp_path):
    make, sentence = HOSTILE[name]
    found = reader.read(make(tmp_path))
    assert sentence in found.refusal
    assert "\n" not in found.refusal
    assert found.refusal.endswith((".", "?"))
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_the_largest_picture_allowed_still_fits(form, reader, tmp_path):
    file = io.BytesIO()
    Image.new("RGB", (9_400, 9_400), "navy").save(file, form, compression="tiff_lzw" if form == "TIFF" else None)
    written(tmp_path, "large.png", file.getvalue())
    found = reader.read(written(tmp_path, "a.md", "# T\n\nWords of the paper.\n\n![x](large.png)\n"))
    assert found.refusal == ""
    assert found.megabytes < MEGABYTES


@pytest.mark.parametrize(
    "name", ["a link in a zip", "a picture bomb in a zip", "a picture bomb in Word", "front matter that unfolds"]
)
def test_nothing_is_left_of_a_hostile_file(name, db, settings, tmp_path):
    ensure_libraries()
    folder = tmp_path / "in"
    folder.mkdir()
    settings.MEDIA_ROOT = tmp_path / "media"
    with pytest.raises(ImportProblem):
        import_asset(HOSTILE[name][0](folder), user=User.objects.create_superuser("root"))
    assert (Asset.objects.count(), Stored.objects.count(), Document.objects.count()) == (0, 0, 0)
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
