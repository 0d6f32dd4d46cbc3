"""PDFs made to break the importer get one sentence each, odd ones are read, all in seconds and in less than a gigabyte."""

from __future__ import annotations

import pytest

from tests.assets.importers.hostile_pdf import HOSTILE_PDF, ODD_PDF, scans
from tests.assets.importers.reading import Reader

SECONDS = 10  # of processor time
MEGABYTES = 1024


@pytest.fixture(scope="module")
def reader():
    process = Reader()
    yield process
    process.close()


@pytest.mark.parametrize("name", HOSTILE_PDF)
def test_a_hostile_pdf_is_refused_at_once_and_for_its_reason(name, reader, tmp_path):
    make, sentence = HOSTILE_PDF[name]
    found = reader.read(make(tmp_path))
    assert sentence in found.refusal
    assert found.refusal.endswith(".")
    assert "got out" not in found.refusal
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


@pytest.mark.parametrize("name", ODD_PDF)
def test_an_odd_pdf_is_read_all_the_same(name, reader, tmp_path):
    found = reader.read(ODD_PDF[name](tmp_path))
    assert found.refusal == ""
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


def test_pages_that_are_pictures_are_counted_in_a_warning(reader, tmp_path):
    (tmp_path / "a.pdf").write_bytes(scans(pages=6, with_words=4))
    assert any("2 pages are pictures without text" in warning for warning in reader.read(tmp_path / "a.pdf").warnings)
