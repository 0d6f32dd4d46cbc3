from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from contenthub.audience.actions import submit_form
from contenthub.audience.models import Lead
from contenthub.landing.tokens import token_for
from contenthub.lib.clock import now


@pytest.fixture
def lead(asset) -> Lead:
    return submit_form(asset, email="ming@example.com", name="Ming", consents={})


def fetched(client, lead, method="get", headers=None) -> bytes:
    answer = getattr(client, method)(f"/m/download/{token_for(lead)}", headers=headers)
    return b"".join(answer.streaming_content)


def test_the_address_is_good_for_a_day_and_then_offers_the_form_again(client, asset, time_machine, settings):
    time_machine.move_to("2026-11-21T12:00:00Z", tick=False)
    lead = submit_form(asset, email="ming@example.com", consents={})
    path = f"/m/download/{token_for(lead)}"
    time_machine.move_to("2026-11-22T11:59:00Z", tick=False)
    assert client.get(path).status_code == 200
    time_machine.move_to("2026-11-22T12:01:00Z", tick=False)
    answer = client.get(path)
    assert answer.status_code == 410
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("main .button")["href"] == f"{settings.BASE_URL}/one-voice/#get"
    assert client.get(f"/m/thanks/{token_for(lead)}").status_code == 200


def test_thanks_expire_with_the_file(client, lead, time_machine):
    token = token_for(lead)
    time_machine.move_to(now() + dt.timedelta(hours=25))
    assert client.get(f"/m/thanks/{token}").status_code == 410


def test_the_file_comes_as_an_attachment_under_its_own_name(client, lead):
    answer = client.get(f"/m/download/{token_for(lead)}")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%B8%80")
    assert answer["X-Robots-Tag"] == "noindex" and "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_only_the_first_download_is_noted(client, lead, time_machine):
    fetched(client, lead)
    first = Lead.objects.get().downloaded_at
    time_machine.move_to(now() + dt.timedelta(minutes=1))
    fetched(client, lead)
    assert Lead.objects.get().downloaded_at == first


@pytest.mark.parametrize(("method", "headers"), [("head", {}), ("get", {"Sec-Purpose": "prefetch"})])
def test_fetching_ahead_is_no_download(client, lead, method, headers):
    fetched(client, lead, method, headers)
    assert Lead.objects.get().downloaded_at is None


@pytest.mark.parametrize("token", ["x", "MQ:1xU:forged", "../../etc/passwd", "%00", "é", "a" * 2000])
@pytest.mark.parametrize("place", ["download", "thanks"])
def test_a_forged_address_gives_nothing_and_says_what_to_do(client, lead, place, token):
    answer = client.get(f"/m/{place}/{token}")
    assert answer.status_code == 404
    assert b"%PDF" not in answer.content


def test_one_leads_address_cannot_be_turned_into_anothers(client, lead):
    value, stamp, signature = token_for(lead).split(":")
    assert client.get(f"/m/download/Mg:{stamp}:{signature}").status_code == 404


def test_without_a_file_thanks_say_so_and_lead_to_the_text(client, chinese, settings):
    lead = submit_form(chinese, email="ming@example.com", consents={})
    answer = client.get(f"/m/thanks/{token_for(lead)}")
    page = BeautifulSoup(answer.content, "html.parser")
    assert not page.select("a[download]")
    assert f"{settings.BASE_URL}/zh-hans/yi-ge-sheng-yin/#read" in [a["href"] for a in page.select("main a")]
    moved = client.get(f"/m/download/{token_for(lead)}")
    assert (moved.status_code, moved["Location"]) == (302, f"/m/thanks/{token_for(lead)}")


def test_a_file_lost_from_the_disk_is_a_404(client, lead, document):
    document.file.storage.delete(document.file.name)
    assert client.get(f"/m/download/{token_for(lead)}").status_code == 404
    assert Lead.objects.get().downloaded_at is None


def test_a_deleted_asset_is_a_404(client, lead, asset):
    token = token_for(lead)
    asset.delete()
    assert client.get(f"/m/download/{token}").status_code == 404
