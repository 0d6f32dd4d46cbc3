"""``manage.py import_asset``: one JSON document, or one line of error and exit 1."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contenthub.assets.models import Asset
from contenthub.campaigns.models import Campaign
from tests.assets import documents


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_asset", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_holds_what_was_found(libraries, tmp_path):
    found = json.loads(run(documents.markdown_with_pictures(tmp_path), "--json"))
    assert list(found) == [
        "asset_id", "title", "language", "headings", "key_points", "facts", "quotations", "figures", "tables", "warnings",
        "outcome", "clashes",
    ]  # fmt: skip
    assert found["asset_id"] == Asset.objects.get().pk
    assert (found["title"], found["language"]) == ("Quiet Deployments", "en")
    counts = [found[name] for name in ("headings", "key_points", "facts", "quotations", "figures", "tables")]
    assert all(isinstance(count, int) for count in counts)
    assert (found["headings"], found["quotations"], found["figures"], found["tables"]) == (2, 1, 1, 1)
    assert found["facts"] >= 3
    assert isinstance(found["warnings"], list)


def test_text_is_for_people(libraries, tmp_path):
    printed = run(documents.markdown(tmp_path))
    assert "Quiet Deployments" in printed
    assert "2 headings" in printed


def test_title_kind_campaign_and_publishing_are_options(libraries, tmp_path):
    campaign = Campaign.objects.create(name="Spring")
    run(documents.text(tmp_path), "--title", "Mine", "--kind", "report", "--campaign", "spring", "--publish")
    asset = Asset.objects.get()
    assert (asset.title, asset.kind, asset.campaign, asset.live) == ("Mine", "report", campaign, True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["missing.md"], "missing.md"),
        (["--kind", "novel", "{file}"], "case_study"),
        (["--campaign", "nowhere", "{file}"], "spring"),
    ],
)
def test_errors_are_one_sentence_that_helps(options, words, libraries, tmp_path):
    Campaign.objects.create(name="Spring")
    file = documents.text(tmp_path)
    with pytest.raises(CommandError) as error:
        run(*[option.replace("{file}", str(file)) for option in options])
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.returncode == 1
    assert Asset.objects.count() == 0
