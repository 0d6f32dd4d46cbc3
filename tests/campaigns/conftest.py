"""People who may do more or less with campaigns."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from contenthub.assets.setup import ensure_libraries


@pytest.fixture
def person(db, client):
    """Log in somebody of Wagtail's group ``name``; returns the client."""

    def log_in(name: str):
        ensure_libraries()
        user = User.objects.create_user(name.lower())
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        return client

    return log_in
