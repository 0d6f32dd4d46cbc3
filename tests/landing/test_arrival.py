from __future__ import annotations

import re
from html import unescape

import pytest

from contenthub.audience.models import Lead
from contenthub.lib.clock import now
from contenthub.links.actions import Utm, make_link
from contenthub.links.touch import NAME
from contenthub.variants.actions import approve, derive
from contenthub.variants.models import Variant

FORM = "/m/assets/{}/download"


def test_the_lead_knows_the_link_that_brought_them(reader, asset, link, filled_in):
    reader.get(f"/r/{link.code}", HTTP_REFERER="https://mastodon.example/@hub/1")
    reader.post(FORM.format(asset.pk), filled_in)
    lead = Lead.objects.get()
    assert (lead.first_link, lead.last_link) == (link, link)
    assert lead.last_touch["utm"] == {
        "source": "mastodon",
        "medium": "social",
        "campaign": "launch",
        "content": "1_social_card-2",
        "id": link.code,
    }
    assert lead.last_touch["referrer"] == "https://mastodon.example/@hub/1"
    assert lead.last_touch["landing_url"] == link.tagged_target and lead.last_touch["at"]


def test_first_and_last_touch_are_both_kept(reader, asset, link, filled_in):
    other = make_link(target="http://testserver/one-voice/", utm=Utm("email", "email", "x"), campaign=None, asset=asset)
    reader.get(f"/r/{link.code}")
    reader.get(f"/r/{other.code}")
    reader.post(FORM.format(asset.pk), filled_in)
    lead = Lead.objects.get()
    assert (lead.first_link, lead.last_link) == (link, other)
    assert (lead.first_touch["utm"]["source"], lead.last_touch["utm"]["source"]) == ("mastodon", "email")


def test_who_refuses_the_cookie_is_known_by_the_pages_own_address(reader, asset, link, filled_in):
    answer = reader.get(f"/r/{link.code}", HTTP_SEC_GPC="1")
    assert NAME not in reader.cookies
    reader.post(FORM.format(asset.pk), filled_in, HTTP_REFERER=answer["Location"], HTTP_SEC_GPC="1")
    lead = Lead.objects.get()
    assert (lead.first_link, lead.last_link) == (link, link)
    assert lead.last_touch["utm"]["id"] == link.code


def test_the_link_is_not_lost_when_the_form_is_shown_again(reader, asset, link, filled_in):
    answer = reader.post(FORM.format(asset.pk), {}, HTTP_REFERER=link.tagged_target)
    came_by = answer.context["download"]["came_by"].value()
    assert came_by == link.tagged_target
    at_form = f"http://testserver{FORM.format(asset.pk)}"
    reader.post(FORM.format(asset.pk), {**filled_in, "came_by": came_by}, HTTP_REFERER=at_form)
    assert Lead.objects.get().last_link == link


def test_values_of_an_advertisement_are_kept_without_a_link(reader, asset, filled_in):
    page = "http://testserver/one-voice/?utm_source=google&utm_medium=cpc&gclid=secret"
    reader.post(FORM.format(asset.pk), filled_in, HTTP_REFERER=page)
    lead = Lead.objects.get()
    assert lead.last_link is None
    assert lead.last_touch["utm"] == {"source": "google", "medium": "cpc"}
    assert "gclid" not in lead.last_touch["landing_url"]


def test_unknown_stays_unknown(reader, asset, filled_in):
    reader.post(FORM.format(asset.pk), filled_in, HTTP_REFERER="http://testserver/one-voice/")
    lead = Lead.objects.get()
    assert (lead.first_touch, lead.last_touch, lead.first_link, lead.last_link) == ({}, {}, None, None)


@pytest.mark.parametrize("came_by", ["https://evil.example/?utm_id={}", "javascript:alert(1)", "http://[", "x" * 1000])
def test_a_made_up_address_is_not_believed(reader, asset, link, filled_in, came_by):
    sent = {**filled_in, "came_by": came_by.format(link.code)}
    assert reader.post(FORM.format(asset.pk), sent, HTTP_REFERER="http://[bad").status_code == 303
    assert Lead.objects.get().last_link is None


def test_a_link_deleted_since_leaves_the_values(reader, asset, link, filled_in):
    reader.get(f"/r/{link.code}")
    link.delete()
    reader.post(FORM.format(asset.pk), filled_in)
    lead = Lead.objects.get()
    assert lead.last_link is None and lead.last_touch["utm"]["source"] == "mastodon"


def test_a_forged_cookie_is_not_believed(reader, asset, filled_in):
    reader.cookies[NAME] = "forged"
    assert reader.post(FORM.format(asset.pk), filled_in).status_code == 303
    assert Lead.objects.get().last_touch == {}


@pytest.mark.parametrize("refuses", [False, True])
def test_a_reader_of_an_h5_page_stays_known_on_the_way_to_the_form(reader, asset, filled_in, refuses):
    page = approve(derive(asset, ["h5_page"])[0])
    Variant.objects.filter(pk=page.pk).update(released_at=now())
    address = f"http://testserver{page.get_url_parts()[2]}"
    link = make_link(target=address, utm=Utm("mastodon", "social", "launch"), campaign=None, asset=asset)
    asked = {"HTTP_SEC_GPC": "1"} if refuses else {}
    html = reader.get(reader.get(f"/r/{link.code}", **asked)["Location"], **asked).content.decode()
    button = unescape(re.search(r'<a class="button" href="([^"]+)">', html)[1])
    assert reader.get(button, **asked).status_code == 200
    reader.post(FORM.format(asset.pk), filled_in, HTTP_REFERER=f"http://testserver{button}", **asked)
    lead = Lead.objects.get()
    assert (lead.first_link, lead.last_link) == (link, link)
    assert lead.last_touch["utm"]["source"] == "mastodon"
