"""A hub with its libraries, and people who may do more or less in it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from contenthub.assets.setup import ensure_libraries


@pytest.fixture
def libraries(db):
    return ensure_libraries()


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
    """May enter the admin, and no more: not even in Wagtail's groups."""
    readers = Group.objects.create(name="Readers")
    readers.permissions.add(Group.objects.get(name="Editors").permissions.get(codename="access_admin"))
    return person("rea", "Readers")
