"""A social post: copy, and cards drawn in the brand's look."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from channels.base import Capabilities, Media, Post
from contenthub.assets.models import Asset
from contenthub.lib.facts import find
from contenthub.lib.language import HAN
from contenthub.variants import phrases, pictures
from contenthub.variants.blocks.cards import CardsBlock
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.frames import SIZES
from contenthub.variants.cards.overflow import cut
from contenthub.variants.drafting import Draft
from contenthub.variants.files import File
from contenthub.variants.fitting import fitted, hashtag
from contenthub.variants.kind import Kind as Base
from contenthub.variants.lengths import short_title, shortened, width
from contenthub.variants.material import Material, Statement
from contenthub.variants.models import Variant
from contenthub.variants.panels import top_panels
from contenthub.variants.pictures import Card
from contenthub.variants.problem import Problem
from contenthub.variants.source import Source, merged

#: Columns (a Chinese character is two) that a card carries at a readable size in each of its sizes.
TITLE, HEADLINE, TEXT, LABEL, KICKER, QUOTATION = 90, 150, 170, 200, 60, 230
#: Columns of the copy as it is derived; channels with less room get less of it.
COPY = 560
#: A carousel on Instagram or LinkedIn is read to about its tenth card.
POINTS, STATISTICS, FIGURES, HASHTAGS = 8, 6, 1, 4


#: A card to be: its template, its source and its words.
Laid = tuple[str, Source, dict[str, Any]]


class SocialCard(Variant):
    copy_text = models.TextField(
        _("copy"),
        help_text=_("The text of the post. Each channel gets as many whole sentences of it as it has room for."),
    )
    hashtags = models.CharField(
        _("hashtags"), max_length=200, blank=True, help_text=_("Parted by spaces, such as #CloudNative #Security.")
    )
    call_to_action = models.CharField(
        _("call to action"), max_length=120, blank=True, help_text=_("Stands before the link.")
    )
    cards = StreamField(CardsBlock(), blank=True, verbose_name=_("cards"))

    content_fields = ("copy_text", "hashtags", "call_to_action", "cards")
    unsourced_fields = ("hashtags",)
    content_panels = [
        *top_panels(),
        MultiFieldPanel(
            [FieldPanel("copy_text"), FieldPanel("hashtags"), FieldPanel("call_to_action")], heading=_("Post")
        ),
        FieldPanel("cards"),
    ]

    class Meta:
        verbose_name = _("social card")
        verbose_name_plural = _("social cards")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("In a feed")), ("sizes", _("In every size"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "variants/previews/social_card.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        wanted = SIZES if mode_name == "sizes" else {"wide": SIZES["wide"]}
        return {
            **super().get_preview_context(request, mode_name),
            "brand": self.brand,
            "hashtag_list": self.hashtags.split(),
            "pictures": [pictures.shown(card, self.brand, wanted) for card in self.card_list()],
        }

    def card_list(self) -> list[Card]:
        """The cards to draw, in order."""
        return [child.block.card(child.value, self.language) for child in self.cards]


class Kind(Base):
    label = _("Social card")
    icon = "image"
    model = SocialCard
    has_files = True

    def derive(self, asset: Asset, revision_id: int | None) -> SocialCard:
        material = Material(asset, revision_id)
        draft = Draft(self, material)
        self._write(draft, material)
        draft.put("hashtags", " ".join(f"#{tag}" for tag in _tags(material)), None)
        draft.put("call_to_action", *phrases.call_to_action(asset))
        self._lay(draft, material)
        return draft.page()

    def _write(self, draft: Draft, material: Material) -> None:
        """The copy: the brand's hook, then the summary as far as it goes."""
        opening = phrases.hook(material.asset)
        text = ""
        sources: list[Source] = []
        for statement in material.summary:
            longer = joined(text, statement.text, material.language)
            if width(longer) > COPY:
                break
            text, sources = longer, [*sources, statement.source]
        if not text and material.summary:
            first = material.summary[0]
            text, sources = shortened(first.text, COPY, material.language) or material.title.text, [first.source]
        source = merged(sources or [material.title.source])
        text = text or material.title.text
        draft.put("copy_text", f"{opening[0]}\n\n{text}" if opening else text, source)

    def _lay(self, draft: Draft, material: Material) -> None:
        """The cards, a mix first: a channel that takes only a few pictures gets several looks."""
        points, numbers = list(_point_cards(material)), list(_number_cards(material))
        quotations, figures = list(_quotation_cards(material)), list(_figure_cards(material))
        first = [_overview(material), *points[:1], *numbers[:1], *quotations, *figures]
        for template, source, words in [*first, *points[1:], *numbers[1:]]:
            draft.add("cards", template, source, **words)

    def problems(self, variant: Variant) -> Sequence[Problem]:
        assert isinstance(variant, SocialCard)
        found = (
            [] if variant.cards else [Problem("no_cards", _now("There is no card: the post is text only."), "warning")]
        )
        found += [problem for child in variant.cards for problem in _card_problems(variant, child)]
        return found

    def posts(self, variant: Variant, capabilities: Capabilities) -> list[Post]:
        assert isinstance(variant, SocialCard)
        language = variant.language
        tags = tuple(variant.hashtags.replace("#", " ").split())
        invitation = f"{variant.call_to_action}{phrases.phrase('colon', language)}" if variant.call_to_action else ""
        title = variant.subject_title
        text = fitted(
            variant.copy_text.strip(),
            capabilities,
            language=language,
            title=title,
            invitation=invitation,
            hashtags=tags,
        )
        return [
            Post(
                key="",
                kind=self.name,
                title=title,
                text=text,
                language=language,
                hashtags=tags,
                media=tuple(self._media(variant, capabilities)),
            )
        ]

    def _media(self, variant: SocialCard, capabilities: Capabilities) -> Iterator[Media]:
        size = pictures.best_size(capabilities)
        for card in variant.card_list()[: capabilities.media_limit]:
            yield pictures.stored(card, variant.brand, size, capabilities)

    def files(self, variant: Variant) -> list[File]:
        assert isinstance(variant, SocialCard)
        return [
            File(
                name=f"card-{number}-{size}.jpg",
                label=f"{SIZES[size][0]} × {SIZES[size][1]}",
                mime_type="image/jpeg",
                read=functools.partial(pictures.draw, card, variant.brand, SIZES[size]),
                group=_now("Card %(number)s") % {"number": number},
            )
            for number, card in enumerate(variant.card_list(), start=1)
            for size in SIZES
        ]


