"""An editor who has never seen it: import, derive, edit, approve, schedule, watch; then a reader on a phone."""

from __future__ import annotations

import re

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """A small Word file."""
    document = Document()
    document.add_heading("Ferries by the Tide", 0)
    document.add_heading("Executive summary", 1)
    document.add_paragraph(
        "Ferries that follow the tide save 18% of their fuel. Three ports changed their timetables and measured it for a year."
    )
    document.add_heading("What changed", 1)
    document.add_paragraph("The port of Hale moved 12 departures by 40 minutes. Crews rest longer between two shifts.")
    document.add_paragraph("Passengers arrive 6 minutes earlier on average, because boats no longer wait for water.")
    path = tmp_path_factory.mktemp("paper") / "ferries.docx"
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def admin(hub, chromium: Browser):
    """A logged-in editor's page that collects what the console complains of."""
    context = chromium.new_context(viewport={"width": 1360, "height": 900})
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))  # type: ignore[attr-defined]
    page.goto(hub.once)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    yield page
    context.close()


def publish(page: Page) -> None:
    """Press Publish in the editor's menu."""
    page.locator("footer .w-dropdown__toggle").first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("has been published")


def test_from_word_file_to_lead(hub, admin: Page, chromium: Browser, paper):
    admin.goto(f"{hub.base}/admin/assets/import/")
    admin.set_input_files("input[type=file]", str(paper))
    admin.select_option("select[name=campaign]", index=1)
    admin.get_by_role("button", name="Import", exact=True).click()
    expect(admin.get_by_role("heading", name="What was found")).to_be_visible()

    admin.get_by_role("link", name="Edit the asset").click()
    publish(admin)
    asset = re.search(r"/pages/(\d+)/edit/", admin.locator(".messages a", has_text="Edit").get_attribute("href")).group(
        1
    )

    admin.goto(f"{hub.base}/admin/variants/derive/{asset}/")
    admin.get_by_role("button", name="Derive").click()
    expect(admin.locator(".messages")).to_contain_text("4 drafts were made")

    admin.get_by_role("link", name="Social card: Ferries by the Tide").first.click()
    copy = admin.get_by_label("Copy").first
    copy.fill("Three ports changed their timetables. Ferries that follow the tide save 18% of their fuel.")
    publish(admin)
    variant = re.search(
        r"/pages/(\d+)/edit/", admin.locator(".messages a", has_text="Edit").get_attribute("href")
    ).group(1)

    admin.goto(f"{hub.base}/admin/publishing/deliveries/schedule/{variant}/")
    admin.locator("label", has_text="Outbox folder").click()
    admin.locator("input[name=when][value=now]").check()
    admin.get_by_role("button", name="Schedule").click()
    expect(admin.get_by_text("Tracked link")).to_be_visible()
    delivery = admin.url
    for _ in range(40):
        if admin.locator("main").get_by_text("Live", exact=True).count():
            break
        admin.wait_for_timeout(500)
        admin.goto(delivery)
    expect(admin.locator("main").get_by_text("Live", exact=True).first).to_be_visible()
    link = re.search(rf"{hub.base}/r/\w+", admin.content()).group(0)

    phone = chromium.new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE).new_page()
    phone.goto(link)
    assert "utm_content=" in phone.url
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ferries by the Tide")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    boxes = phone.locator("form input[type=checkbox]")
    assert boxes.count() == 2 and not any(boxes.nth(n).is_checked() for n in range(2))
    phone.fill("input[name=email]", "rita@example.org")
    phone.fill("input[name=name]", "Rita Reader")
    phone.get_by_role("button", name="Get the file").click()
    with phone.expect_download() as download:
        phone.get_by_role("link", name=re.compile("Download")).click()
    assert download.value.suggested_filename.endswith(".docx")

    admin.goto(f"{hub.base}/admin/leads/")
    admin.get_by_role("link", name=re.compile("Rita Reader|rita@example.org")).first.click()
    expect(admin.get_by_role("heading", name="The delivery behind this lead")).to_be_visible()
    expect(admin.locator("main")).to_contain_text("Outbox folder")
    admin.goto(f"{hub.base}/admin/hub/assets/{asset}/")
    expect(admin.locator("main")).to_contain_text("Rita Reader")
    assert admin.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_public_pages_read_well_on_a_phone_without_script(hub, chromium: Browser, language):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, user_agent=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{hub.base}/{'' if language == 'en' else 'zh-hans/'}")
    page.locator("main a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    address = page.url
    page.goto(f"{address.split('?')[0].rstrip('/')}/h5-page/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang").lower().startswith(language[:2])
    context.close()


def test_the_admin_speaks_chinese(hub, admin: Page):
    admin.goto(f"{hub.base}/admin/account/")
    admin.set_extra_http_headers({"Accept-Language": "zh-hans"})
    admin.select_option("select[name*=preferred_language]", "zh-hans")
    admin.locator("form button[type=submit]").last.click()
    admin.goto(f"{hub.base}/admin/publishing/deliveries/")
    expect(admin.locator("main")).to_contain_text("已上线")
    expect(admin.get_by_role("heading", level=1)).to_contain_text("投放")
