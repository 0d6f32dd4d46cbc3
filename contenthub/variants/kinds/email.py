"""A mail to a list: subject, preheader, sections, one thing to do."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import conditional_escape, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from channels.base import Capabilities, Post
from contenthub.assets.models import Asset
from contenthub.variants import phrases
from contenthub.variants.blocks.mail import AlternativesBlock, SectionsBlock
from contenthub.variants.drafting import Draft
from contenthub.variants.files import File
from contenthub.variants.fingerprint import fingerprint
from contenthub.variants.fitting import fitted
from contenthub.variants.inbox import PREHEADER, SUBJECT, preheaders, says_same, subjects
from contenthub.variants.inbox_input import InboxInput
from contenthub.variants.kind import Kind as Base
from contenthub.variants.lengths import shortened, width
from contenthub.variants.mail import MOST_BYTES, CannotRender, as_html, in_the_dark
from contenthub.variants.mail_text import as_text
from contenthub.variants.material import Material, Statement
from contenthub.variants.models import Variant
from contenthub.variants.panels import top_panels
from contenthub.variants.problem import Problem
from contenthub.variants.source import Source, merged

#: Columns (a Chinese character is two).
SUMMARY, POINT = 700, 260
POINTS, STATISTICS = 4, 2


class Email(Variant):
    subject = models.CharField(
        _("subject"), max_length=150, help_text=_("Inboxes show about 60 letters, or 30 Chinese characters.")
    )
    preheader = models.CharField(
        _("preheader"),
        max_length=200,
        blank=True,
        help_text=_("What inboxes show behind the subject; it should add to it, not repeat it."),
    )
    alternatives = StreamField(
        AlternativesBlock(),
        blank=True,
        verbose_name=_("to choose from"),
        help_text=_("Subjects and preheaders in the asset’s own words. Readers get the ones in use only."),
    )
    headline = models.CharField(_("headline"), max_length=255, help_text=_("The first line inside the mail."))
    sections = StreamField(SectionsBlock(), blank=True, verbose_name=_("sections"))
    call_to_action = models.CharField(
        _("call to action"), max_length=120, help_text=_("The closing button; it leads to the asset's page.")
    )

    content_fields = ("subject", "preheader", "headline", "sections", "call_to_action", "alternatives")
    spare_fields = ("alternatives",)
    content_panels = [
        *top_panels(),
        MultiFieldPanel(
            [
                FieldPanel("subject", widget=InboxInput(SUBJECT)),
                FieldPanel("preheader", widget=InboxInput(PREHEADER)),
                FieldPanel("alternatives"),
            ],
            heading=_("In the inbox"),
        ),
        FieldPanel("headline"),
        FieldPanel("sections"),
        FieldPanel("call_to_action"),
    ]

    class Meta:
        verbose_name = _("email")
        verbose_name_plural = _("emails")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._take_sources()
        super().full_clean(*args, **kwargs)

    def _take_sources(self) -> None:
        """A line that was chosen from the alternatives comes from where they say."""
        for name in ("subject", "preheader"):
            text = getattr(self, name)
            held = Source.from_json(self.field_sources.get(name))
            if not text or (held and held.made == fingerprint(text)):
                continue
            same = (child for child in self.alternatives if child.block_type == name and child.value["text"] == text)
            if source := next((child.value["source"] for child in same if child.value["source"]), None):
                own = dataclasses.replace(source, made=fingerprint(text)).as_json()
                self.field_sources = {**self.field_sources, name: own}

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("HTML")),
            ("phone", _("On a phone")),
            ("dark", _("In the dark")),
            ("text", _("Text part")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The mail itself, as a mail program shows it."""
        if mode_name == "text":
            return HttpResponse(f"{self.subject}\n\n{as_text(self)}", content_type="text/plain; charset=utf-8")
        try:
            document = as_html(self)
        except CannotRender as error:
            return HttpResponse(conditional_escape(str(error)))
        if mode_name == "dark":
            document = in_the_dark(document)
        if mode_name == "phone":
            context = {"page": self, "document": document}
            return TemplateResponse(request, "variants/previews/phone.html", context)
        return HttpResponse(document)


