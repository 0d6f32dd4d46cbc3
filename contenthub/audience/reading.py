"""Admin screens of what is recorded by the hub itself: to be searched, read and exported, not typed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.forms import Media
from django.urls import URLPattern, reverse
from wagtail.admin.ui.tables import Table, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.coreutils import multigetattr
from wagtail.permission_policies import ModelPermissionPolicy

#: Class of a column that gives way on a small screen (static/studio/css/listing.css).
WIDE = "hub-wide"
#: First characters that make a spreadsheet program take a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class DeclaredPolicy(ModelPermissionPolicy):
    """What a model's ``Meta.default_permissions`` does not list, nobody may do in the admin, superusers included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.model._meta.default_permissions and super().user_has_permission(user, action)


def plain_cell(value: str) -> str:
    """Text that strangers typed, so that no spreadsheet program runs it as a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


class ReadingIndexView(IndexView):
    """A listing with search, filters and spreadsheet export, whose titles lead to the inspect page."""

    custom_value_preprocess = {**IndexView.custom_value_preprocess, str: {IndexView.FORMAT_CSV: plain_cell}}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["media"] += Media(css={"all": ["studio/css/listing.css"]})
        return context

    def to_row_dict(self, item: Model) -> dict[str, Any]:
        return {field: _reached(item, field) for field in self.list_export}


def _reached(item: Model, path: str) -> Any:
    """The value at the end of a dotted path; empty where something on the way is missing."""
    try:
        return multigetattr(item, path)
    except AttributeError:
        return ""


class ReadingViewSet(ModelViewSet):
    """Listing and inspect page only."""

    index_view_class = ReadingIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    # Nothing in these rows refers to an image, a document or a page that could be deleted under them.
    add_to_reference_index = False
    search_backend_name = None
    #: Nothing is edited, so no form is made.
    form_fields: list[str] = []
    #: The addresses that exist; the rest of ModelViewSet's are left out.
    names: tuple[str, ...] = ("index", "index_results", "inspect")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        missing = {"add", "edit", "delete", "history", "usage"}.difference(self.names)
        return super().get_common_view_kwargs(**{f"{name}_url_name": None for name in missing}, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.names]

    def register_admin_url_finder(self) -> None:
        if "edit" in self.names:
            super().register_admin_url_finder()


def title_column(name: str, viewset: str, **options: Any) -> TitleColumn:
    """A column whose cells lead to the inspect page of ``viewset`` (its URL namespace)."""
    return TitleColumn(name, url_name=f"{viewset}:inspect", **options)


def linked_column(name: str, viewset: str, of: Callable[[Any], Model | None], **options: Any) -> TitleColumn:
    """As ``title_column``, for a row that belongs to another object; no link where ``of`` gives None."""

    def url(row: Any) -> str | None:
        other = of(row)
        return reverse(f"{viewset}:inspect", args=[other.pk]) if other else None

    return TitleColumn(name, get_url=url, **options)


def table(columns: list[Any], rows: Any) -> Table | None:
    """A table component, or None when there are no rows (the template then says so)."""
    rows = list(rows)
    return Table(columns, rows) if rows else None
