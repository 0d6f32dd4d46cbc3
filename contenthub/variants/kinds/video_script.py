"""A script for a short vertical video: hook, scenes, call to action."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from channels.base import Capabilities, Media, Post
from contenthub.assets.models import Asset
from contenthub.lib.slugs import slug
from contenthub.variants import files, phrases
from contenthub.variants.animatic import store
from contenthub.variants.animatic.film import digest
from contenthub.variants.animatic.problem import AnimaticError
from contenthub.variants.animatic.stills import SIZE
from contenthub.variants.blocks.scenes import ScenesBlock
from contenthub.variants.cards.content import CardError
from contenthub.variants.drafting import Draft
from contenthub.variants.files import File
from contenthub.variants.fitting import fitted
from contenthub.variants.kind import Kind as Base
from contenthub.variants.lengths import shortened, width
from contenthub.variants.material import Material
from contenthub.variants.models import Variant
from contenthub.variants.on_screen import ON_SCREEN
from contenthub.variants.openings import HOOK_SECONDS, hook_of
from contenthub.variants.panels import top_panels
from contenthub.variants.problem import Problem
from contenthub.variants.scene_choice import scenes_of
from contenthub.variants.script import markdown, shot_list
from contenthub.variants.script_document import MIME_TYPE, document
from contenthub.variants.subtitles import srt, vtt
from contenthub.variants.timing import Spoken, seconds, timeline, whole_seconds

#: Seconds the closing picture stays after its words.
HOLD = 2


class VideoScript(Variant):
    class Length(models.IntegerChoices):
        QUARTER = 15, _("15 seconds")
        HALF = 30, _("30 seconds")
        MINUTE = 60, _("60 seconds")
        MINUTE_AND_HALF = 90, _("90 seconds")

    target_seconds = models.PositiveSmallIntegerField(_("wanted length"), choices=Length.choices, default=Length.MINUTE)
    hook = models.TextField(_("hook"), help_text=_("The first words; viewers decide within three seconds."))
    scenes = StreamField(ScenesBlock(), blank=True, verbose_name=_("scenes"))
    call_to_action = models.CharField(_("call to action"), max_length=120, help_text=_("The last words."))

    content_fields = ("hook", "scenes", "call_to_action")
    chosen_fields = ("target_seconds",)
    content_panels = [
        *top_panels(),
        FieldPanel("target_seconds"),
        FieldPanel("hook"),
        FieldPanel("scenes"),
        FieldPanel("call_to_action"),
    ]

    class Meta:
        verbose_name = _("video script")
        verbose_name_plural = _("video scripts")

    @property
    def choices(self) -> dict[str, Any]:
        return {"seconds": self.target_seconds}

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "variants/previews/video_script.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        spoken = self.spoken()
        scenes = [{"value": child.value, "time": time} for child, time in zip(self.scenes, spoken[1:-1], strict=True)]
        context = super().get_preview_context(request, mode_name)
        return {**context, "brand": self.brand, "opening": spoken[0], "scene_list": scenes, "closing": spoken[-1]}

    @property
    def total_seconds(self) -> int:
        """The whole video's length."""
        return self.spoken()[-1].end

    def spoken(self) -> list[Spoken]:
        """Hook, scenes and call to action with their times."""
        return timeline(
            [
                (self.hook, whole_seconds(self.hook)),
                *((child.value["narration"], scene_seconds(child.value)) for child in self.scenes),
                (self.call_to_action, whole_seconds(self.call_to_action) + HOLD),
            ]
        )


