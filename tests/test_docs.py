"""Documentation under test: what exists is described, what is described exists."""

from __future__ import annotations

import re
from pathlib import Path

from channels import registry as channels
from contenthub.variants import registry as kinds

ROOT = Path(__file__).resolve().parent.parent
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text()


def test_every_channel_is_in_the_readme():
    # Other tests register channels of their own in this process.
    ours = [name for name in channels.names() if not channels.get(name).__module__.startswith("tests.")]
    assert len(ours) >= 5
    assert [name for name in ours if f"`{name}`" not in README] == []


def test_every_kind_is_in_the_readme():
    assert [name for name in kinds.names() if f"`{name}`" not in README] == []


def test_every_variable_read_is_documented():
    source = (ROOT / "contenthub/settings.py").read_text()
    read = set(re.findall(r'env\.(?:text|flag|integer|words|given)\(\s*"([A-Z0-9_]+)"', source))
    assert read
    assert sorted(name for name in read if f"`{name}`" not in DOCS["configuration.md"]) == []


def test_every_variable_documented_is_read():
    source = "".join(path.read_text() for path in (ROOT / "contenthub").rglob("*.py"))
    rows = [line.split("|")[1] for line in DOCS["configuration.md"].splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}
    assert sorted(name for name in named if f'"{name}"' not in source) == []


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for name, text in {**{f"docs/{name}": text for name, text in DOCS.items()}, "README.md": README}.items():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            if not (ROOT / name).parent.joinpath(target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []


def test_no_package_registry_is_named():
    hosts = ["pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org"]
    files = [path for folder in ("requirements", "docs") for path in (ROOT / folder).glob("*.*") if path.is_file()]
    files.append(ROOT / "README.md")
    assert len(files) > 6
    assert [path.name for path in files if any(host in path.read_text() for host in hosts)] == []
