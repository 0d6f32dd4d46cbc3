"""A person at the inbox: settles what is in doubt, gives many another time, without leaving the list."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, RunningHub

pytestmark = pytest.mark.browser

#: What a worker that lost its connection, and three refusals, would have left; one is under way.
FILL = """
import datetime as dt, json
from contenthub.lib import clock
from contenthub.publishing import actions
from contenthub.publishing.models import Account, Delivery
from contenthub.variants.models import Variant
now = clock.now()
card = Variant.objects.filter(kind_name="social_card", live=True).first()
account = Account.objects.get(name="Outbox folder")
def made(**fields):
    delivery = actions.schedule(card, account, now + dt.timedelta(days=9))
    Delivery.objects.filter(pk=delivery.pk).update(**fields)
    return delivery.pk
doubt = made(state="unconfirmed", reason="The connection broke.", armed_at=now)
failed = [made(state="failed", reason=f"Refused {n}.", planned_at=now + dt.timedelta(minutes=n)) for n in range(3)]
moving = made(state="unconfirmed", reason="Being looked up.", armed_at=now, wake_at=now + dt.timedelta(days=1))
print(json.dumps({"doubt": doubt, "failed": failed, "moving": moving, "campaign": str(card.source_asset.campaign)}))
"""


def shell(hub: RunningHub, code: str) -> str:
    """Run code in the hub's own database; the last line it prints."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    env = {**kept, "HUB_DATA": str(hub.data), "PORT": hub.base.rsplit(":", 1)[1]}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


@pytest.fixture(scope="module")
def numbers(hub):
    """Deliveries that wait, by what they wait for."""
    return json.loads(shell(hub, FILL))


@pytest.fixture
def admin(hub, chromium: Browser):
    """A logged-in person's page that collects what the console complains of."""
    # Another walk through the same hub may have left its person's language Chinese.
    english = "from wagtail.users.models import UserProfile; UserProfile.objects.update(preferred_language='en')"
    once = shell(hub, f"{english}; from contenthub.studio import login; print(login.address(login.administrator()))")
    context = chromium.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))  # type: ignore[attr-defined]
    page.goto(once)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    yield page
    assert page.complaints == []  # type: ignore[attr-defined]
    context.close()


def test_what_is_in_doubt_is_settled_in_the_list_by_keyboard(hub, admin: Page, numbers):
    admin.goto(f"{hub.base}/admin/publishing/inbox/")
    row = admin.locator(f"#delivery-{numbers['doubt']}")
    row.locator("summary", has_text="It is live").focus()
    admin.keyboard.press("Enter")
    admin.keyboard.press("Tab")
    admin.keyboard.type("https://plaza.example/p1")
    admin.keyboard.press("Enter")
    expect(row).to_contain_text("The delivery is live.")
    expect(row).to_be_focused()
    expect(admin.locator("[data-hub-decide-target=said]")).to_have_text("The delivery is live.")
    assert admin.url.endswith("/publishing/inbox/")
    admin.reload()
    expect(row).to_have_count(0)


def test_many_get_another_time_spread_over_minutes(hub, admin: Page, numbers):
    admin.goto(f"{hub.base}/admin/publishing/inbox/?q=Refused")
    again = admin.get_by_role("button", name="Reschedule…")
    expect(again).to_be_disabled()
    admin.get_by_label("All on this page").check()
    expect(admin.locator(".hub-many__count")).to_have_text("3 selected")
    again.click()
    expect(admin.get_by_role("heading", name="Reschedule: 3 deliveries")).to_be_visible()
    admin.get_by_label("Date and time").fill("2027-05-01T09:30")
    admin.get_by_label("Spread over minutes").fill("60")
    admin.get_by_role("button", name="Reschedule").click()
    expect(admin.get_by_role("heading", name="3 done, 0 not")).to_be_visible()
    expect(admin.locator("main")).to_contain_text("2027-05-01 10:00")
    admin.get_by_role("link", name="Back to the inbox").click()
    expect(admin.locator("main")).to_contain_text("Nothing that waits matches this.")


def test_the_page_of_what_is_under_way_follows_by_itself_and_keeps_what_was_typed(hub, admin: Page, numbers):
    admin.goto(f"{hub.base}/admin/publishing/deliveries/inspect/{numbers['moving']}/")
    field = admin.get_by_label("Address of the post")
    field.fill("https://plaza.example/typ")
    change = "reason='Still not to be seen.', wake_at=None"
    code = f"from contenthub.publishing.models import Delivery; Delivery.objects.filter(pk={numbers['moving']}).update({change})"
    shell(hub, code)
    expect(admin.locator(".hub-delivery__state")).to_contain_text("Still not to be seen.", timeout=30_000)
    expect(admin.locator(".hub-moving")).to_have_count(0)
    expect(admin.locator("[data-hub-watch-target=said]")).to_contain_text("Unconfirmed: Still not to be seen.")
    expect(field).to_have_value("https://plaza.example/typ")
    expect(field).to_be_focused()


@pytest.mark.parametrize("path", ["inbox/", "deliveries/inspect/{moving}/"])
def test_nothing_is_wider_than_a_phone(hub, admin: Page, numbers, path):
    admin.set_viewport_size({"width": 390, "height": 844})
    admin.goto(f"{hub.base}/admin/publishing/{path.format(**numbers)}")
    assert admin.evaluate("document.documentElement.scrollWidth") == 390
