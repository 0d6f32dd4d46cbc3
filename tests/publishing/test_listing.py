"""The listing of deliveries: its orders, and that neither a page nor a count has the database sort or read the record."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contenthub.lib import clock
from contenthub.links.actions import Utm, make_link
from contenthub.publishing import ordering, searching
from contenthub.publishing.filters import DeliveryFilterSet
from contenthub.publishing.listing import Listing
from contenthub.publishing.models import FOR_PERSON, Delivery
from contenthub.publishing.ordering import NEWEST, order_for
from tests.bench.copies import FIRST, copy, numbered, numbered_uuid

URL = "publishing_delivery:index"
STATES = ("live", "live", "scheduled", "failed", "cancelled", "held", "live")
NARROWED = ["", "state=live", "account={account}", "channel=plaza", "kind=social_card", "asset={asset}", "waits=hub"]


@pytest.fixture
def record(make_card, make_account) -> list[Delivery]:
    """Deliveries of three variants through two accounts, in several states; some due at the same moment."""
    cards = [make_card(title=title, slug=f"card-{index}") for index, title in enumerate(("B", "A", "B"))]
    accounts = [make_account(name="Zoo"), make_account("plaza_fussy", name="Ant")]
    now = clock.now()
    states = itertools.cycle(STATES)
    for number, (card, account) in enumerate(itertools.islice(itertools.cycle(itertools.product(cards, accounts)), 26)):
        made(card, account, next(states), now - dt.timedelta(hours=number // 2))
    gone = Delivery.objects.filter(state="live").order_by("due_at").first()
    Delivery.objects.filter(pk=gone.pk).update(gone_at=now)
    return list(Delivery.objects.select_related("variant", "account"))


def made(card, account, state: str, at: dt.datetime, **fields) -> Delivery:
    link = make_link(target="https://reader.example/", utm=Utm("a", "b", "c"), campaign=None, asset=card.source_asset)
    extra = {"live_at": at} if state == "live" else {"hold": "missed"} if state == "held" else {}
    return Delivery.objects.create(
        variant=card, account=account, link=link, state=state, due_at=at, planned_at=at, **extra, **fields
    )


def expected(record: list[Delivery], heading: str) -> list[int]:
    """The same order, by sorting all of them."""
    keys = {
        "": lambda each: not each.for_person,
        "state": lambda each: each.state,
        "account__name": lambda each: each.account.name,
        "variant__title": lambda each: (each.variant.title, each.variant_id),
        "due_at": lambda each: 0,
    }
    name = heading.removeprefix("-")
    newest_first = heading != "due_at"
    rows = sorted(record, key=lambda each: (each.due_at, each.pk), reverse=newest_first)
    # Sorting backwards, Python too leaves what is equal as it was.
    return [each.pk for each in sorted(rows, key=keys[name], reverse=name not in (heading, "due_at"))]


@pytest.mark.parametrize("brief", [1000, 2])
@pytest.mark.parametrize("name", ["", "due_at", "state", "account__name", "variant__title"])
def test_the_pages_together_are_the_record_in_the_order_asked_for(record, monkeypatch, name, brief):
    monkeypatch.setattr(ordering, "BRIEF", brief)
    for heading in {name, f"-{name}" if name else ""}:
        order = order_for(Delivery.objects.all(), heading or None)
        pages = [order.between(start, min(start + 4, order.count)) for start in range(0, order.count, 4)]
        assert [pk for page in pages for pk in page] == expected(record, heading)
        assert order.between(0, order.count) == expected(record, heading)


def test_what_needs_a_person_is_the_same_for_one_delivery_and_for_a_query(record):
    asked = set(Delivery.objects.for_person())
    assert asked == {each for each in record if each.for_person} == set(Delivery.objects.filter(FOR_PERSON))
    assert set(Delivery.objects.for_nobody()) == set(record) - asked


@pytest.fixture
def years(record) -> list[Delivery]:
    """The record with a long past; SQLite chooses its way without knowing how long that is."""
    if connection.vendor == "postgresql":
        live = next(each for each in record if each.state == "live" and each.gone_at is None)
        copy(live.link, 20_000, {"code": numbered("p")})
        due = "t.due_at - n.i * interval '1 minute'"
        copy(live, 20_000, {"key": numbered_uuid(), "link_id": f"{FIRST} + n.i", "due_at": due})
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
    return record


@pytest.mark.parametrize("query", NARROWED)
def test_a_page_is_found_along_an_index_without_sorting_whatever_it_is_narrowed_down_to(years, query):
    typed = query.format(account=years[0].account_id, asset=years[0].variant.source_asset_id)
    rows = DeliveryFilterSet(QueryDict(typed), queryset=Delivery.objects.order_by()).qs
    said = rows.order_by(*NEWEST).values_list("pk")[:30].explain()
    if connection.vendor == "postgresql":
        assert "Seq Scan on publishing_delivery" not in said
        return
    assert "COVERING INDEX delivery_listing" in said and "ORDER BY" not in said
    assert "COVERING INDEX" in rows.values_list("pk").explain(), "counting reads an index, not the rows"


def test_what_needs_a_person_is_found_along_its_own_indexes(years):
    said = Delivery.objects.for_person().values_list("pk").explain()
    assert "delivery_person" in said and "delivery_gone" in said


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL knows how few are scheduled")
def test_what_is_scheduled_is_not_sought_among_years_though_the_listings_index_would_do(years):
    scheduled = Delivery.objects.filter(state="scheduled").order_by("due_at", "pk")
    for rows in (scheduled[:8], scheduled.filter(due_at__lte=clock.now()).values_list("pk", "state")):
        assert "delivery_due" in rows.explain()
    assert "delivery_due" in Delivery.objects.filter(state="scheduled").order_by().values_list("pk").explain()


@pytest.mark.parametrize("query", ["", "ordering=variant__title", "ordering=-state", "q=Card", "state=live", "p=2"])
def test_more_deliveries_take_no_more_queries(admin, card, account, query):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            admin.get(f"{reverse(URL)}?{query}")
        return len(queries)

    for hours in range(32):
        made(card, account, "live", clock.now() - dt.timedelta(hours=hours))
    asked()
    before = asked()
    for hours in range(40):
        made(card, account, "failed" if hours % 2 else "live", clock.now() - dt.timedelta(hours=hours))
    assert asked() <= before + 1, "what needs a person and the rest may both be on a page"


def test_an_export_holds_every_delivery_in_the_order_of_the_screen(admin, record, monkeypatch):
    monkeypatch.setattr("contenthub.publishing.listing.CHUNK", 3)
    response = admin.get(f"{reverse(URL)}?export=csv&ordering=account__name")
    lines = b"".join(response.streaming_content).decode().splitlines()[1:]
    assert [int(line.split(",")[0]) for line in lines] == expected(record, "account__name")


@pytest.mark.parametrize("few", [1000, 0])
@pytest.mark.parametrize("words", ["Lighthouse", "operators in", "ferry", "did not answer", "example/posts/77", "code"])
def test_a_search_finds_titles_accounts_reasons_addresses_and_codes(
    make_card, make_account, account, monkeypatch, words, few
):
    monkeypatch.setattr(searching, "FEW", few)
    card = make_card(title="The lighthouse")
    fields = {"reason": "The plaza did not answer.", "url": "https://plaza.example/posts/77"}
    wanted = made(card, make_account("plaza_fussy", name="Ferry"), "failed", clock.now(), **fields)
    made(make_card(title="Other", slug="other"), account, "live", clock.now())
    found = searching.containing(Delivery.objects.all(), wanted.link.code if words == "code" else words)
    assert wanted in found
    # Both are of the same asset.
    assert found.count() == (2 if words == "operators in" else 1)


def test_a_page_past_the_end_is_empty_and_a_strange_heading_is_none(admin, record):
    listing = Listing(order_for(Delivery.objects.all(), "link__code"), lambda rows: rows)
    assert listing[40:80] == []
    assert [each.pk for each in listing[0:26]] == expected(record, "")
    assert admin.get(f"{reverse(URL)}?ordering=nonsense").status_code == 200
