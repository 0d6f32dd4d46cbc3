from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from channels import connectors, registry
from channels.base import Connector


class Site(Connector):
    label = "A site"


class OtherSite(Connector):
    label = "Another site"


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "_registered", {})
    registry.register("test_site", Site)
    yield


def test_channels_are_named_by_their_files() -> None:
    files = {path.stem for path in Path(connectors.__path__[0]).glob("[!_]*.py")}
    assert files <= set(registry.names())
    assert {"email", "folder", "mastodon", "webhook"} <= files
    assert registry.get("folder").__module__ == "channels.connectors.folder"


def test_shared_code_is_no_channel() -> None:
    assert not any(name.startswith("_") for name in registry.names())
    with pytest.raises(registry.UnknownChannel):
        registry.get("_smtp")


@pytest.mark.parametrize("name", ["fax", "", "../base", "email.x"])
def test_an_unknown_channel_is_told_which_ones_there_are(name: str) -> None:
    with pytest.raises(registry.UnknownChannel, match=r"Known channels: .*email, folder.*webhook"):
        registry.get(name)


def test_an_application_can_bring_a_channel(registered: None) -> None:
    registry.register("test_site", Site)
    assert registry.get("test_site") is Site
    assert "test_site" in registry.names()


@pytest.mark.parametrize("name", ["test_site", "folder"])
def test_a_name_belongs_to_one_connector(name: str, registered: None) -> None:
    with pytest.raises(ValueError, match="exists already"):
        registry.register(name, OtherSite)
