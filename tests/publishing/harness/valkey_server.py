"""A queue server of the harness's own: to be flushed, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import redis

from contenthub.studio.processes import valkey


class QueueServer:
    """Started by the product's own command line, on a Unix socket."""

    def __init__(self, folder: Path) -> None:
        # A socket's path may have 107 bytes at most, and a test's folder has nearly as many.
        self.socket = Path(f"/tmp/hub-harness-{os.getpid()}.sock")
        self.url = f"unix://{self.socket}?db=0"
        self._argv = [word.replace(str(self.socket.parent), str(folder)) if word.endswith(".log") else word
                      for word in valkey.child(self.socket).argv]  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def client(self) -> redis.Redis:
        return redis.from_url(self.url)

    def start(self) -> None:
        assert self._process is None
        self._process = subprocess.Popen(self._argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert valkey.wait(self.url, 10), "the queue server does not answer"

    def flush(self) -> None:
        """Everything it carried is gone."""
        self.client.flushall()

    def kill(self) -> None:
        """SIGKILL: gone at once, and everything it carried with it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)
        self._process = None

    def age(self, seconds: float) -> None:
        """What the hub keeps there for a time is so much older: the server itself knows only the real time."""
        client = self.client
        for name in client.scan_iter("hub:*", count=1000):
            left = client.pttl(name)
            if left > 0:
                client.pexpire(name, max(1, left - int(seconds * 1000)))

    def close(self) -> None:
        if self._process is not None:
            self.kill()
        self.socket.unlink(missing_ok=True)
