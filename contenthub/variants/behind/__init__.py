"""Variants whose sources have changed: found, shown, confirmed, derived again.

``snapshots`` and ``comparing`` say what changed, ``models`` and ``judging`` keep it in step with the database,
``resolving`` is what people do about it, ``again`` what another derivation would give. Upper packages listen to
``signals.judged`` and may add to the screen through ``sections``.
"""
