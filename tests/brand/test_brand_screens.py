"""Brands in the admin."""

from __future__ import annotations

import pytest

from contenthub.brand.models import Brand

LIST = "/admin/brands/"
FORMSETS = {
    f"{name}-{part}": count
    for name in ("key_messages", "terms", "phrases")
    for part, count in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
}
FIELDS = {
    "name": "Guild",
    "primary_colour": "#0f4c81",
    "accent_colour": "#f59e0b",
    "background_colour": "#ffffff",
    "text_colour": "#111827",
    "heading_font": "Noto Sans",
    "body_font": "Noto Sans",
    **FORMSETS,
}


def test_a_moderator_makes_a_brand(person):
    client = person("Moderators")
    assert client.post(f"{LIST}add/", {**FIELDS, "is_default": "on"}).status_code == 302
    assert Brand.objects.get().is_default


def test_unreadable_text_is_refused_beside_its_field(person):
    answer = person("Moderators").post(f"{LIST}add/", {**FIELDS, "text_colour": "#eeeeee"})
    assert "cannot be read" in answer.context["form"].errors["text_colour"][0]
    assert Brand.objects.count() == 0


def test_a_colour_has_a_text_field_and_a_picker(person):
    shown = person("Moderators").get(f"{LIST}add/").content.decode()
    assert shown.count('type="color"') == 4
    assert 'name="primary_colour"' in shown
    assert "studio/js/colour_controller.js" in shown
    assert "studio/js/look_controller.js" in shown


def test_the_listing_shows_the_colours(person):
    Brand.objects.create(name="Guild", primary_colour="#123456")
    shown = person("Moderators").get(LIST).content.decode()
    assert 'fill="#123456"' in shown
    assert "studio/css/brand.css" in shown


@pytest.mark.parametrize("screen", ["inspect", "history", "usage"])
def test_inspecting_history_and_usage_open(screen, person):
    brand = Brand.objects.create(name="Guild")
    assert person("Moderators").get(f"{LIST}{screen}/{brand.pk}/").status_code == 200


def test_an_editor_looks_and_does_not_touch(person):
    brand = Brand.objects.create(name="Guild")
    client = person("Editors")
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}inspect/{brand.pk}/").status_code == 200
    assert client.get(f"{LIST}add/").status_code == 302
    client.post(f"{LIST}edit/{brand.pk}/", {**FIELDS, "name": "Taken over"})
    client.post(f"{LIST}delete/{brand.pk}/")
    assert Brand.objects.get().name == "Guild"
