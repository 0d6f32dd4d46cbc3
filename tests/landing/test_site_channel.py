from __future__ import annotations

import datetime as dt

import pytest

from channels import registry
from channels.base import Post, Refused
from contenthub.lib.clock import now
from contenthub.variants.models import Variant
from tests.landing.bench import approved_page

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def page(db):
    return approved_page()


@pytest.fixture
def connector():
    return registry.get("site")({})


def post_for(pk: object) -> Post:
    return Post(key="k", kind="h5_page", title="t", data={"variant_id": pk})


def test_a_page_answers_the_public_from_its_publishing_to_its_withdrawal(client, page, connector):
    path = page.get_url_parts()[2]
    assert client.get(path).status_code == 404
    receipt = connector.publish(post_for(page.pk), {})
    assert receipt.url == page.public_url
    assert client.get(path).status_code == 200
    connector.withdraw(receipt)
    assert client.get(path).status_code == 404


def test_publishing_again_keeps_the_first_moment(page, connector, time_machine):
    connector.publish(post_for(page.pk), {})
    first = Variant.objects.get(pk=page.pk).released_at
    time_machine.move_to(now() + dt.timedelta(minutes=1))
    connector.publish(post_for(page.pk), {})
    assert Variant.objects.get(pk=page.pk).released_at == first


def test_a_page_that_is_not_approved_is_refused(page, connector):
    page.unpublish()
    with pytest.raises(Refused, match="approve"):
        connector.publish(post_for(page.pk), {})
    assert Variant.objects.get(pk=page.pk).released_at is None


@pytest.mark.parametrize("pk", [0, 999_999, None])
def test_a_page_that_is_gone_is_refused(page, connector, pk):
    with pytest.raises(Refused, match="deleted"):
        connector.publish(post_for(pk), {})


def test_a_kind_without_a_public_page_is_refused(page, connector):
    Variant.objects.filter(pk=page.pk).update(kind_name="email")
    with pytest.raises(Refused, match="no public page"):
        connector.publish(post_for(page.pk), {})


def test_looking_up_tells_whether_the_page_is_out(page, connector):
    assert connector.find(post_for(page.pk), LONG_AGO) is None
    Variant.objects.filter(pk=page.pk).update(released_at=now())
    assert connector.find(post_for(page.pk), LONG_AGO).url == page.public_url
    page.unpublish()
    assert connector.find(post_for(page.pk), LONG_AGO) is None


def test_the_channel_takes_pages_only_and_names_itself_in_links():
    can = registry.get("site").capabilities
    assert can.takes("h5_page") and not can.takes("email")
    assert (can.utm_source, can.utm_medium) == ("site", "referral")
