"""The first login works once, and only by a POST."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User

from contenthub.studio import login

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    User.objects.create_superuser("admin", password=None)
    return urlsplit(login.address(login.administrator())).path


def test_looking_at_the_address_logs_nobody_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_posting_logs_in_once(client, path):
    assert client.post(path).status_code == 302
    assert client.session["_auth_user_id"]
    client.logout()
    assert client.post(path).status_code == 410
    assert "_auth_user_id" not in client.session


def test_a_password_may_be_set_on_the_way(client, path):
    client.post(path, {"new_password1": "correct horse 9", "new_password2": "correct horse 9"})
    assert User.objects.get().check_password("correct horse 9")


def test_passwords_that_differ_are_refused_and_the_address_lives_on(client, path):
    answer = client.post(path, {"new_password1": "correct horse 9", "new_password2": "battery staple 8"})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(path).status_code == 302


@pytest.mark.parametrize(
    "wrong", ["/admin/hub/login/MQ/abc-def/", "/admin/hub/login/!!/x/", "/admin/hub/login/OTk5/a-b/"]
)
def test_an_address_we_never_made_is_gone(client, path, wrong):
    assert client.get(wrong).status_code == 410
