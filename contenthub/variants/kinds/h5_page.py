"""A public mobile page of screens to swipe through; plain HTML that works without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from channels.base import Capabilities, Media, Post
from contenthub.assets.models import Asset
from contenthub.brand import stylesheet
from contenthub.variants import phrases, pictures
from contenthub.variants.blocks.screens import ScreensBlock
from contenthub.variants.cards.content import CardError
from contenthub.variants.cards.frames import SIZES
from contenthub.variants.comparisons import Comparison, comparisons
from contenthub.variants.drafting import Draft
from contenthub.variants.fitting import fitted
from contenthub.variants.kind import Kind as Base
from contenthub.variants.lengths import short_title, shortened, width
from contenthub.variants.material import Material
from contenthub.variants.models import Variant
from contenthub.variants.panels import top_panels
from contenthub.variants.phrases import phrase
from contenthub.variants.pictures import Card
from contenthub.variants.problem import Problem
from contenthub.variants.source import merged

#: Columns (a Chinese character is two) that a screen of 390 x 844 carries.
TITLE, TEXT, POINT, QUOTATION, LABEL = 90, 170, 150, 280, 200
POINTS, ON_A_SCREEN, STATISTICS, FIGURES, COMPARISONS = 6, 3, 3, 2, 1


class H5Page(Variant):
    screens = StreamField(ScreensBlock(), blank=True, verbose_name=_("screens"))

    template = "variants/h5_page.html"
    content_fields = ("screens",)
    content_panels = [*top_panels(), FieldPanel("screens")]

    class Meta:
        verbose_name = _("H5 page")
        verbose_name_plural = _("H5 pages")

    def first(self, name: str) -> Any:
        """The value of the first screen of this type, or None."""
        return next((child.value for child in self.screens if child.block_type == name), None)

    @property
    def headline(self) -> str:
        """What the page calls itself: browsers' tabs, shared links."""
        cover = self.first("cover")
        return self.seo_title or (cover and cover["headline"]) or self.subject_title

    @property
    def description(self) -> str:
        cover = self.first("cover")
        return self.search_description or (cover["text"] if cover else "")

    @property
    def asset_path(self) -> str:
        """The asset's page, as an address on this very host: the visit stays one visit."""
        parts = self.source_asset.get_url_parts() if self.source_asset else None
        return parts[2] if parts and parts[2] else ""

    @property
    def share_card(self) -> Card:
        """The picture that goes with a shared link."""
        cover = self.first("cover")
        kicker = cover["kicker"] if cover else ""
        return Card("statement", self.language, self.headline, "", kicker, alt=self.headline)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = self.language
        return {
            **context,
            "brand": self.brand,
            "brand_css": stylesheet.url(self.brand),
            "brand_footer": pictures.footer_of(self.brand, language),
            "html_language": {"zh-hans": "zh-Hans"}.get(language, language),
            "og_locale": {"zh-hans": "zh_CN"}.get(language, "en_US"),
            "share_image": (wide := self._share_image("wide")),
            "share_data": self._share_data() if wide else None,
            "onward_path": self.asset_path and self.asset_path + _arrival_of(request),
            "words": {name: phrase(name, language) for name in ("share", "copied", "next", "share_wechat")},
            "screen_words": phrase("screen", language, number="{number}", total="{total}"),
        }

    def _share_image(self, size: str) -> Any:
        try:
            return pictures.stored(self.share_card, self.brand, SIZES[size])
        except CardError:
            return None

    def _share_data(self) -> dict[str, str]:
        """What a site's own WeChat JS-SDK set-up hands to ``updateAppMessageShareData``; its picture must be square.

        The SDK itself needs a signature from an official account's secret and a script from WeChat's host, so neither is
        part of the page.
        """
        square = self._share_image("square")
        return {
            "title": self.headline,
            "desc": self.description,
            "link": self.public_url,
            "imgUrl": square.url if square else "",
        }


def _arrival_of(request: HttpRequest) -> str:
    """The UTM values this page was opened with, as a query: a reader who refuses cookies stays known by them alone."""
    kept = [(name, value[:100]) for name, value in request.GET.items() if name.startswith("utm_")]
    return f"?{urlencode(kept)}" if kept else ""


