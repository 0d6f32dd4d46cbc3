"""A hub with both papers, a brand with words and phrases, and people who may do more or less in it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.brand.models import Brand, BrandPhrase, BrandTerm
from contenthub.variants.actions import derive, latest
from tests.variants.papers import make_asset


@pytest.fixture
def libraries(db):
    return ensure_libraries()


@pytest.fixture
def paper(libraries) -> Asset:
    return make_asset("en")


@pytest.fixture
def chinese_paper(libraries) -> Asset:
    return make_asset("zh-hans")


@pytest.fixture(params=["en", "zh-hans"])
def any_paper(request, libraries) -> Asset:
    return make_asset(request.param)


@pytest.fixture
def brand(db) -> Brand:
    """Has everything a brand can have, and no postal address."""
    return Brand.objects.create(
        name="Steady",
        is_default=True,
        website="https://www.steady.example/about",
        phrases=[
            BrandPhrase(use=BrandPhrase.Use.HOOK, language="en", text="Fridays need not be scary."),
            BrandPhrase(use=BrandPhrase.Use.CALL_TO_ACTION, language="en", text="Read it now"),
        ],
        terms=[
            BrandTerm(rule=BrandTerm.Rule.FORBIDDEN, language="en", word="scary", instead="risky"),
            BrandTerm(rule=BrandTerm.Rule.REQUIRED, language="en", word="Steady"),
            BrandTerm(rule=BrandTerm.Rule.FORBIDDEN, language="zh-hans", word="诀窍", instead=""),
        ],
    )


@pytest.fixture
def draft():
    """``draft(asset, kind)``: the asset's draft of this kind, as its editors see it."""
    return lambda asset, kind: latest(derive(asset, [kind])[0])


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.com")  # no password: hashing one takes long
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def editor(libraries) -> User:
    return person("ed", "Editors")


@pytest.fixture
def moderator(libraries) -> User:
    return person("mo", "Moderators")


@pytest.fixture
def reader(libraries) -> User:
    """May enter the admin, and no more."""
    readers = Group.objects.create(name="Readers")
    readers.permissions.add(Group.objects.get(name="Editors").permissions.get(codename="access_admin"))
    return person("rea", "Readers")
