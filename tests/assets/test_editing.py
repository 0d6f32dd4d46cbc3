"""An asset in Wagtail's editor: the form takes what an import made, comments and history are there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.brand.models import Brand
from contenthub.campaigns.models import Campaign
from tests.assets import documents


@pytest.fixture
def asset(editor, tmp_path) -> Asset:
    return Asset.objects.get(pk=import_asset(documents.markdown_with_pictures(tmp_path), user=editor).asset_id)


def test_the_editor_opens_what_was_imported(asset, editor, client):
    client.force_login(editor)
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[asset.pk]))
    assert answer.status_code == 200
    assert "comments" in answer.context["form"].formsets


@pytest.mark.parametrize("view", ["history", "usage"])
def test_history_and_usage_open(view, asset, editor, client):
    client.force_login(editor)
    assert client.get(reverse(f"wagtailadmin_pages:{view}", args=[asset.pk])).status_code == 200


def test_the_campaigns_brand_is_the_assets_else_the_default_one(asset):
    assert asset.brand is None
    house = Brand.objects.create(name="House", is_default=True)
    other = Brand.objects.create(name="Other")
    assert asset.brand == house
    asset.campaign = Campaign.objects.create(name="Spring", brand=other)
    assert asset.brand == other
