"""What travels on the queue: a delivery's id, and nothing else."""

from __future__ import annotations

from django.db import close_old_connections

from contenthub.publishing.worker import work


def run(delivery_id: int) -> None:
    """One step for one delivery, on an RQ worker."""
    close_old_connections()
    try:
        work(delivery_id)
    finally:
        close_old_connections()
