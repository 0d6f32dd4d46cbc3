"""A test with real transactions leaves the database as it found it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from wagtail.models import Locale, Page

from contenthub.assets.models import Library
from tests import baseline

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_added_goes_and_what_was_taken_comes_back():
    before = baseline.taken()
    User.objects.create_user("somebody")
    Library.objects.filter(locale__language_code="en").update(title="Something else")
    Page.objects.filter(depth__gt=1).filter(locale__language_code="zh-hans").delete()
    baseline.put_back(before)
    assert baseline.taken() == before


@pytest.mark.parametrize("turn", (1, 2))
def test_each_begins_with_the_libraries_whatever_the_one_before_did(turn):
    assert set(Library.objects.values_list("locale__language_code", flat=True)) == {"en", "zh-hans"}
    assert not User.objects.filter(username="somebody").exists()
    User.objects.create_user("somebody")
    Page.objects.all().delete()
    Locale.objects.all().delete()
