"""Assets in the admin's menu: the listing, the import, and the campaigns and brands that assets hang on."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, LocaleFilter, MultipleUserFilter, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton

from contenthub.assets.models import Asset
from contenthub.assets.rights import may_import
from contenthub.assets.views import ImportView, ReportView
from contenthub.brand.columns import WideColumn
from contenthub.brand.viewsets import BrandViewSet
from contenthub.campaigns.models import Campaign
from contenthub.campaigns.viewsets import CampaignViewSet


class AssetFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=Asset.Kind.choices, widget=CheckboxSelectMultiple
    )
    locale = LocaleFilter(
        label=_("Language"),
        choices=settings.LANGUAGES,
        empty_label=None,
        null_label=_("All"),
        null_value=None,
        widget=RadioSelect,
    )
    campaign = django_filters.ModelMultipleChoiceFilter(
        label=_("Campaign"), queryset=lambda request: Campaign.objects.all(), widget=CheckboxSelectMultiple
    )
    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=_("Date updated"), widget=DateRangePickerWidget
    )
    owner = MultipleUserFilter(
        label=_("Owner"),
        queryset=lambda request: get_user_model().objects.filter(pk__in=Asset.objects.values("owner_id")),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Asset
        fields: list[str] = []


class AssetIndexView(IndexView):
    """All assets of all languages, with the way to import one at hand."""

    results_template_name = "assets/index_results.html"
    base_filterset_class = AssetFilterSet
    base_columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        WideColumn("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", width="12%"),
        WideColumn("locale", label=_("Language"), accessor="locale", sort_key="locale__language_code", width="12%"),
        WideColumn("campaign", label=_("Campaign"), accessor="campaign", width="15%"),
        DateColumn(
            "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at", width="10%"
        ),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
    ]
    show_locale_labels = False

    @cached_property
    def import_url(self) -> str:
        return reverse("import_asset:index") if may_import(self.request.user) else ""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = list(super().header_buttons)
        if self.import_url:
            buttons.append(HeaderButton(_("Import a document"), url=self.import_url, icon_name="upload", priority=10))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "import_url": self.import_url}


class AssetViewSet(PageListingViewSet):
    model = Asset
    name = "assets"
    icon = "doc-full"
    menu_label = _("All assets")
    index_view_class = AssetIndexView
    filterset_class = AssetFilterSet


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


class ImportViewSet(ViewSet):
    name = "import_asset"
    url_prefix = "assets/import"
    icon = "upload"
    menu_label = _("Import a document")
    menu_item_class = ImportMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ImportView.as_view(), name="index"),
            path("<int:pk>/", ReportView.as_view(), name="report"),
        ]


class AssetsGroup(ViewSetGroup):
    menu_label = _("Assets")
    menu_icon = "doc-full-inverse"
    menu_name = "hub-assets"
    menu_order = 110
    items = (AssetViewSet, ImportViewSet, CampaignViewSet, BrandViewSet)