class Kind(Base):
    label = _("H5 page")
    icon = "mobile-alt"
    model = H5Page
    most_words = 500
    public = True

    def derive(self, asset: Asset, revision_id: int | None, **_choices: Any) -> H5Page:
        material = Material(asset, revision_id)
        draft = Draft(self, material)
        self._cover(draft, material)
        self._middle(draft, material)
        button, source = phrases.call_to_action(asset)
        hook = phrases.hook(asset)
        heading = hook[0] if hook else material.title.text
        said = source if hook else merged([material.title.source, source])
        draft.add("screens", "call_to_action", said, heading=heading[:160], text="", button=button[:80])
        return draft.page()

    def _cover(self, draft: Draft, material: Material) -> None:
        language = material.language
        found = ((s, text) for s in material.summary if (text := shortened(s.text, TEXT, language)))
        statement, text = next(found, (None, ""))
        draft.add(
            "screens",
            "cover",
            merged([material.title.source, *([statement.source] if statement else [])]),
            kicker=phrases.kind_name(material.asset).capitalize(),
            headline=short_title(material.title.text, TITLE)[:200],
            text=text,
            image=material.asset.cover,
            alt=material.asset.cover.description if material.asset.cover else "",
        )

    def _middle(self, draft: Draft, material: Material) -> None:
        language = material.language
        compared = comparisons(material)[:COMPARISONS]
        told = [source for comparison in compared for source in comparison.used]
        statistics = [s for s in material.statistics if width(s.label) <= LABEL and s.source not in told][:STATISTICS]
        for statistic in statistics[:1]:
            self._statistic(draft, statistic, language)
        left = [p for p in material.points if p.source not in told]
        points = [(p, text) for p in left if (text := shortened(p.text, POINT, language))][:POINTS]
        for start in range(0, len(points), ON_A_SCREEN):
            some = points[start : start + ON_A_SCREEN]
            items = [text for _point, text in some]
            source = merged([point.source for point, _text in some])
            draft.add("screens", "points", source, heading=phrase("key_points", language), items=items)
        for statistic in statistics[1:]:
            self._statistic(draft, statistic, language)
        for comparison in compared:
            self._comparison(draft, comparison, language)
        for figure in material.figures[:FIGURES]:
            draft.add("screens", "figure", figure.source, image=figure.image, alt=figure.alt, caption=figure.caption)
        for quotation in [q for q in material.quotations if width(q.text) <= QUOTATION][:1]:
            draft.add("screens", "quotation", quotation.source, text=quotation.text, speaker=quotation.speaker)

    @staticmethod
    def _statistic(draft: Draft, statistic: Any, language: str) -> None:
        heading = statistic.source.section.endswith(statistic.context)
        text = "" if heading else shortened(statistic.context, TEXT, language)
        draft.add("screens", "statistic", statistic.source, number=statistic.value, label=statistic.label, text=text)

    @staticmethod
    def _comparison(draft: Draft, comparison: Comparison, language: str) -> None:
        before, after = phrase("from_to", language).split("\n")
        (first, first_number), (second, second_number) = comparison.sides
        draft.add(
            "screens",
            "comparison",
            comparison.source,
            heading=comparison.heading,
            first_label=first or before,
            first_number=first_number,
            second_label=second or after,
            second_number=second_number,
            text="",
        )

    def problems(self, variant: Variant) -> Sequence[Problem]:
        assert isinstance(variant, H5Page)
        types = [child.block_type for child in variant.screens]
        found = []
        if not types:
            found.append(Problem("empty", gettext("The page has no screens; add a cover."), where="screens"))
        elif types[0] != "cover":
            found.append(Problem("no_cover", gettext("The first screen is not a cover."), "warning", "screens"))
        if types and "call_to_action" not in types:
            message = gettext("No screen asks the reader to do anything; add a call to action.")
            found.append(Problem("no_call_to_action", message, "warning", "screens"))
        return found

    def posts(self, variant: Variant, capabilities: Capabilities) -> list[Post]:
        assert isinstance(variant, H5Page)
        headline, description = variant.headline, variant.description
        text = "\n\n".join(part for part in (headline, description) if part)
        card = self._card(variant, capabilities) if capabilities.media_limit else None
        return [
            Post(
                key="",
                kind=self.name,
                title=headline,
                text=fitted(text, capabilities, language=variant.language, title=headline),
                summary=description,
                language=variant.language,
                media=(card,) if card else (),
                data={"variant_id": variant.pk},
            )
        ]

    @staticmethod
    def _card(variant: H5Page, capabilities: Capabilities) -> Media | None:
        try:
            return pictures.stored(variant.share_card, variant.brand, pictures.best_size(capabilities), capabilities)
        except CardError:
            return None

    def target(self, variant: Variant) -> str:
        """The page itself."""
        return variant.public_url
