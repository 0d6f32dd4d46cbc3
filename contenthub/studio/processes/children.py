"""Which processes make up a hub on one box."""

from __future__ import annotations

import sys

from django.conf import settings

from contenthub import env
from contenthub.publishing.models import Account
from contenthub.studio.demo import places
from contenthub.studio.processes import valkey
from contenthub.studio.processes.child import Child, manage

#: Seconds for a worker to finish the calls under way: what is cut off in the middle may need a person afterwards.
FINISHING = 60.0

#: Works several accounts' deliveries beside each other.
WORKER = "contenthub.publishing.rq_worker.LaneWorker"


def web() -> Child:
    """granian on HOST:PORT."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "contenthub.wsgi:application",
        "--host", settings.HOST, "--port", str(settings.PORT), "--workers", str(settings.HUB_WEB_WORKERS),
        "--blocking-threads", "4", "--log-level", "warning",
    ]  # fmt: skip
    return Child("web", command)


def workers() -> list[Child]:
    """HUB_WORKERS django-rq workers that run jobs in their own process, publishing first; and one that forks for each
    job, for videos: those take long and much memory, which a process of their own gives back."""
    words = ["rqworker", "publish", "mail", "default", "--worker-class", WORKER, "-v", "0"]
    found = [
        Child(f"worker.{number}", manage(*words), patience=FINISHING) for number in range(1, settings.HUB_WORKERS + 1)
    ]
    return [*found, Child("media", manage("rqworker", "media", "-v", "0"))]


def sink() -> Child | None:
    """The demo's receivers, where a demo account still points to them."""
    ports = {}
    for account in Account.objects.filter(channel__in=["email", "webhook"], name__startswith="Demo "):
        if account.channel == "email" and account.values.get("host") == "127.0.0.1":
            ports["--mail-port"] = account.values["port"]
        elif account.channel == "webhook" and account.values.get("base_url", "").startswith("http://127.0.0.1:"):
            ports["--webhook-port"] = account.values["base_url"].rstrip("/").rsplit(":", 1)[1]
    if not ports:
        return None
    ports = {"--mail-port": str(places.mail_port()), "--webhook-port": str(places.webhook_port()), **ports}
    return Child("sink", manage("sink", *(word for pair in ports.items() for word in pair)), patience=5, lasts=True)


def all_children() -> list[Child]:
    """In the order they start."""
    children = [] if env.given("REDIS_URL") else [valkey.child(settings.VALKEY_SOCKET)]
    if receivers := sink():
        children.append(receivers)
    return [*children, web(), Child("dispatcher", manage("dispatcher")), *workers()]