class Kind(Base):
    label = _("Email")
    icon = "mail"
    model = Email
    most_words = 450
    has_files = True

    def derive(self, asset: Asset, revision_id: int | None, **_choices: Any) -> Email:
        material = Material(asset, revision_id)
        draft = Draft(self, material)
        title = material.title
        lines = {"subject": subjects(material)}
        lines["preheader"] = preheaders(material, lines["subject"][0][0])
        for name, found in lines.items():
            if found:
                draft.put(name, *found[0])
            for text, source in found if len(found) > 1 else []:
                draft.add("alternatives", name, source, text=text)
        draft.put("headline", title.text, title.source)
        self._sections(draft, material)
        draft.put("call_to_action", *phrases.call_to_action(asset))
        return draft.page()

    def _sections(self, draft: Draft, material: Material) -> None:
        kept: list[Statement] = []
        for statement in material.summary:
            if kept and sum(width(s.text) for s in [*kept, statement]) > SUMMARY:
                break
            kept.append(statement)
        if kept:
            text = ("" if material.language.startswith("zh") else " ").join(s.text for s in kept)
            html = format_html_join("", "<p>{}</p>", [(text,)])
            draft.add("sections", "text", merged([s.source for s in kept]), heading="", text=str(html))
        for statistic in material.statistics[:STATISTICS]:
            draft.add("sections", "statistic", statistic.source, number=statistic.value, label=statistic.label)
        fitting = _fitting(material.points, POINT, material.language)
        # What the summary said just above is no news; nor is a point that says less than another.
        said = [s.text for s in kept]
        points: list[tuple[Statement, str]] = []
        for statement, text in fitting:
            if len(points) < POINTS and not any(says_same(text, other) for other in said):
                points.append((statement, text))
                said.append(text)
        if points:
            items = format_html_join("", "<li>{}</li>", [(text,) for _s, text in points])
            source = merged([s.source for s, _text in points])
            heading = phrases.phrase("key_points", material.language)
            draft.add("sections", "text", source, heading=heading, text=f"<ul>{items}</ul>")
        for figure in material.figures[:1]:
            draft.add("sections", "figure", figure.source, image=figure.image, alt=figure.alt, caption=figure.caption)
        for quotation in material.quotations[:1]:
            draft.add("sections", "quotation", quotation.source, text=quotation.text, speaker=quotation.speaker)

    def problems(self, variant: Variant) -> Sequence[Problem]:
        assert isinstance(variant, Email)
        found = []
        if width(variant.subject) > SUBJECT:
            found.append(_warning("subject_long", gettext("Inboxes cut the subject; shorten it."), "subject"))
        if not variant.preheader:
            message = gettext("Without a preheader inboxes show the mail's first words; write one.")
            found.append(_warning("no_preheader", message, "preheader"))
        elif says_same(variant.preheader, variant.subject):
            message = gettext("The preheader repeats the subject; let it add to it.")
            found.append(_warning("preheader_repeats", message, "preheader"))
        elif width(variant.preheader) > PREHEADER:
            found.append(_warning("preheader_long", gettext("Inboxes cut the preheader; shorten it."), "preheader"))
        if not variant.sections:
            found.append(Problem("empty", gettext("The mail has no sections; add one."), where="sections"))
        if not (variant.brand and variant.brand.postal_address):
            message = gettext("The brand has no postal address; the law asks for one in many countries.")
            found.append(_warning("no_postal_address", message, ""))
        try:
            size = len(as_html(variant).encode())
        except CannotRender as error:
            return [*found, Problem("mail_not_made", str(error))]
        if size > MOST_BYTES:
            message = gettext("The mail has %(size)s kB; mail programs cut it at 100. Take out a section.")
            found.append(Problem("mail_too_large", message % {"size": size // 1000}))
        return found

    def posts(self, variant: Variant, capabilities: Capabilities) -> list[Post]:
        assert isinstance(variant, Email)
        text = as_text(variant, to_list=capabilities.recipients)
        if capabilities.text_limit is not None:
            text = fitted(text, capabilities, language=variant.language, title=variant.headline)
        return [
            Post(
                key="",
                kind=self.name,
                title=variant.subject,
                text=text,
                html=as_html(variant, to_list=capabilities.recipients),
                summary=variant.preheader,
                language=variant.language,
            )
        ]

    def files(self, variant: Variant) -> list[File]:
        assert isinstance(variant, Email)
        return [
            File("mail.html", gettext("HTML"), "text/html; charset=utf-8", lambda: as_html(variant).encode()),
            File("mail.txt", gettext("Text part"), "text/plain; charset=utf-8", lambda: as_text(variant).encode()),
        ]


def _fitting(statements: list[Statement], limit: int, language: str) -> Any:
    """The statements that fit in ``limit`` columns, whole or as a whole clause, with their words."""
    found = ((statement, shortened(statement.text, limit, language)) for statement in statements)
    return ((statement, text) for statement, text in found if text)


def _warning(code: str, message: str, where: str) -> Problem:
    return Problem(code, message, "warning", where)
