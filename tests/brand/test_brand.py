"""A brand's colours can be read, and one brand at most is the default."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from contenthub.brand.models import Brand, BrandPhrase


def test_text_that_cannot_be_read_on_the_background_is_refused():
    brand = Brand(name="Pale", text_colour="#999999", background_colour="#ffffff")
    with pytest.raises(ValidationError) as error:
        brand.clean()
    assert "2.8" in error.value.message_dict["text_colour"][0]
    assert "4.5" in error.value.message_dict["text_colour"][0]


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", ""])
def test_what_is_no_colour_is_refused_by_its_field(colour, db):
    brand = Brand(name="Odd", text_colour=colour)
    with pytest.raises(ValidationError) as error:
        brand.full_clean()
    assert set(error.value.message_dict) == {"text_colour"}


def test_colours_are_kept_in_one_spelling(db):
    brand = Brand(name="Loud", primary_colour=" #ABCDEF ".strip())
    brand.full_clean()
    assert brand.primary_colour == "#abcdef"


def test_the_new_default_takes_the_place_of_the_old(db):
    old = Brand.objects.create(name="Old", is_default=True)
    new = Brand.objects.create(name="New", is_default=True)
    old.refresh_from_db()
    assert (old.is_default, Brand.objects.default()) == (False, new)


def test_without_a_default_the_oldest_brand_serves(db):
    assert Brand.objects.default() is None
    first = Brand.objects.create(name="Zebra")
    Brand.objects.create(name="Aardvark")
    assert Brand.objects.default() == first


def test_a_phrase_is_looked_up_by_use_and_language(db):
    brand = Brand.objects.create(name="Words")
    BrandPhrase.objects.create(brand=brand, use="hook", language="en", text="Look here")
    BrandPhrase.objects.create(brand=brand, use="hook", language="zh-hans", text="看这里")
    assert brand.phrase("hook", "zh-hans") == "看这里"
    assert brand.phrase("mail_footer", "en", "none") == "none"
