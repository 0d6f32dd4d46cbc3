"""The count under a text area: what the browser counts is what the channel counts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from channels.counting import X_LIGHT
from contenthub.variants.counted import CountedInput
from contenthub.variants.post_copy import LENGTHS, LONG, SHORT

SCRIPT = Path("static/studio/js/count_controller.js")
STUB = "window.StimulusModule = {Controller: class {}}; window.wagtail = {app: {register: (_, made) => { window.made = made; }}};"
TEXTS = [
    "Small steps, whole trick.",
    "小步前进，就是全部的诀窍。Ship on 星期五!",
    "Read https://steady.example/a_(b)?c=1. And (https://steady.example/x) too, or www.steady.dev/now.",
    "看这里 https://steady.example/路径，好。",
    "Family 👨‍👩‍👧‍👦, flag 🇨🇳, thumb 👍🏽, keycap 1️⃣, sign ©, heart ❤️",
    "Here it is: ⟦link⟧ – and on it goes…",
    "café naïve e\u0301",
    "One.\r\n\r\nTwo.",
]


@pytest.fixture(scope="module")
def browser_counts():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("needs Chromium")
    asked = [
        [text, {"unit": length.unit, "link": length.link, "light": X_LIGHT}] for text in TEXTS for length in LENGTHS
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=STUB)
        page.add_script_tag(content=SCRIPT.read_text())
        found = page.evaluate("asked => asked.map(([text, rules]) => window.made.measure(text, rules))", asked)
        browser.close()
    return found


def test_the_browser_counts_as_the_channels_do(browser_counts):
    ours = [length.count(text.replace("\r\n", "\n").strip()) for text in TEXTS for length in LENGTHS]
    assert browser_counts == ours


def test_the_field_carries_its_rules_and_a_line_that_is_read_out():
    html = CountedInput(SHORT).render("copy_short", "Hello", {"id": "id_copy_short"})
    assert 'data-controller="hub-count"' in html and 'aria-live="polite"' in html
    assert 'data-hub-count-target="field"' in html and ">\nHello</textarea>" in html


def test_rules_are_json_that_a_browser_can_read():
    html = CountedInput(LONG).render("copy_long", "")
    rules = html.split('rules-value="')[1].split('"')[0].replace("&quot;", '"')
    assert json.loads(rules)["limit"] == LONG.limit
