"""Imports point one way: the table of contenthub/__init__.py, enforced."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: From top to bottom. A package may import packages of a lower row; packages of one row may not import each other.
ROWS = [
    {"studio"},
    {"insights"},
    {"publishing", "landing"},
    {"mailing"},
    {"experiments", "audience"},
    {"variants", "links"},
    {"assets"},
    {"campaigns"},
    {"brand"},
    {"edge", "lib"},
    {"channels"},
]
RANK = {name: len(ROWS) - index for index, row in enumerate(ROWS) for name in row}
#: Parts of contenthub that are not packages of the table: the project's own frame.
FRAME = {"settings", "env", "urls", "wsgi", "locale"}
#: Of channels, what everybody may import; the rest (registry, connectors, http) is publishing's and mailing's.
OPEN_CHANNELS = {"channels.base", "channels.counting", "channels.settings"}
DRAWERS = {"utils", "helpers", "common", "services", "managers", "misc"}


def package_of(module: str) -> str | None:
    """The table's name for a module: ``contenthub.assets.models`` is ``assets``; None when it is not ours."""
    parts = module.split(".")
    if parts[0] == "channels":
        return "channels"
    if parts[0] == "contenthub" and len(parts) > 1:
        return parts[1]
    return None


def imported(tree: ast.AST) -> list[tuple[int, str]]:
    """(line, dotted name) of every import, those inside functions too; relative ones as ``.``."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                found.append((node.lineno, "."))
            else:
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def faults(path: str, source: str) -> list[str]:
    """What is wrong with the imports of one file, given by its path below the root."""
    module = path.removesuffix(".py").replace("/", ".")
    own = package_of(module)
    wrong = []
    for line, name in imported(ast.parse(source)):
        if name == ".":
            wrong.append(f"{path}:{line}: relative import")
            continue
        other = package_of(name)
        if own == "channels":
            if name.split(".")[0] in {"django", "wagtail", "contenthub"}:
                wrong.append(f"{path}:{line}: channels imports {name}")
            continue
        if own in FRAME or other is None or other in FRAME or other == own:
            continue
        if own not in RANK or other not in RANK:
            wrong.append(f"{path}:{line}: {own if own not in RANK else other} has no row in the table")
        elif RANK[other] >= RANK[own]:
            wrong.append(f"{path}:{line}: {own} imports {name}, which is not below it")
        elif other == "channels" and not may_import_channels(path, own, name):
            wrong.append(f"{path}:{line}: {own} imports {name}; only publishing, mailing and connector.py files may")
    return wrong


def may_import_channels(path: str, own: str, name: str) -> bool:
    """Whether this file may import that part of ``channels``."""
    if own in {"publishing", "mailing"} or any(
        name == open_ or name.startswith(open_ + ".") for open_ in OPEN_CHANNELS
    ):
        return True
    if path.startswith("contenthub/variants/writer/"):
        return name in {
            "channels.http",
            "channels.http.Client",
        }  # a writer is no channel, but a connection is a connection
    return path.endswith("/connector.py") and name.startswith("channels.registry")


def sources() -> list[Path]:
    return sorted(path for top in ("contenthub", "channels") for path in (ROOT / top).rglob("*.py"))


def test_every_import_points_down():
    wrong = [fault for path in sources() for fault in faults(path.relative_to(ROOT).as_posix(), path.read_text())]
    assert wrong == []


def test_every_app_has_a_row():
    apps = {path.parent.name for path in (ROOT / "contenthub").glob("*/__init__.py")}
    assert apps - FRAME <= set(RANK)


def test_no_file_is_a_drawer():
    assert [str(path) for path in sources() if path.stem in DRAWERS] == []


def test_the_name_channels_is_ours():
    import channels

    assert Path(channels.__file__).resolve().parent == ROOT / "channels"


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("contenthub/assets/models.py", "from contenthub.variants.models import Variant"),
        ("contenthub/links/models.py", "from contenthub.variants.models import Variant"),
        ("contenthub/assets/actions.py", "def late():\n    from contenthub.publishing import actions"),
        ("contenthub/assets/actions.py", "from . import models"),
        ("contenthub/audience/actions.py", "from channels import registry"),
        ("contenthub/audience/actions.py", "from channels.connectors import folder"),
        ("contenthub/newcomer/models.py", "from contenthub.lib import text"),
        ("channels/connectors/folder.py", "from django.db import models"),
        ("channels/base.py", "import contenthub.lib.text"),
        ("channels/base.py", "from wagtail.models import Page"),
    ],
)
def test_a_planted_bad_import_is_found(path, source):
    assert faults(path, source)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "contenthub/publishing/worker.py",
            "from channels import registry\nfrom contenthub.variants.models import Variant",
        ),
        ("contenthub/landing/connector.py", "from channels.base import Post\nfrom channels.registry import register"),
        ("contenthub/variants/kind.py", "from channels.base import Post, Capabilities"),
        ("channels/registry.py", "from channels.base import Connector"),
    ],
)
def test_a_good_import_is_let_through(path, source):
    assert faults(path, source) == []
