"""Very many rows at once: copies of one that is there, made by the database itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from django.db.models import Model

#: Ids from here on: whatever else is made meanwhile takes lower ones.
FIRST = 1_000_000_000
#: The same for a subject whose copies must not meet those that another one left behind.
ASIDE = 2 * FIRST


def copy(original: Model, number: int, changes: Mapping[str, str], first: int = FIRST) -> None:
    """Insert ``number`` copies of a stored row, with ids from ``first`` on.

    :param changes: SQL for the columns that differ, by column name; ``n.i`` counts the copies from 0.
    """
    meta, quote = original._meta, connection.ops.quote_name
    columns = [field.column for field in meta.local_concrete_fields]
    differing = {meta.pk.column: f"{first} + n.i", **changes}
    values = [differing.get(column, f"t.{quote(column)}") for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(meta.db_table)} ({', '.join(map(quote, columns))}) "
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s) "
            f"SELECT {', '.join(values)} FROM {quote(meta.db_table)} t, n WHERE t.{quote(meta.pk.column)} = %s",
            [number, original.pk],
        )


def numbered(prefix: str) -> str:
    """SQL for a text that differs in every copy."""
    return f"'{prefix}' || n.i"


def numbered_uuid(first: int = FIRST) -> str:
    """SQL for a UUID that differs in every copy, as Django stores it in this database; ``first`` as for ``copy``."""
    if connection.vendor == "sqlite":
        return f"printf('%%032x', {first} + n.i)"
    return f"lpad(to_hex({first}::bigint + n.i), 32, '0')::uuid"
