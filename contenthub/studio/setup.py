"""Brings a hub's database to where it can be used; changes nothing when it is there already."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from contenthub.assets.setup import ensure_libraries
from contenthub.studio import rights
from contenthub.studio.demo import content


def needs_migration() -> bool:
    """Whether a migration has not been applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare(*, demo: bool) -> bool:
    """Migrate, make the libraries and, in a database without users, the administrator and (``demo``) the demo content.

    :returns: whether this was the first run.
    """
    if needs_migration():
        call_command("migrate", interactive=False, verbosity=0)
    ensure_libraries()
    # WhiteNoise warns at every start of a folder that is not there.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    if User.objects.exists():
        return False
    # The administrator comes last and in the same transaction: a demo that broke off is made anew next time.
    with transaction.atomic():
        rights.give()
        if demo:
            content.create()
        User.objects.create_superuser(
            "admin", email="admin@example.com", password=None, first_name="Hub", last_name="Administrator"
        )
    return True
