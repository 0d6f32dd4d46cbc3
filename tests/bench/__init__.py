"""``make bench``: what the hub costs, as ratios measured side by side in one run.

One file per subject, holding ``rows() -> Iterator[Row]`` and ``DATABASE``, whether it needs one; ``SUBJECTS`` in
``__main__`` names them. Each measures what the hub does against the least that would give the same outcome by hand, in
turns, and reports medians. Nothing here asserts a time: a slow machine gives other figures, never a failure.
``make bench ARGS="cards links"`` chooses subjects.

Runs on a data folder and a database of its own, which are gone afterwards; of the environment only DATABASE_URL counts.
"""
