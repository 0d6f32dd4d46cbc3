"""Servers that take everything at once and do nothing with it, each in a process of its own.

In a process of its own, a server takes no time from the sender that is measured.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.channels.mail_server import MailServer

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def sink(protocol: str) -> Iterator[int]:
    """The port on 127.0.0.1 of a server for "http" or "smtp", for as long as the block lasts."""
    argv = [sys.executable, "-m", "tests.bench.sinks", protocol]
    with subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


class _Taker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Status line, headers and body in one packet: two would wait for each other's receipt.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: nobody reads it."""


def _serve(protocol: str) -> None:
    """Take what comes until standard input ends, which it also does when the sender was killed."""
    if protocol == "smtp":
        with MailServer() as mail:
            print(mail.port, flush=True)
            sys.stdin.read()
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), _Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    _serve(sys.argv[1])
