"""Two small papers, English and Chinese, with one block of everything a variant can be made of."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.images.models import Image

from contenthub.assets.models import Asset
from contenthub.assets.setup import library_for

ENGLISH: dict[str, Any] = {
    "title": "Quiet Deployments: What 120 Teams Taught Us",
    "summary": "Most outages begin with a change. However, teams that deploy in small steps recover four times faster "
    "than teams that deploy once a month. This paper says how they do it.",
    "points": [
        "Teams that deploy in small steps recover four times faster than teams that deploy once a month.",
        "Watching a change for ten minutes finds most mistakes before a customer does.",
        "A rollback that was never rehearsed is a plan for a longer outage.",
    ],
    "text": "<p>In 2024 we looked at 120 teams, and 40% of them deployed on Fridays.</p>"
    "<p>Teams that deploy in small steps recover four times faster than teams that deploy once a month. "
    "A rollback that was never rehearsed is a plan for a longer outage.</p>",
    "heading": "What we saw",
    "statistic": {"value": "40%", "label": "of the teams deployed on Fridays", "context": "What we saw"},
    "quotation": {"text": "Small steps are the whole trick.", "speaker": "Ada Moreno", "role": "release engineer"},
    "figure": {"alt": "Bars that shrink with the size of a change", "caption": "Smaller changes, shorter outages"},
}
CHINESE: dict[str, Any] = {
    "title": "安静的发布：120个团队教会我们的事",
    "summary": "大多数故障始于一次变更。小步发布的团队恢复速度是每月发布一次的团队的四倍。本白皮书介绍他们的做法。",
    "points": [
        "小步发布的团队恢复速度是每月发布一次的团队的四倍。",
        "发布之后观察十分钟，就能在客户之前发现大多数错误。",
        "从未演练过的回滚，只是一份延长故障时间的计划。",
    ],
    "text": "<p>2024年我们观察了120个团队，其中40%在周五发布。</p>"
    "<p>小步发布的团队恢复速度是每月发布一次的团队的四倍。从未演练过的回滚，只是一份延长故障时间的计划。</p>",
    "heading": "我们看到了什么",
    "statistic": {"value": "40%", "label": "的团队在周五发布", "context": "我们看到了什么"},
    "quotation": {"text": "小步前进，就是全部的诀窍。", "speaker": "陈思远", "role": "发布工程师"},
    "figure": {"alt": "随变更变小而变短的柱形", "caption": "变更越小，故障越短"},
}
PAPERS = {"en": ENGLISH, "zh-hans": CHINESE}


def picture(name: str = "bars.png", size: tuple[int, int] = (320, 180)) -> Image:
    """A picture in Wagtail's library."""
    file = io.BytesIO()
    Pillow.new("RGB", size, "navy").save(file, "PNG")
    return Image.objects.create(title="Bars", file=ContentFile(file.getvalue(), name=name))


def make_asset(language: str = "en", *, live: bool = True, **changes: Any) -> Asset:
    """The paper in this language as an asset with a revision; ``changes`` replace parts of it."""
    paper = {**PAPERS[language], **changes}
    library = library_for(language)
    asset = Asset(title=paper["title"], summary=paper["summary"], locale=library.locale, live=False)
    set_points(asset, paper["points"])
    set_body(asset, paper)
    library.add_child(instance=asset)
    revision = asset.save_revision()
    if live:
        revision.publish()
    return Asset.objects.get(pk=asset.pk)


def set_points(asset: Asset, points: list[str]) -> None:
    raw = [{"type": "point", "value": point, "id": str(uuid.uuid4())} for point in points]
    asset.key_points = asset._meta.get_field("key_points").stream_block.to_python(raw)


def set_body(asset: Asset, paper: dict[str, Any]) -> None:
    blocks: list[tuple[str, Any]] = [
        ("heading", {"level": "2", "text": paper["heading"]}),
        ("rich_text", paper["text"]),
    ]
    if paper["statistic"]:
        blocks.append(("statistic", paper["statistic"]))
    if paper["quotation"]:
        blocks.append(("quotation", paper["quotation"]))
    if paper["figure"]:
        blocks.append(("figure", {"image": picture().pk, **paper["figure"]}))
    raw = [{"type": name, "value": value, "id": str(uuid.uuid4())} for name, value in blocks if value]
    asset.body = asset._meta.get_field("body").stream_block.to_python(raw)


def revise(asset: Asset, **changes: Any) -> Asset:
    """Save a new draft revision of the asset; the live page stays as it was."""
    draft = asset.get_latest_revision().as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()
    return Asset.objects.get(pk=asset.pk)
