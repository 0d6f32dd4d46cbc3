from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from contenthub.links.models import Click


@pytest.fixture
def visited(reader, link):
    reader.get(f"/r/{link.code}", HTTP_REFERER="https://r.example/")
    reader.get(f"/r/{link.code}", HTTP_USER_AGENT="curl/8")
    return link


def editor(django_user_model, *codenames: str):
    group = Group.objects.create(name="test")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user = django_user_model.objects.create_user("eve", password="x")
    user.groups.add(group)
    return user


def test_the_listing_shows_code_target_counts_and_a_copy_button(admin_client, visited):
    page = admin_client.get("/admin/links/").content.decode()
    assert visited.code in page and "https://example.com/paper" in page
    assert f'data-hub-copy-text-value="{visited.short_url}"' in page
    assert "copy_controller.js" in page


def test_a_link_can_be_searched_for_and_exported(admin_client, visited):
    assert visited.code in admin_client.get("/admin/links/?q=launch").content.decode()
    assert visited.code not in admin_client.get("/admin/links/?q=elsewhere").content.decode()
    export = b"".join(admin_client.get("/admin/links/?export=csv").streaming_content).decode()
    assert visited.short_url in export


def test_a_links_own_screen_shows_its_recent_clicks(admin_client, visited):
    page = admin_client.get(f"/admin/links/inspect/{visited.pk}/").content.decode()
    assert "https://r.example/" in page and "curl/8" in page
    assert "1 by people, 0 suspect, 1 by bots" in page


@pytest.mark.parametrize("path", ["new/", "edit/1/", "delete/1/"])
def test_nobody_edits_links(admin_client, link, path):
    assert admin_client.get(f"/admin/links/{path}").status_code == 404


def test_who_may_not_view_links_is_kept_out(client, link, django_user_model):
    client.force_login(editor(django_user_model, "change_link"))
    assert client.get("/admin/links/").status_code == 302


def test_who_may_view_links_sees_them(client, link, django_user_model):
    client.force_login(editor(django_user_model, "view_link"))
    assert link.code in client.get("/admin/links/").content.decode()


def test_an_empty_listing_says_where_links_come_from(admin_client, db):
    assert "schedule" in admin_client.get("/admin/links/").content.decode()


def test_looking_changes_nothing(admin_client, visited):
    admin_client.get(f"/admin/links/inspect/{visited.pk}/")
    assert Click.objects.count() == 2