def _overview(material: Material) -> Laid:
    """The title with the first of the summary that no other card says."""
    openings = [text for s in material.summary if (text := shortened(s.text, TEXT, material.language))]
    said = {words for _, words in _points(material)}
    opening = next((text for text in openings if text not in said), "".join(openings[:1]))
    sources = [material.title.source, *(s.source for s in material.summary if opening and opening in s.text)]
    title = short_title(material.title.text, TITLE)[:200]
    kicker = phrases.kind_name(material.asset).capitalize()
    return "statement", merged(sources), {"kicker": kicker, "headline": title, "text": opening}


def _point_cards(material: Material) -> Iterator[Laid]:
    for statement, words in _points(material):
        yield "statement", statement.source, {"kicker": statement.section[:60], "headline": words, "text": ""}


def _number_cards(material: Material) -> Iterator[Laid]:
    for statistic in [s for s in material.statistics if width(s.label) <= LABEL][:STATISTICS]:
        context, fits = statistic.context, width(statistic.context) <= KICKER
        words = {
            "kicker": context if fits else "",
            "number": statistic.value,
            "label": statistic.label,
            "text": "" if fits else shortened(context, TEXT, material.language),
        }
        yield "number", statistic.source, words


def _quotation_cards(material: Material) -> Iterator[Laid]:
    for quotation in [q for q in material.quotations if width(q.text) <= QUOTATION][:1]:
        yield "quotation", quotation.source, {"headline": quotation.text, "speaker": quotation.speaker}


def _figure_cards(material: Material) -> Iterator[Laid]:
    for figure in material.figures[:FIGURES]:
        if caption := shortened(figure.caption, HEADLINE, material.language):
            words = {"kicker": "", "image": figure.image, "alt": figure.alt, "headline": caption, "text": ""}
            yield "figure", figure.source, words


def joined(text: str, sentence: str, language: str) -> str:
    """Two sentences in a row, with a space only where the language has one."""
    return f"{text}{'' if language.startswith('zh') or not text else ' '}{sentence}"


def _points(material: Material) -> Iterator[tuple[Statement, str]]:
    """Key points that a card can carry, whole or as a whole clause."""
    found = ((point, shortened(point.text, HEADLINE, material.language)) for point in material.points)
    yield from [(point, words) for point, words in found if words][:POINTS]


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
        message = _now("This text is too long for the card and would be cut; shorten it.")
        yield Problem("card_overflow", message, where=child.id or "")
