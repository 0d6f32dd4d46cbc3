"""``manage.py hub status``: how the hub is, for people, programs and whatever watches it by exit codes."""

from __future__ import annotations

import json

from contenthub.lib.console import table
from contenthub.publishing.status import Status, span


def as_json(status: Status) -> str:
    """One JSON document."""
    return json.dumps(status.as_dict(), ensure_ascii=False, indent=2)


def as_text(status: Status) -> str:
    """What is wrong, the processes, and the figures below each other."""
    problems = [f"! {text}" for text in status.problems] or ["All is well."]
    return "\n\n".join(filter(None, ("\n".join(problems), _processes(status), _figures(status))))


def _processes(status: Status) -> str:
    rows = [
        {
            "process": each.name,
            "host": each.host,
            "pid": each.pid,
            "seen": f"{span((status.at - each.at).total_seconds())} ago",
            "state": "alive" if each.alive else f"dead since {each.at:%Y-%m-%d %H:%M:%S} UTC",
            "doing": ", ".join(f"delivery {pk}" for pk in each.deliveries[:3]),
        }
        for each in status.processes
    ]
    return table(rows, ["process", "host", "pid", "seen", "state", "doing"]) if rows else ""


def _figures(status: Status) -> str:
    said = status.as_dict()
    names = ("due", "sending", "scheduled", "next_hour", "held", "unconfirmed", "failed", "handed_over")
    rows = [(name.replace("_", " "), str(said[name])) for name in names]
    rows.insert(1, ("oldest due", f"{span(status.oldest_due_seconds)} ago" if status.due else "-"))
    rows += [(f"queue {name}", "?" if count is None else str(count)) for name, count in status.queues.lengths.items()]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in rows)