class Kind(Base):
    label = _("Video script")
    icon = "media"
    model = VideoScript
    has_files = True

    def derive(
        self, asset: Asset, revision_id: int | None, *, seconds: int = VideoScript.Length.MINUTE, **_choices: Any
    ) -> VideoScript:
        """``seconds``: how long the video may be; one of ``VideoScript.Length``."""
        material = Material(asset, revision_id)
        draft = Draft(self, material)
        hook, invitation = hook_of(material), phrases.call_to_action(asset)
        draft.fields["target_seconds"] = seconds
        draft.put("hook", *hook)
        room = seconds - whole_seconds(hook[0]) - whole_seconds(invitation[0]) - HOLD
        for scene in scenes_of(material, room, hook[0], seconds):
            draft.add("scenes", "scene", scene.source, **scene.value())
        draft.put("call_to_action", *invitation)
        return draft.page()

    def problems(self, variant: Variant) -> Sequence[Problem]:
        assert isinstance(variant, VideoScript)
        found = list(_hurried(variant))
        if not variant.scenes:
            found.append(Problem("empty", gettext("The script has no scenes; add one."), where="scenes"))
        if seconds(variant.hook) > HOOK_SECONDS:
            message = gettext("The hook takes longer than three seconds to say; shorten it.")
            found.append(Problem("hook_long", message, "warning", "hook"))
        if variant.hook and variant.subject_title.startswith(variant.hook):
            message = gettext("The hook is the title only; say what surprises, or give the brand a hook of its own.")
            found.append(Problem("hook_title", message, "warning", "hook"))
        for child in variant.scenes:
            if width(child.value["on_screen"] or "") > 2 * ON_SCREEN and child.value["visual"] != "quotation":
                message = gettext("The on-screen text is more than two lines; shorten it.")
                found.append(Problem("on_screen_long", message, "warning", child.id or ""))
        total, wanted = variant.total_seconds, variant.target_seconds
        if total > wanted * 1.1:
            message = gettext("The script takes %(total)s seconds, wanted are %(wanted)s; shorten or take out a scene.")
            found.append(Problem("script_long", message % {"total": total, "wanted": wanted}, "warning"))
        return found

    def posts(self, variant: Variant, capabilities: Capabilities) -> list[Post]:
        assert isinstance(variant, VideoScript)
        text = markdown(variant, link=capabilities.links)
        if capabilities.text_limit is not None:
            text = fitted(variant.hook, capabilities, language=variant.language, title=variant.subject_title)
        scenes = [
            {
                "narration": child.value["narration"],
                "on_screen": child.value["on_screen"],
                "seconds": time.end - time.start,
            }
            for child, time in zip(variant.scenes, variant.spoken()[1:-1], strict=True)
        ]
        return [
            Post(
                key="",
                kind=self.name,
                title=variant.subject_title,
                text=text,
                summary=shortened(variant.hook, 120, variant.language),
                language=variant.language,
                media=tuple(self._media(variant, capabilities)),
                data={"hook": variant.hook, "scenes": scenes, "seconds": variant.total_seconds},
            )
        ]

    def _media(self, variant: VideoScript, capabilities: Capabilities) -> Iterator[Media]:
        stem = slug(variant.subject_title)
        offered = [*self._texts(variant), *self._video(variant)]
        taken = [f for f in offered if not capabilities.media_types or f.mime_type in capabilities.media_types]
        for file in taken[: capabilities.media_limit]:
            medium = files.stored(file, stem)
            if file.mime_type == "video/mp4":
                medium = dataclasses.replace(medium, width=SIZE[0], height=SIZE[1], alt=variant.hook)
            if capabilities.media_bytes is None or medium.size <= capabilities.media_bytes:
                yield medium

    def files(self, variant: Variant) -> list[File]:
        assert isinstance(variant, VideoScript)
        word = File("script.docx", gettext("Script (Word)"), MIME_TYPE, lambda: _word(variant))
        return [word, *self._texts(variant), *self._video(variant)]

    def _texts(self, variant: VideoScript) -> list[File]:
        return [
            File("script.md", gettext("Script (Markdown)"), "text/markdown", lambda: markdown(variant).encode()),
            File(
                "subtitles.srt",
                gettext("Subtitles (SRT)"),
                "application/x-subrip",
                lambda: srt(variant.spoken(), variant.language).encode(),
            ),
            File(
                "subtitles.vtt",
                gettext("Subtitles (WebVTT)"),
                "text/vtt",
                lambda: vtt(variant.spoken(), variant.language).encode(),
            ),
            File("shots.csv", gettext("Shot list (CSV)"), "text/csv", lambda: shot_list(variant).encode()),
        ]

    def _video(self, variant: VideoScript) -> list[File]:
        """The animatic, if it was made of the script as it is."""
        name = digest(variant)
        if not store.there(variant.pk, name):
            return []
        return [File("animatic.mp4", gettext("Animatic (MP4)"), "video/mp4", lambda: store.read(variant.pk, name))]


def _word(script: VideoScript) -> bytes:
    """:raises CardError: a thumbnail cannot be drawn; screens know how to say that."""
    try:
        return document(script)
    except AnimaticError as error:
        raise CardError(str(error)) from error


@receiver(post_delete, sender=VideoScript)
def _forget_animatics(instance: VideoScript, **_kwargs: Any) -> None:
    pk = instance.pk
    transaction.on_commit(lambda: store.clean(pk, set()))


def scene_seconds(value: Any) -> int:
    """What the editor gave, else what speaking takes."""
    return value["seconds"] or whole_seconds(value["narration"])


def _hurried(variant: VideoScript) -> Iterator[Problem]:
    for child in variant.scenes:
        needed = seconds(child.value["narration"])
        if child.value["seconds"] and needed > child.value["seconds"] * 1.2:
            message = gettext("Speaking this takes about %(needed)s seconds; give the scene more time or fewer words.")
            yield Problem("scene_hurried", message % {"needed": round(needed)}, "warning", child.id or "")
