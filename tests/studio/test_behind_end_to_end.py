"""A Word file is imported, derived from, changed in one figure and imported again: what used the figure is behind."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.worker import work
from contenthub.studio.overview import overview
from contenthub.variants.actions import approve, derive, latest
from contenthub.variants.behind.models import BehindPart
from contenthub.variants.models import Variant
from contenthub.variants.parts import parts

pytestmark = pytest.mark.django_db

FIGURE, NEW_FIGURE = "62%", "71%"


def paper(folder: Path, figure: str = FIGURE) -> Path:
    document = docx.Document()
    document.add_heading("Ferries by the Tide", 0)
    document.add_heading("Summary", 1)
    document.add_paragraph("Ferries that follow the tide burn less fuel. Crews rest longer between two shifts.")
    document.add_heading("What we measured", 1)
    document.add_paragraph("We rode along on three lines for one winter and wrote down every departure.")
    document.add_paragraph(f"In all, {figure} of the departures left with the current behind them.")
    document.add_heading("What the crews say", 1)
    document.add_paragraph("Nobody has to hurry against the stream any more, and the coffee stays in the cup.")
    document.add_heading("What to do", 1)
    document.add_paragraph("Ask the harbour office for the tide tables before the timetable is printed.")
    path = folder / "ferries.docx"
    document.save(path)
    return path


@pytest.fixture
def asset(tmp_path) -> Asset:
    ensure_libraries()
    return Asset.objects.get(pk=import_asset(paper(tmp_path), publish=True).asset_id)


@pytest.fixture
def derived(asset) -> set[tuple[str, str]]:
    """All four kinds of it; (kind, part) of all that used the figure."""
    variants = [variant for variant in derive(asset) if variant.kind_name]
    assert {variant.kind_name for variant in variants} >= {"email", "h5_page", "social_card", "video_script"}
    used = {
        (variant.kind_name, part.where)
        for variant in variants
        for part in parts(latest(variant))
        if part.text and part.source and FIGURE in part.source.words
    }
    every = {(variant.kind_name, part.where) for variant in variants for part in parts(latest(variant))}
    assert used < every
    assert len({kind for kind, _where in used}) >= 2
    return used


def behind() -> set[tuple[str, str]]:
    rows = BehindPart.objects.filter(approved=False).select_related("variant")
    return {(row.variant.kind_name, row.where) for row in rows}


def test_the_file_imported_again_puts_behind_exactly_what_used_its_figure(
    asset, derived, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        import_asset(paper(tmp_path, NEW_FIGURE))
    assert behind() == derived
    for part in BehindPart.objects.all():
        assert (part.reason, FIGURE in part.old_words, NEW_FIGURE in part.new_words) == ("changed", True, True)


def test_the_same_on_the_screen_and_changed_back_it_is_over(
    asset, derived, tmp_path, admin_client, django_capture_on_commit_callbacks
):
    for figure, expected in ((NEW_FIGURE, derived), (FIGURE, set())):
        upload = SimpleUploadedFile("ferries.docx", paper(tmp_path, figure).read_bytes())
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post("/admin/assets/import/", {"file": upload}, follow=True)
        assert answer.redirect_chain == [(f"/admin/assets/import/{asset.pk}/", 302)]
        assert behind() == expected
    assert Asset.objects.count() == 1


def test_saving_the_asset_in_the_admin_says_how_many_are_now_behind(
    asset, admin_client, django_capture_on_commit_callbacks
):
    derive(asset, ["email", "social_card"])
    address = reverse("wagtailadmin_pages:edit", args=[asset.pk])
    told = []
    for title in (asset.title, "Ferries against the Tide"):
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post(address, form_of(asset, title=title), follow=True)
        assert answer.status_code == 200
        told.append(" ".join(str(message) for message in answer.context["messages"]))
    assert "behind" not in told[0]
    number = Variant.objects.filter(behind_parts__isnull=False).distinct().count()
    assert number == 2
    assert told[1].count("2 variants are now behind.") == 1
    assert f"{reverse('variants:behind_list')}?asset={asset.pk}" in told[1]


def form_of(asset: Asset, **changes: str) -> dict:
    """What the browser sends of the asset's editor, its body left out."""
    points = streamfield([(child.block_type, child.value) for child in asset.key_points])
    for number, child in enumerate(asset.key_points):
        points[f"{number}-id"] = child.id
    plain = {name: getattr(asset, name) for name in ("title", "slug", "summary", "kind", "audience")}
    streams = {"key_points": points, "body": streamfield([])}
    comments = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    return nested_form_data({**plain, **streams, **comments, **changes})


def test_the_overview_marks_what_is_out_and_says_the_old(
    asset, tmp_path, admin_client, django_capture_on_commit_callbacks
):
    (tmp_path / "outbox").mkdir()
    account = add_account("folder", "Outbox", {"directory": str(tmp_path / "outbox")})
    with django_capture_on_commit_callbacks(execute=True):
        card = approve(derive(asset, ["social_card"])[0])
    made = schedule(card, account)
    work(made.pk)
    made.refresh_from_db()
    assert made.state == "live"
    address = reverse("hub:overview", args=[asset.pk])
    assert [row.outdated for row in overview(asset).rows] == [frozenset()]
    assert "Already out; it says the old words." not in admin_client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        import_asset(paper(tmp_path, NEW_FIGURE))
    [row] = overview(asset).rows
    assert (row.outdated, row.behind > 0) == (frozenset({made.pk}), True)
    assert "Already out; it says the old words." in admin_client.get(address).content.decode()
