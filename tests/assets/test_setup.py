"""Libraries, site, rights and workflow are there from the start, and set-up may run again at any time."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import Page, Site, WorkflowPage

from contenthub.assets.models import Asset, Library
from contenthub.assets.setup import PERMISSIONS, ensure_libraries, library_for


@pytest.fixture(autouse=True)
def as_wagtail_leaves_it(db) -> None:
    """The database right after the migrations: no library, Wagtail's welcome page, nobody's rights to what is ours."""
    for library in Library.objects.order_by("-path"):
        library.delete()
    welcome = Page.get_first_root_node().add_child(
        instance=Page(title="Welcome to your new Wagtail site!", slug="home")
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, root_page=welcome, is_default_site=True)
    for app, model in [of for rights in PERMISSIONS.values() for of in rights]:
        for group in Group.objects.all():
            group.permissions.remove(*Permission.objects.filter(content_type__app_label=app, codename__endswith=model))


def test_there_is_a_library_for_every_language_and_they_are_translations(db):
    libraries = ensure_libraries()
    assert sorted(libraries) == ["en", "zh-hans"]
    assert libraries["zh-hans"].get_translation_or_none(libraries["en"].locale) == libraries["en"]
    assert all(library.live for library in libraries.values())


def test_the_site_stands_at_base_url_and_serves_both_languages(db, settings):
    settings.BASE_URL = "https://hub.example.com:8443"
    libraries = ensure_libraries()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("hub.example.com", 8443, libraries["en"].pk)
    assert [library.url for library in libraries.values()] == ["/", "/zh-hans/"]


def test_wagtails_welcome_page_goes(db):
    ensure_libraries()
    assert set(Page.objects.filter(depth=2).values_list("slug", flat=True)) == {"library", "library-zh-hans"}


def test_pages_that_someone_made_stay(db):
    Page.objects.get(slug="home").add_child(instance=Page(title="Mine", slug="mine"))
    ensure_libraries()
    assert Page.objects.filter(slug="mine").exists()


def test_it_may_run_again_and_changes_nothing(db):
    def everything():
        pages = list(Page.objects.order_by("path").values_list("pk", "path", "title", "latest_revision"))
        return pages, list(Site.objects.values()), Group.objects.get(name="Editors").permissions.count()

    ensure_libraries()
    before = everything()
    ensure_libraries()
    assert everything() == before


def test_what_an_administrator_changed_stays(db):
    libraries = ensure_libraries()
    Group.objects.get(name="Editors").permissions.clear()
    WorkflowPage.objects.all().delete()
    libraries["en"].title = "Our papers"
    libraries["en"].save()
    ensure_libraries()
    assert Group.objects.get(name="Editors").permissions.count() == 0
    assert not WorkflowPage.objects.exists()
    assert Library.objects.get(locale__language_code="en").title == "Our papers"


def test_a_lost_library_comes_back(db):
    Library.objects.get(pk=ensure_libraries()["zh-hans"].pk).delete()
    assert library_for("zh-hans").get_translations().count() == 1


ALL = ["add", "change", "delete", "view"]


@pytest.mark.parametrize(
    ("group", "brand", "campaign"), [("Editors", ["view"], ["add", "change", "view"]), ("Moderators", ALL, ALL)]
)
def test_groups_have_their_rights(group, brand, campaign, db):
    ensure_libraries()
    codes = set(Group.objects.get(name=group).permissions.values_list("codename", flat=True))
    assert {f"{verb}_brand" for verb in brand} == {code for code in codes if code.endswith("_brand")}
    assert {f"{verb}_campaign" for verb in campaign} == {code for code in codes if code.endswith("_campaign")}


def test_an_editor_can_hand_in_an_asset_and_a_moderator_can_approve_it(libraries, editor, moderator, rf):
    asset = Asset(title="One", slug="one")
    libraries["en"].add_child(instance=asset)
    asset.live = False
    asset.save()
    asset.save_revision(user=editor)
    assert asset.permissions_for_user(editor).can_submit_for_moderation()
    state = asset.get_workflow().start(asset, editor)
    task = state.current_task_state.task.specific
    assert [name for name, _label, _more in task.get_actions(asset, moderator)]
    assert not task.get_actions(asset, editor)
    state.current_task_state.approve(user=moderator)
    asset.refresh_from_db()
    assert asset.live
