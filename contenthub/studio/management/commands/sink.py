"""The demo's far ends: a mail server and a webhook receiver on this machine, which keep what reaches them."""

from __future__ import annotations

import datetime as dt
import json
import re
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from contenthub.studio.demo import places


def _name(text: str) -> str:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    return f"{stamp}-{re.sub(r'[^A-Za-z0-9._@-]+', '-', text)[:80]}"


class MailKeeper:
    """Keeps each mail as an .eml file."""

    def __init__(self, folder: Path, say: Any) -> None:
        self.folder, self.say = folder, say

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        to = ", ".join(envelope.rcpt_tos)
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        (self.folder / f"{_name(to)}.eml").write_bytes(content)
        self.say(f"mail for {to}: {len(content)} bytes")
        return "250 kept"


def handler(folder: Path, secret: str, say: Any) -> type[BaseHTTPRequestHandler]:
    """A request handler that verifies the signature and keeps the body once per ``webhook-id``."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("content-length") or 0), 5 * 2**20))
            try:
                Webhook(secret).verify(body, dict(self.headers.items()))
            except WebhookVerificationError as error:
                return self.answer(401, {"error": str(error)})
            key = re.sub(r"[^A-Za-z0-9_-]", "", self.headers.get("webhook-id", ""))
            path = folder / f"{key}.json"
            path.write_bytes(body)
            say(f"webhook {key}: {len(body)} bytes")
            return self.answer(200, {"id": key, "url": f"http://{self.headers.get('host')}/{path.name}"})

        def do_GET(self) -> None:
            path = folder / Path(self.path).name
            if path.suffix != ".json" or not path.is_file():
                return self.answer(404, {"error": "nothing of this name was received"})
            return self.answer(200, json.loads(path.read_bytes()))

        def answer(self, status: int, value: Any) -> None:
            content = json.dumps(value, ensure_ascii=False, indent=2).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing per request: ``say`` reports what was kept."""

    return Receiver


class Command(BaseCommand):
    help = "Run the demo's mail server and webhook receiver; what reaches them is kept under HUB_DATA/received."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail-port", type=int, default=places.mail_port())
        parser.add_argument("--webhook-port", type=int, default=places.webhook_port())

    def handle(self, *args: Any, **options: Any) -> None:
        mails, hooks = places.received("mail"), places.received("webhook")
        say = self.stdout.write
        try:
            web = ThreadingHTTPServer(
                ("127.0.0.1", options["webhook_port"]), handler(hooks, places.webhook_secret(), say)
            )
            smtp = Controller(MailKeeper(mails, say), hostname="127.0.0.1", port=options["mail_port"])
            smtp.start()
        except OSError as error:
            raise CommandError(f"The demo's receivers cannot start: {error}. Give another PORT.") from error
        threading.Thread(target=web.serve_forever, daemon=True).start()
        say(
            f"mail on port {options['mail_port']}, webhook on port {options['webhook_port']}, kept in {settings.HUB_DATA / 'received'}"
        )
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        stop.wait()
        web.shutdown()
        smtp.stop()
