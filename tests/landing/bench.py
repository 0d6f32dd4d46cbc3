"""The ``site`` channel for the contract test: an approved page that nobody can see yet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from django.db import transaction

from channels.base import Post
from contenthub.assets.models import Asset
from contenthub.assets.setup import ensure_libraries
from contenthub.variants.kinds.h5_page import H5Page
from contenthub.variants.models import Variant
from tests.channels.benches import Bench


@contextlib.contextmanager
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    request.getfixturevalue("django_db_setup")
    # Not the fixture "db": that one only works where a test asks for it by name.
    with request.getfixturevalue("django_db_blocker").unblock(), transaction.atomic():
        page = approved_page()
        yield Bench(
            values={},
            post=Post(key="delivery-1", kind="h5_page", title=page.title, data={"variant_id": page.pk}),
            visible=lambda: Variant.objects.exclude(released_at=None).count(),
        )
        transaction.set_rollback(True)


def approved_page() -> H5Page:
    """A live variant below a live asset, not released."""
    library = ensure_libraries()["en"]
    asset = library.add_child(instance=Asset(title="One voice", slug="one-voice", locale=library.locale))
    asset.save_revision().publish()
    page = H5Page(
        title="One voice, swiped", slug="swiped", locale=library.locale, kind_name="h5_page", source_asset=asset
    )
    asset.add_child(instance=page)
    page.save_revision().publish()
    return H5Page.objects.get(pk=page.pk)
