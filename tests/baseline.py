"""What every test finds in the database, put back after those with real transactions.

Django empties every table after such a test, and with it what the migrations and the libraries put there; the next
test would begin in a hub that no user ever has. Here the tables are emptied and filled as they were, ids included.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase
from wagtail.models import Site


@dataclasses.dataclass(frozen=True)
class Table:
    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def taken() -> list[Table]:
    """Every table of a model, as it is now."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        filled_by_triggers = _virtual(cursor) if connection.vendor == "sqlite" else set()
        return [_read(cursor, name) for name in names if name not in filled_by_triggers]


def put_back(tables: Sequence[Table]) -> None:
    """Make the tables what they were, whatever is in them now."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in tables:
            cursor.execute(f"DELETE FROM {_quoted(table.name)}")
        for table in tables:
            if table.rows:
                columns = ", ".join(map(_quoted, table.columns))
                values = ", ".join(["%s"] * len(table.columns))
                cursor.executemany(f"INSERT INTO {_quoted(table.name)} ({columns}) VALUES ({values})", table.rows)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


@contextmanager
def restored(tables: Sequence[Table]) -> Iterator[None]:
    """While this lasts, a test with real transactions ends by putting the tables back."""
    own = pytest.MonkeyPatch()

    def teardown(self: TransactionTestCase) -> None:
        put_back(tables)

    own.setattr(TransactionTestCase, "_fixture_teardown", teardown)
    yield
    own.undo()


def _virtual(cursor: Any) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL %'")
    return {name for (name,) in cursor.fetchall()}


def _read(cursor: Any, name: str) -> Table:
    cursor.execute(f"SELECT * FROM {_quoted(name)} ORDER BY 1")
    return Table(name, [column[0] for column in cursor.description], cursor.fetchall())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
