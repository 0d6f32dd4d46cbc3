"""Two people import the same file at the same moment; and whatever a file says, saying it twice changes nothing."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from tests.assets import documents


@pytest.mark.django_db(transaction=True)
def test_two_first_imports_of_one_name_make_one_asset(tmp_path):
    ensure_libraries()
    path, start, outcomes = documents.markdown(tmp_path), threading.Barrier(2), []

    def work():
        try:
            start.wait(10)
            outcomes.append(import_asset(path).outcome)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(outcomes) == ["new", "unchanged"]
    assert Asset.objects.count() == 1


LINES = st.sampled_from(
    [
        "## Ships",
        "## Crews",
        "Ships that call ahead wait less in every harbour of the coast.",
        "The office cut waiting times by 35% within one year.",
        "Crews that rest make fewer mistakes when they moor a ship.",
        "> Call ahead, and you will sleep at home. — Ada Moreno",
        "- Call ahead\n- Rest well",
        "| Harbour | Ships |\n|---|---|\n| North | 12 |",
        "```\nmoor()\n```",
        "小步发布的团队恢复速度更快。",
    ]
)


def content(asset: Asset) -> list:
    latest = Asset.objects.get(pk=asset.pk).get_latest_revision_as_object()
    streams = [[child.get_prep_value() for child in stream] for stream in (latest.key_points, latest.body)]
    return [*streams, latest.summary, latest.proposed]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LINES, min_size=1, max_size=8), st.lists(LINES, min_size=1, max_size=8))
def test_the_same_file_again_changes_nothing_whatever_came_before(before, after):
    ensure_libraries()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opening = "# Harbours\n\nA study of harbours and of those who wait in them.\n\n"
        Asset.objects.filter(imported_from="quiet.md").delete()
        first = import_asset(documents.markdown(folder, text=opening + "\n\n".join(before)))
        import_asset(documents.markdown(folder, text=opening + "\n\n".join(after)))
        asset = Asset.objects.get(pk=first.asset_id)
        once = content(asset)
        report = import_asset(folder / "quiet.md")
        assert (report.outcome, content(asset)) == ("unchanged", once)
        ids = [child["id"] for child in [*once[0], *once[1]]]
        assert len(ids) == len(set(ids))
