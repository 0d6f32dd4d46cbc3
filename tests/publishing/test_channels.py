"""The channels that come with the hub, from a variant to what arrives."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from standardwebhooks.webhooks import Webhook

from contenthub.publishing import actions
from contenthub.publishing.models import Delivery
from contenthub.publishing.worker import work
from contenthub.variants.actions import approve, derive
from tests.channels.servers import PlatformServer

SECRET = f"whsec_{base64.b64encode(b'0123456789abcdef01234567').decode()}"


def published(variant, account) -> Delivery:
    delivery = actions.schedule(variant, account)
    work(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_a_folder_gets_the_finished_post(card, tmp_path):
    delivery = published(card, actions.add_account("folder", "Outbox", {"directory": str(tmp_path / "out")}))
    assert delivery.state == "live"
    written = json.loads(next((tmp_path / "out").glob("*/post.json")).read_text())
    assert written["key"] == delivery.key.hex
    assert delivery.link.short_url in written["text"]
    assert delivery.url.startswith("file://") and not delivery.address_is_web


def test_a_webhook_gets_a_signed_message_with_our_key(card):
    with PlatformServer() as server:
        account = actions.add_account("webhook", "Hook", {"base_url": f"{server.url}/in", "secret": SECRET})
        delivery = published(card, account)
        request = server.requests[-1]
        message = Webhook(SECRET).verify(request.body, request.headers)
    assert delivery.state == "live"
    assert request.headers["webhook-id"] == delivery.key.hex
    assert message["data"]["link"] == delivery.link.short_url
    assert message["data"]["data"]["variant_id"] == card.pk


def test_the_site_releases_its_own_page(asset):
    page = approve(derive(asset, ["h5_page"])[0])
    delivery = published(page, actions.add_account("site", "This site", {}))
    page.refresh_from_db()
    assert delivery.state == "live", delivery.reason
    assert page.released_at is not None
    assert delivery.url == page.public_url


def test_a_folder_that_vanished_is_told(card, tmp_path):
    (tmp_path / "file").write_text("in the way")
    delivery = published(card, actions.add_account("folder", "Outbox", {"directory": str(tmp_path / "file" / "x")}))
    assert (delivery.state, "cannot be written to" in delivery.reason) == ("failed", True)
    assert Path(tmp_path / "file").read_text() == "in the way"
