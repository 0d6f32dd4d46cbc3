"""How many statements something sends to the database."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def statements(work: Callable[[], object], pieces: int = 1) -> str:
    """Do ``work``; say how many statements, and how many commits, each of its pieces took, for a note."""
    with CaptureQueriesContext(connection) as captured:
        work()
    commits = sum(query["sql"] == "COMMIT" for query in captured.captured_queries)
    return f"{len(captured) / pieces:.3g} statements, {commits / pieces:.2g} of them COMMIT"
