"""The Simplified Chinese catalogue is whole, keeps every placeholder, and is compiled from what is in the sources."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "contenthub" / "locale" / "zh_Hans" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")


def entries() -> Iterator[dict[str, str]]:
    """The catalogue's entries: msgid, msgid_plural, msgctxt, msgstr (of a plural entry: its only form)."""
    for block in (FOLDER / "django.po").read_text(encoding="utf-8").split("\n\n"):
        entry: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                if line.startswith("#,") and "fuzzy" in line:
                    entry["fuzzy"] = "yes"
                continue
            if match := re.match(r'(msgid_plural|msgid|msgctxt|msgstr(?:\[0\])?) (".*")$', line):
                name = match[1].removesuffix("[0]")
                entry[name] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                entry[name] += ast.literal_eval(line)
        if entry.get("msgid"):
            yield entry


ENTRIES = list(entries())


def test_every_message_is_translated():
    assert len(ENTRIES) > 800
    assert [entry["msgid"] for entry in ENTRIES if not entry.get("msgstr") or "fuzzy" in entry] == []


def test_every_placeholder_is_kept():
    wrong = []
    for entry in ENTRIES:
        wanted = {match[0] for match in PLACEHOLDER.finditer(entry.get("msgid_plural", entry["msgid"]))}
        found = {match[0] for match in PLACEHOLDER.finditer(entry["msgstr"])}
        if not found <= wanted | {match[0] for match in PLACEHOLDER.finditer(entry["msgid"])} or wanted - found:
            wrong.append(entry["msgid"])
    assert wrong == []


@pytest.fixture(scope="module")
def compiled() -> gettext.GNUTranslations:
    with (FOLDER / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_the_compiled_catalogue_is_the_one_that_was_written(compiled):
    stale = []
    for entry in ENTRIES:
        if "msgid_plural" in entry:
            found = compiled.ngettext(entry["msgid"], entry["msgid_plural"], 2)
        elif "msgctxt" in entry:
            found = compiled.pgettext(entry["msgctxt"], entry["msgid"])
        else:
            found = compiled.gettext(entry["msgid"])
        if found != entry["msgstr"]:
            stale.append(entry["msgid"])
    assert stale == []


def test_no_text_is_marked_by_a_name_that_the_extractor_does_not_know():
    aliases = re.compile(r"\b(?:n|p|np)?gettext(?:_lazy)? as (?!_\b)(\w+)")
    found = [
        f"{path.name}: {alias}"
        for path in (FOLDER.parents[2]).rglob("*.py")
        for alias in aliases.findall(path.read_text())
    ]
    assert found == []
