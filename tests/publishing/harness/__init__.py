"""The fault harness: a hub's real worker and dispatcher processes, against a platform that misbehaves, killed on purpose.

``platform_process`` is the platform (``server``, its ``faults``), in a process of its own; ``channels`` are its three
channels. ``entry`` is the process that starts the hub's children by their very command lines, kills them where the
harness says (``killing``), and gives them a clock that the harness sets (``ticking``). ``valkey_server`` is a queue of
its own. ``hub`` puts these together, ``planting`` gives it work, ``ledger`` says whether the books balance, and
``seeded`` is the long random run, for the tests and for ``make soak``.
"""
