"""make soak: the seeded run at length. ``make soak ARGS="5000 my-seed"``; DATABASE_URL for PostgreSQL."""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path

from tests.bench.surroundings import own_database, own_settings

#: Deliveries, unless said otherwise.
COUNT = 20_000


def main(words: list[str]) -> int:
    count = int(words[0]) if words else COUNT
    seed = words[1] if len(words) > 1 else secrets.token_hex(4)
    with own_settings() as folder, own_database():
        return _soak(folder, count, seed)


def _soak(folder: Path, count: int, seed: str) -> int:
    from django.db import connection

    from channels import registry
    from contenthub.lib import clock
    from tests.publishing.harness import seeded
    from tests.publishing.harness.channels import CHANNELS
    from tests.publishing.harness.hub import Hub
    from tests.publishing.harness.ticking import REAL

    for name, connector in CHANNELS.items():
        registry.register(name, connector)
    place = folder / "harness"
    place.mkdir()
    hub = Hub(place)
    clock.now = hub.ticking.shifted(REAL, lambda: 0)
    began = time.monotonic()
    print(f"{count} deliveries on {connection.vendor}, seed {seed}; the processes' logs are in {place}/log", flush=True)
    try:
        figures = seeded.run(
            hub, count, seed, patience=600 + count,
            progress=lambda text: print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True),
        )  # fmt: skip
    finally:
        clock.now = REAL
        hub.close()
    print(figures)
    return 1 if figures.complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
