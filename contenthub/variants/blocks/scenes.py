"""The scenes of a video script."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from contenthub.variants.parts import PartBlock
from contenthub.variants.source import SourceBlock


class SceneBlock(PartBlock):
    narration = blocks.TextBlock(label=_("Narration"), rows=2, help_text=_("What is spoken."))
    on_screen = blocks.CharBlock(
        label=_("On-screen text"),
        max_length=160,
        required=False,
        help_text=_("Few words: most people watch without sound."),
    )
    visual = blocks.ChoiceBlock(
        label=_("Card"),
        choices=[
            ("statement", _("Words")),
            ("number", _("Number")),
            ("quotation", _("Quotation")),
            ("figure", _("Picture")),
        ],
        default="statement",
        help_text=_("How the animatic and the storyboard draw this scene."),
    )
    direction = blocks.TextBlock(
        label=_("Direction"), rows=1, required=False, help_text=_("What whoever films it should show.")
    )
    image = ImageChooserBlock(
        label=_("Picture"), required=False, help_text=_("A figure of the asset, if one is shown.")
    )
    seconds = blocks.IntegerBlock(
        label=_("Seconds"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("Left empty: as long as it takes to speak (150 English words or 250 Chinese characters a minute)."),
    )
    source = SourceBlock()

    reads = ("narration", "on_screen")
    needs = ("narration",)

    class Meta:
        icon = "media"
        label = _("Scene")
        label_format = "{on_screen} {narration}"


class ScenesBlock(blocks.StreamBlock):
    """The scenes in order."""

    scene = SceneBlock()

    class Meta:
        required = False
