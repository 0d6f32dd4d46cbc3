"""An import that fails leaves neither rows nor files."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.models.signals import post_save
from wagtail.documents.models import Document
from wagtail.images.models import Image

from contenthub.assets.actions import import_asset
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset
from tests.assets import documents


def stored(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def breakdown():
    """Saving an asset breaks down, after its pictures and its document were stored."""

    def break_down(**kwargs):
        raise RuntimeError("The power went.")

    post_save.connect(break_down, sender=Asset)
    yield
    post_save.disconnect(break_down, sender=Asset)


@pytest.mark.parametrize("make", [documents.word, documents.markdown_with_pictures])
def test_nothing_is_left_when_saving_fails(make, breakdown, libraries, settings, tmp_path):
    with pytest.raises(RuntimeError):
        import_asset(make(tmp_path))
    assert (Asset.objects.count(), Image.objects.count(), Document.objects.count()) == (0, 0, 0)
    assert stored(settings) == []


def test_a_second_try_succeeds(libraries, settings, tmp_path):
    path = documents.word(tmp_path)

    def break_down(**kwargs):
        raise RuntimeError("The power went.")

    post_save.connect(break_down, sender=Asset)
    with pytest.raises(RuntimeError):
        import_asset(path)
    post_save.disconnect(break_down, sender=Asset)
    import_asset(path)
    assert sorted(path.suffix for path in stored(settings)) == [".docx", ".png"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.md", b""), ("zero.docx", b"PK\x03\x04 not a zip"), ("no.exe", b"MZ"), ("picture.md", documents.png())],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(name, content, libraries, settings, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportProblem) as problem:
        import_asset(path)
    assert len(str(problem.value)) > 20
    assert "\n" not in str(problem.value)
    assert Asset.objects.count() == 0
    assert stored(settings) == []


def test_a_kind_that_does_not_exist_is_refused(libraries, tmp_path):
    with pytest.raises(ImportProblem, match="case_study"):
        import_asset(documents.text(tmp_path), kind="novel")
