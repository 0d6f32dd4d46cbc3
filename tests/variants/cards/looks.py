"""Looks and contents the card tests share."""

from __future__ import annotations

from PIL import Image, ImageDraw

from contenthub.variants.cards.content import CardContent
from contenthub.variants.cards.look import BrandLook

LIGHT = BrandLook("Northwind Cloud", "#12355b", "#e4572e", "#ffffff", "#14202e", footer="northwind.example")
DARK = BrandLook("绿洲云", "#3f7cff", "#ffc857", "#0e1420", "#f2f5fa", footer="oasis.example")


def photograph() -> Image.Image:
    """A picture that a card may crop: no two neighbouring pixels on its rim are alike."""
    ramp = Image.linear_gradient("L").resize((640, 400))
    return Image.merge("RGB", (ramp, ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM), ramp.rotate(180)))


def diagram() -> Image.Image:
    """A picture that a card shows whole: lines on white paper, far wider than high."""
    paper = Image.new("RGB", (1200, 300), "white")
    ImageDraw.Draw(paper).rectangle((0, 120, 1199, 180), outline="black", fill=(200, 30, 30))
    return paper


def english(template: str, **more: object) -> CardContent:
    """A card in English with every field filled."""
    fields = {
        "headline": "Operators turn what your best engineers know into software",
        "text": "Encode day-two knowledge once; run it on every cluster.",
        "kicker": "Operator white paper",
        "number": "71",
        "unit": "%",
        "speaker": "Ana Lindqvist",
    }
    return CardContent(template, **{**fields, **more})  # type: ignore[arg-type]


def chinese(template: str, **more: object) -> CardContent:
    """A card in Chinese with every field filled."""
    fields = {
        "headline": "CNCF 云原生安全白皮书 v1.0：12% 增长 🚀",
        "text": "在流水线的前、中、后各环节持续检查，而不是在上线前夜补漏洞。",
        "kicker": "云原生安全",
        "number": "68",
        "unit": "%",
        "speaker": "白皮书工作组",
        "language": "zh-hans",
    }
    return CardContent(template, **{**fields, **more})  # type: ignore[arg-type]
