"""What must be there before the first asset: locales, a library for each language, the site, who may do what."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupApprovalTask, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from contenthub.assets.models import Library

#: {group: {(app label, model): verbs}}
Rights = dict[str, dict[tuple[str, str], tuple[str, ...]]]
#: Title and introduction of a new library. Its language is the reader's, so these are not for translation.
TITLES = {
    "en": ("Library", "Papers, reports and guides."),
    "zh-hans": ("资料库", "白皮书、报告与指南。"),
}
#: What Wagtail's two groups may do besides what Wagtail gives them.
PERMISSIONS: Rights = {
    "Editors": {("campaigns", "campaign"): ("view", "add", "change"), ("brand", "brand"): ("view",)},
    "Moderators": {
        ("campaigns", "campaign"): ("view", "add", "change", "delete"),
        ("brand", "brand"): ("view", "add", "change", "delete"),
    },
}


def ensure_libraries() -> dict[str, Library]:
    """The library of every language, made where it is missing; ``{language code: library}``.

    Also keeps Wagtail's site at BASE_URL with the English library at its root. The first time it removes Wagtail's
    welcome page, gives Wagtail's groups their rights to campaigns and brands, and sees to it that a page can be handed
    in for approval; later changes to groups and workflows are left alone. May be called at any time.
    """
    with transaction.atomic():
        first_time = not Library.objects.exists()
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
        libraries = {code: _library(root, code) for code in codes}
        _ensure_site(libraries[codes[0]])
        if first_time:
            _remove_welcome_page()
            grant(PERMISSIONS)
            _ensure_workflow(root)
        Site.clear_site_root_paths_cache()
    return libraries


def library_for(language: str) -> Library:
    """The library of one language (``en``, ``zh-hans``), made if it is missing."""
    found = Library.objects.filter(locale__language_code=language).order_by("depth", "pk").first()
    return found or ensure_libraries()[language]


def grant(rights: Rights) -> None:
    """Give groups, made where they are missing, rights to models; takes none away."""
    for name, models in rights.items():
        group, _made = Group.objects.get_or_create(name=name)
        for (app, model), verbs in models.items():
            codenames = [f"{verb}_{model}" for verb in verbs]
            group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _library(root: Page, code: str) -> Library:
    found = Library.objects.filter(locale__language_code=code).order_by("depth", "pk").first()
    if found:
        return found
    locale, _made = Locale.objects.get_or_create(language_code=code)
    title, introduction = TITLES.get(code, TITLES["en"])
    library = Library(title=title, introduction=introduction, slug=_free_slug(root, code), locale=locale)
    # The libraries are translations of each other: that is what makes Wagtail serve them all from one site.
    sibling = Library.objects.order_by("pk").first()
    if sibling:
        library.translation_key = sibling.translation_key
    root.refresh_from_db()
    root.add_child(instance=library)
    library.save_revision().publish()
    return library


def _free_slug(root: Page, code: str) -> str:
    taken = set(root.get_children().values_list("slug", flat=True))
    wanted = "library" if code == settings.LANGUAGE_CODE else f"library-{code}"
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 99))) if slug not in taken)


def _ensure_site(library: Library) -> None:
    base = urlsplit(settings.BASE_URL)
    host, port = base.hostname or "localhost", base.port or (443 if base.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    before = (site.pk, site.hostname, site.port, site.root_page_id)
    if not Site.objects.exclude(pk=site.pk).filter(hostname=host, port=port).exists():
        site.hostname, site.port = host, port
    if not site.pk or not Library.objects.filter(pk=site.root_page_id).exists():
        site.root_page = library
    site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
    if before != (site.pk, site.hostname, site.port, site.root_page_id):
        site.save()


def _remove_welcome_page() -> None:
    """Wagtail's own first page: a plain page, childless, of no site any more."""
    plain = Page.objects.filter(depth=2, slug="home", numchild=0, sites_rooted_here=None)
    for page in plain:
        if type(page.specific) is Page:
            page.delete()


def _ensure_workflow(root: Page) -> None:
    """A workflow on the root page: Wagtail's own "Moderators approval", or one like it where that is gone."""
    if WorkflowPage.objects.filter(page=root, workflow__active=True).exists():
        return
    workflow = Workflow.objects.filter(active=True).order_by("pk").first()
    if workflow is None:
        moderators, _made = Group.objects.get_or_create(name="Moderators")
        task = GroupApprovalTask.objects.create(name="Moderators approval")
        task.groups.add(moderators)
        workflow = Workflow.objects.create(name="Moderators approval")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
