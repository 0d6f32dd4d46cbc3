"""Who may import, where, and who may publish at once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from contenthub.assets.actions import import_asset
from contenthub.assets.importers import ImportProblem
from contenthub.assets.models import Asset
from contenthub.assets.rights import may_import, may_publish
from tests.assets import documents


def test_an_editor_imports_and_owns_what_came_of_it(editor, tmp_path):
    asset = Asset.objects.get(pk=import_asset(documents.text(tmp_path), user=editor).asset_id)
    assert asset.owner == editor
    assert asset.latest_revision.user == editor


def test_an_editor_may_not_publish_at_once(editor, tmp_path):
    with pytest.raises(ImportProblem, match="may not publish"):
        import_asset(documents.text(tmp_path), user=editor, publish=True)
    assert Asset.objects.count() == 0


def test_a_moderator_may(moderator, tmp_path):
    assert Asset.objects.get(pk=import_asset(documents.text(tmp_path), user=moderator, publish=True).asset_id).live


def test_without_the_right_to_add_pages_nothing_is_imported(reader, tmp_path):
    with pytest.raises(ImportProblem, match="ask an administrator"):
        import_asset(documents.text(tmp_path), user=reader)
    assert Asset.objects.count() == 0


def test_the_library_of_the_documents_language_decides(reader, libraries, tmp_path):
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="Readers"),
        page=libraries["zh-hans"],
        permission=Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page"),
    )
    assert may_import(reader)
    import_asset(documents.markdown(tmp_path, text=documents.CHINESE), user=reader)
    with pytest.raises(ImportProblem, match="Library"):
        import_asset(documents.text(tmp_path), user=reader)


def test_rights_are_told_beforehand(editor, moderator, reader):
    assert [may_import(user) for user in (editor, moderator, reader)] == [True, True, False]
    assert [may_publish(user) for user in (editor, moderator, reader)] == [False, True, False]
