"""The seam of a kind of variant: its page model, how it is derived, checked and turned into posts."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from channels.base import Capabilities, Post
from contenthub.assets.addresses import public_url
from contenthub.variants.files import File
from contenthub.variants.parts import parts
from contenthub.variants.problem import Problem

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from contenthub.assets.models import Asset
    from contenthub.variants.models import Variant


class Kind(abc.ABC):
    """One kind of variant. Subclass it as ``Kind`` in ``contenthub/variants/kinds/<name>.py``."""

    #: What editors call it; lazily translated.
    label: ClassVar[StrOrPromise]
    #: A Wagtail icon name.
    icon: ClassVar[str] = "doc-full"
    #: The page model; a subclass of ``Variant``.
    model: ClassVar[type[Variant]]
    #: Whether the variant's own page answers the public once released.
    public: ClassVar[bool] = False
    #: Whether ``files`` has anything to offer.
    has_files: ClassVar[bool] = False
    #: English words that a reader takes in at once; None where reading length is no question. See ``checks.reading``.
    most_words: ClassVar[int | None] = None

    def __init__(self, name: str) -> None:
        self.name = name

    @abc.abstractmethod
    def derive(self, asset: Asset, revision_id: int | None, **choices: Any) -> Variant:
        """Make an unsaved draft from the asset as it stands in ``revision_id``; every block names its source.

        Extractive and deterministic: the same revision gives the same draft, and nothing is said that the asset, its
        campaign or its brand does not say.

        :param choices: what the editor chose; only names that the kind declares are given to it.

        :raises CannotDerive: the asset holds too little for this kind.
        """

    @abc.abstractmethod
    def problems(self, variant: Variant) -> Sequence[Problem]:
        """What this kind alone knows to check (brand words, sources and facts are checked for all kinds)."""

    @abc.abstractmethod
    def posts(self, variant: Variant, capabilities: Capabilities) -> list[Post]:
        """The variant fitted to a channel's limits, with ``LINK_PLACEHOLDER`` where the tracked link goes.

        The first post is what is published; any others follow it as a thread's parts. Their ``key`` and ``link`` are
        empty: publishing fills them in.
        """

    def target(self, variant: Variant) -> str:
        """Where the tracked link of this variant's deliveries leads: its asset's public page."""
        return public_url(variant.get_parent())

    def text(self, variant: Variant) -> str:
        """Everything a reader would read, as plain text: what the word and fact checks look at."""
        return "\n\n".join(part.text for part in parts(variant) if part.text and not part.spare)

    def files(self, variant: Variant) -> list[File]:
        """What a person can download of the variant; none unless the kind says otherwise."""
        return []
