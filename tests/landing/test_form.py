from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from contenthub.audience import wordings
from contenthub.audience.models import Consent, Contact, Lead
from contenthub.landing import floods

FORM = "/m/assets/{}/download"


def test_who_fills_it_in_gets_the_file(reader, asset, filled_in):
    answer = reader.post(FORM.format(asset.pk), filled_in)
    assert answer.status_code == 303
    thanks = reader.get(answer["Location"])
    assert thanks.status_code == 200
    file = reader.get(BeautifulSoup(thanks.content, "html.parser").select_one("a[download]")["href"])
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert "attachment" in file["Content-Disposition"]
    lead = Lead.objects.get()
    assert (lead.asset, lead.contact.email, lead.contact.name, lead.contact.company) == (
        asset,
        "ming@example.com",
        "王小明",
        "Example & Co",
    )
    assert lead.downloaded_at


def test_the_boxes_are_separate_and_unticked_and_show_the_stored_words(client, asset):
    page = BeautifulSoup(client.get("/one-voice/").content, "html.parser")
    boxes = page.select(".boxes input[type=checkbox]")
    assert [box["name"] for box in boxes] == ["newsletter", "sales"]
    assert not any(box.has_attr("checked") or box.has_attr("required") for box in boxes)
    assert wordings.TEXTS["newsletter", "en"] in page.select_one("label[for=form-newsletter]").text


def test_no_box_ticked_is_no_consent_and_gives_the_file_all_the_same(reader, asset, filled_in):
    assert reader.post(FORM.format(asset.pk), filled_in).status_code == 303
    assert not Consent.objects.exists()


def test_each_box_ticked_is_a_consent_to_its_words(reader, asset, filled_in, settings):
    reader.post(FORM.format(asset.pk), {**filled_in, "newsletter": "on"}, REMOTE_ADDR="192.0.2.7")
    consent = Consent.objects.get()
    assert (consent.purpose, consent.granted, consent.method) == ("newsletter", True, "checkbox")
    assert consent.wording.text == wordings.TEXTS["newsletter", "en"]
    assert (consent.ip_address, consent.source_url) == ("192.0.2.7", f"{settings.BASE_URL}/one-voice/")


def test_chinese_readers_agree_to_chinese_words(reader, chinese, filled_in):
    reader.post(FORM.format(chinese.pk), {**filled_in, "sales": "on"})
    assert Consent.objects.get().wording.language == "zh-hans"
    assert Contact.objects.get().language == "zh-hans"


def test_bad_input_keeps_everything_that_was_typed(reader, asset, filled_in):
    answer = reader.post(FORM.format(asset.pk), {**filled_in, "email": "wrong@x", "newsletter": "on"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    field = page.select_one("[name=email]")
    assert (field["value"], field["aria-invalid"]) == ("wrong@x", "true")
    assert "name@example.com" in page.find(id=field["aria-describedby"]).text
    assert page.select_one("[name=name]")["value"] == "王小明"
    assert page.select_one("[name=company]")["value"] == "Example & Co"
    assert page.select_one("[name=newsletter]").has_attr("checked")
    assert not page.select_one("[name=sales]").has_attr("checked")
    assert page.select_one("[role=alert]")
    assert not Lead.objects.exists()


def test_errors_are_told_in_the_pages_language(reader, chinese):
    answer = reader.post(FORM.format(chinese.pk), {})
    assert BeautifulSoup(answer.content, "html.parser").html["lang"] == "zh-hans"


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"name": " "},
        {"email": "a" * 260 + "@example.com"},
        {"name": "x" * 121},
        {"email": "a@b.c\nBcc: x@y.z"},
    ],
)
def test_what_cannot_be_right_is_refused(reader, asset, filled_in, wrong):
    assert reader.post(FORM.format(asset.pk), {**filled_in, **wrong}).status_code == 422
    assert not Contact.objects.exists()


def test_what_is_typed_is_text_and_never_markup(reader, asset):
    answer = reader.post(FORM.format(asset.pk), {"email": '"><script>x</script>', "name": "<b>"})
    assert b"<script>x" not in answer.content and b"<b>" not in answer.content


def test_a_script_that_fills_in_everything_is_told_so_and_recorded_nowhere(reader, asset, filled_in):
    answer = reader.post(FORM.format(asset.pk), {**filled_in, "reference": "buy"})
    assert answer.status_code == 422
    field = BeautifulSoup(answer.content, "html.parser").select_one("[name=reference]")
    assert "trap" not in field.find_parent("p")["class"]
    assert not Lead.objects.exists()


def test_the_trap_is_hidden_from_people(client, asset):
    trap = BeautifulSoup(client.get("/one-voice/").content, "html.parser").select_one(".trap")
    assert trap["aria-hidden"] == "true" and trap.input["tabindex"] == "-1" and trap.input["autocomplete"] == "off"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "", "HTTP_REFERER": "https://evil.example/one-voice/"},
    ],
)
def test_another_site_cannot_send_the_form_and_nothing_typed_is_lost(reader, asset, filled_in, headers):
    answer = reader.post(FORM.format(asset.pk), filled_in, **headers)
    assert answer.status_code == 403
    assert "王小明" in answer.content.decode()
    assert not Lead.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "", "HTTP_REFERER": "http://testserver/one-voice/"},
        {"HTTP_ORIGIN": ""},
    ],
)
def test_our_own_page_can_send_the_form_without_any_cookie(reader, asset, filled_in, headers):
    assert reader.post(FORM.format(asset.pk), filled_in, **headers).status_code == 303


def test_a_flood_is_stopped_and_nothing_typed_is_lost(reader, asset, filled_in, monkeypatch):
    monkeypatch.setattr(floods, "MOST", 2)
    statuses = [reader.post(FORM.format(asset.pk), filled_in).status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    assert reader.post(FORM.format(asset.pk), filled_in, REMOTE_ADDR="192.0.2.9").status_code == 303


def test_a_wording_that_changed_since_is_shown_again_unticked(reader, asset, filled_in, monkeypatch):
    page = BeautifulSoup(reader.get("/one-voice/").content, "html.parser")
    seen = page.select_one("[name=newsletter_wording]")["value"]
    monkeypatch.setitem(wordings.TEXTS, ("newsletter", "en"), "New words.")
    sent = {**filled_in, "newsletter": "on", "newsletter_wording": seen}
    answer = reader.post(FORM.format(asset.pk), sent)
    assert answer.status_code == 422
    again = BeautifulSoup(answer.content, "html.parser")
    assert "New words." in again.text and not again.select_one("[name=newsletter]").has_attr("checked")
    newer = again.select_one("[name=newsletter_wording]")["value"]
    assert reader.post(FORM.format(asset.pk), {**sent, "newsletter_wording": newer}).status_code == 303
    assert Consent.objects.get().wording.text == "New words."


def test_opening_the_forms_address_leads_to_the_page(reader, asset, settings):
    answer = reader.get(FORM.format(asset.pk))
    assert (answer.status_code, answer["Location"]) == (302, f"{settings.BASE_URL}/one-voice/#get")


def test_the_form_of_an_unpublished_asset_is_gone(reader, asset, filled_in):
    asset.unpublish()
    assert reader.post(FORM.format(asset.pk), filled_in).status_code == 404


def test_no_answer_may_be_kept_by_a_cache(reader, asset, filled_in):
    for answer in (reader.post(FORM.format(asset.pk), filled_in), reader.post(FORM.format(asset.pk), {})):
        assert "no-store" in answer["Cache-Control"]
