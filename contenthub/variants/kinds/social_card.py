"""A social post: copy, and cards drawn in the brand's look."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from channels.base import LINK_PLACEHOLDER, Capabilities, Media, Post
from contenthub.assets.models import Asset
from contenthub.lib.facts import find
from contenthub.lib.language import HAN
from contenthub.variants import phrases, pictures, post_copy, threads
from contenthub.variants.blocks.cards import CardsBlock
from contenthub.variants.card_choice import chosen
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.frames import SIZES
from contenthub.variants.cards.overflow import cut
from contenthub.variants.counted import CountedInput
from contenthub.variants.drafting import Draft
from contenthub.variants.files import File, packed
from contenthub.variants.fitting import fitted, hashtag, opened
from contenthub.variants.kind import Kind as Base
from contenthub.variants.lengths import width
from contenthub.variants.material import Material
from contenthub.variants.models import Variant
from contenthub.variants.panels import top_panels
from contenthub.variants.pictures import Card
from contenthub.variants.post_copy import BRIEF, LENGTHS, LONG, MEDIUM, SHORT, longest
from contenthub.variants.problem import Problem

HASHTAGS = 4
#: What can be downloaded, by name: every size that is drawn for, and the 4:5 of Instagram's and Facebook's feeds.
DOWNLOADS = {**SIZES, "feed": (1080, 1350)}
_THREAD_HELP = _(
    "For LinkedIn and other places where people stop to read. May be left empty. A line with only --- begins the next "
    "post of a thread: channels that take threads get the posts one by one, the others the whole or the first of them."
)


class SocialCard(Variant):
    copy_short = models.TextField(
        _("short copy"), blank=True, help_text=_("One line, for where there is hardly any room. May be left empty.")
    )
    copy_brief = models.TextField(
        _("brief copy"), blank=True, help_text=_("For X and channels like it. May be left empty.")
    )
    copy_text = models.TextField(
        _("copy"),
        help_text=_(
            "The text of the post. Each channel gets the longest of these copies that it has room for; where not even "
            "the shortest fits, as many whole sentences of it as do."
        ),
    )
    copy_long = models.TextField(
        _("long copy"),
        blank=True,
        help_text=_("For LinkedIn and other places where people stop to read. May be left empty."),
    )
    hashtags = models.CharField(
        _("hashtags"), max_length=200, blank=True, help_text=_("Parted by spaces, such as #CloudNative #Security.")
    )
    call_to_action = models.CharField(
        _("call to action"), max_length=120, blank=True, help_text=_("Stands before the link.")
    )
    cards = StreamField(CardsBlock(), blank=True, verbose_name=_("cards"))

    content_fields = ("copy_text", "copy_short", "copy_brief", "copy_long", "hashtags", "call_to_action", "cards")
    unsourced_fields = ("hashtags",)
    content_panels = [
        *top_panels(),
        MultiFieldPanel(
            [
                *(FieldPanel(length.field, widget=CountedInput(length)) for length in (MEDIUM, SHORT, BRIEF)),
                FieldPanel(LONG.field, widget=CountedInput(LONG), help_text=_THREAD_HELP),
                FieldPanel("hashtags"),
                FieldPanel("call_to_action"),
            ],
            heading=_("Post"),
        ),
        FieldPanel("cards"),
    ]

    class Meta:
        verbose_name = _("social card")
        verbose_name_plural = _("social cards")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        shown = [("", _("In a feed")), ("sizes", _("In every size"))]
        return [*shown, ("thread", _("As a thread"))] if len(self.thread()) > 1 else shown

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "variants/previews/social_card.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        wanted = SIZES if mode_name == "sizes" else {"wide": SIZES["wide"]}
        return {
            **super().get_preview_context(request, mode_name),
            "brand": self.brand,
            "hashtag_list": self.hashtags.split(),
            "pictures": [pictures.shown(card, self.brand, wanted) for card in self.card_list()],
            "thread": [_linked(part) for part in self.thread()] if mode_name == "thread" else [],
            "link_placed": LINK_PLACEHOLDER in "".join(self.thread()[:1]),
        }

    def copies(self) -> list[str]:
        """The copy from its shortest length to its longest; lengths that nobody wrote are empty.

        A thread is there as a whole and, where that says more than the copy, as its first post.
        """
        *shorter, long = [self._copy(length) for length in LENGTHS]
        first = self.thread()[:1] if threads.joined(long) != long else []
        return [*shorter, *(text for text in first if len(text) > len(shorter[-1])), threads.joined(long)]

    def thread(self) -> list[str]:
        """The posts of the long copy; one or none where it is no thread."""
        return threads.split(self._copy(LONG))

    def _copy(self, length: post_copy.Length) -> str:
        # A browser sends line ends as CR LF, which channels would count as two.
        copy: str = getattr(self, length.field)
        return copy.replace("\r\n", "\n").strip()

    def card_list(self) -> list[Card]:
        """The cards to draw, in order."""
        return [child.block.card(child.value, self.language) for child in self.cards]


class Kind(Base):
    label = _("Social card")
    icon = "image"
    model = SocialCard
    has_files = True

    def derive(self, asset: Asset, revision_id: int | None, **_choices: Any) -> SocialCard:
        material = Material(asset, revision_id)
        draft = Draft(self, material)
        for field, (text, source) in post_copy.copies(material).items():
            draft.put(field, text, source)
        draft.put("hashtags", " ".join(f"#{tag}" for tag in _tags(material)), None)
        draft.put("call_to_action", *phrases.call_to_action(asset))
        for template, source, words in chosen(material):
            draft.add("cards", template, source, **words)
        return draft.page()

    def problems(self, variant: Variant) -> Sequence[Problem]:
        assert isinstance(variant, SocialCard)
        found = (
            []
            if variant.cards
            else [Problem("no_cards", gettext("There is no card: the post is text only."), "warning")]
        )
        found += [problem for child in variant.cards for problem in _card_problems(variant, child)]
        return found

    def posts(self, variant: Variant, capabilities: Capabilities) -> list[Post]:
        assert isinstance(variant, SocialCard)
        language = variant.language
        tags = tuple(variant.hashtags.replace("#", " ").split())
        invitation = f"{variant.call_to_action}{phrases.phrase('colon', language)}" if variant.call_to_action else ""
        title = variant.subject_title
        thread = variant.thread() if capabilities.threads else []
        if len(thread) > 1:
            text = opened(thread[0], capabilities, invitation=invitation, hashtags=tags)
        else:
            thread = []
            text = fitted(
                longest(variant.copies(), capabilities),
                capabilities,
                language=language,
                title=title,
                invitation=invitation,
                hashtags=tags,
            )
        post = Post(key="", kind=self.name, title=title, text=text, language=language)
        media = tuple(self._media(variant, capabilities))
        later = [dataclasses.replace(post, text=part) for part in thread[1:]]
        return [dataclasses.replace(post, hashtags=tags, media=media), *later]

    def _media(self, variant: SocialCard, capabilities: Capabilities) -> Iterator[Media]:
        size = pictures.best_size(capabilities)
        for card in variant.card_list()[: capabilities.media_limit]:
            yield pictures.stored(card, variant.brand, size, capabilities)

    def files(self, variant: Variant) -> list[File]:
        assert isinstance(variant, SocialCard)
        pictured = [
            File(
                name=f"card-{number}-{name}.jpg",
                label=f"{size[0]} × {size[1]}",
                mime_type="image/jpeg",
                read=functools.partial(pictures.draw, card, variant.brand, size),
                group=gettext("Card %(number)s") % {"number": number},
            )
            for number, card in enumerate(variant.card_list(), start=1)
            for name, size in DOWNLOADS.items()
        ]
        if not pictured:
            return []
        label = gettext("All cards in all sizes (zip)")
        return [File("cards.zip", label, "application/zip", functools.partial(packed, pictured)), *pictured]


def _linked(part: str) -> str:
    """A post for reading, with a word where its link will stand."""
    return part.replace(LINK_PLACEHOLDER, f"[{gettext('tracked link')}]")


def _tags(material: Material) -> list[str]:
    """Leading names and terms as hashtags; numbers are no topics, and nobody follows a common noun."""
    tags = (hashtag(words) for words in material.keywords if _is_a_topic(words, material))
    plain = (tag for tag in tags if tag and width(tag) <= 30 and not find(tag, material.language))
    return list(dict.fromkeys(plain))[:HASHTAGS]


def _is_a_topic(words: str, material: Material) -> bool:
    """A name (Kubernetes, API), a term of several words, or a Chinese one of three characters and more."""
    if HAN.search(words):
        return len(words) >= 3
    return " " in words.strip() or material.is_name(words)


def _card_problems(variant: SocialCard, child: Any) -> Iterator[Problem]:
    card = child.block.card(child.value, variant.language)
    try:
        content = card.content(pictures.footer_of(variant.brand, variant.language))
        fields = cut(content, pictures.look_of(variant.brand), SIZES["wide"])
    except CardError as error:
        yield Problem("card_not_drawn", str(error), where=child.id or "")
        return
    if fields:
        message = gettext("This text is too long for the card and would be cut; shorten it.")
        yield Problem("card_overflow", message, where=child.id or "")
