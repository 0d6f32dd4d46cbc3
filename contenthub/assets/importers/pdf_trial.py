"""Whether a PDF can be opened within bounds, tried in a process of its own: pdfium itself has none, and dies when memory ends.

The child runs this very file, reads the PDF on standard input and loads every page; it imports nothing of ours.
"""

from __future__ import annotations

import subprocess
import sys

MEGABYTE = 1024 * 1024
MEMORY = 700 * MEGABYTE  # of address space, beside the file itself
SECONDS = 8  # of processor time
PATIENCE = 40  # seconds on a busy machine
MOST_PAGES = 1000
MOST_OBJECTS = 200_000  # drawn on one page; a detailed map has 50,000


def opens(data: bytes) -> bool:
    """False when loading the PDF's pages takes too much memory or time; True also for one that is damaged or locked."""
    try:
        found = subprocess.run(
            [sys.executable, "-I", __file__, str(MEMORY + 3 * len(data))],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return found.returncode == 0


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _load(data: bytes) -> None:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(data)
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            if raw.FPDFPage_CountObjects(page.raw) > MOST_OBJECTS:
                sys.exit(1)
            page.get_textpage().close()
            page.close()
    except pdfium.PdfiumError:
        return


if __name__ == "__main__":
    _bound(int(sys.argv[1]))
    _load(sys.stdin.buffer.read())
