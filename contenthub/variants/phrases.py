"""The hub's own ready phrases, in the content's language: neutral words where neither campaign nor brand gives any.

These are content, not interface: a Chinese card is made by an editor whose screens are English. So they do not go
through gettext.
"""

from __future__ import annotations

from contenthub.assets.models import Asset
from contenthub.lib.language import CHINESE, ENGLISH
from contenthub.variants.source import Source

_KINDS = {
    ENGLISH: {
        "whitepaper": "whitepaper",
        "report": "report",
        "case_study": "case study",
        "guide": "guide",
        "announcement": "announcement",
    },
    CHINESE: {
        "whitepaper": "白皮书",
        "report": "报告",
        "case_study": "案例",
        "guide": "指南",
        "announcement": "公告",
    },
}
_PHRASES = {
    ENGLISH: {
        "key_points": "Key points",
        "colon": ": ",
        "read": "Read the full {kind}",
        "web_version": "View in browser",
        "unsubscribe": "Unsubscribe",
        "why": "You get this mail because you agreed to hear from {name}.",
        "share": "Share",
        "copied": "Link copied",
        "next": "Next",
        "screen": "Screen {number} of {total}",
        "screens": "Screens",
        "share_wechat": "Tap ··· in the corner to share",
        "copy_failed": "Copy this address:",
        "from_to": "Before\nAfter",
        "hook": "Hook",
        "scene": "Scene {number}",
        "call_to_action": "Call to action",
        "narration": "Narration",
        "on_screen": "On screen",
        "visual": "Visual",
        "seconds": "{seconds} s",
        "shot": "Shot",
        "from": "From",
        "until": "Until",
        "length": "Seconds",
        "card": "Card",
        "picture": "Picture",
        "source": "Source",
        "total": "Length: {seconds} s",
        "direct_title": "Title on the brand's colour, logo in the corner",
        "direct_text": "Speaker to camera; the on-screen text builds up line by line",
        "direct_number": "The figure full screen, counting up",
        "direct_quotation": "The quotation as text, with the speaker's name below",
        "direct_figure": "The figure, slow push-in: {caption}",
        "direct_end": "Logo, address and call to action; hold for two seconds",
    },
    CHINESE: {
        "key_points": "要点",
        "colon": "：",
        "read": "阅读{kind}全文",
        "web_version": "在浏览器中查看",
        "unsubscribe": "退订",
        "why": "您收到此邮件，是因为您同意接收{name}的内容。",
        "share": "分享",
        "copied": "链接已复制",
        "next": "下一页",
        "screen": "第 {number} 页，共 {total} 页",
        "screens": "页面",
        "share_wechat": "点击右上角 ··· 分享",
        "copy_failed": "请复制此链接：",
        "from_to": "之前\n之后",
        "hook": "开场",
        "scene": "镜头 {number}",
        "call_to_action": "行动号召",
        "narration": "旁白",
        "on_screen": "屏幕文字",
        "visual": "画面",
        "seconds": "{seconds} 秒",
        "shot": "镜头",
        "from": "开始",
        "until": "结束",
        "length": "秒数",
        "card": "卡片",
        "picture": "图片",
        "source": "出处",
        "total": "时长：{seconds} 秒",
        "direct_title": "品牌色背景上出现标题，角落放标志",
        "direct_text": "讲述者面对镜头，屏幕文字逐行出现",
        "direct_number": "数字占满全屏，滚动递增",
        "direct_quotation": "引文以文字呈现，下方注明发言者",
        "direct_figure": "展示图表，镜头缓慢推近：{caption}",
        "direct_end": "标志、网址与行动号召，停留两秒",
    },
}


def phrase(name: str, language: str, /, **values: object) -> str:
    """The phrase called ``name``; English where there is none in ``language``.

    :raises KeyError: there is no phrase of this name.
    """
    return _PHRASES.get(language, _PHRASES[ENGLISH])[name].format(**values)


def kind_name(asset: Asset) -> str:
    """What the asset is, such as "whitepaper" or 白皮书, in its own language."""
    return _KINDS.get(asset.language, _KINDS[ENGLISH]).get(asset.kind, asset.get_kind_display())


def call_to_action(asset: Asset) -> tuple[str, Source]:
    """What readers are asked to do: the campaign's words, else the brand's, else our own; with whose they are."""
    language = asset.language
    own = phrase("read", language, kind=kind_name(asset))
    if asset.campaign and any(call.language == language for call in asset.campaign.calls_to_action.all()):
        return _named(asset.campaign.call_to_action(language), "campaign")
    if asset.brand and (text := asset.brand.phrase("call_to_action", language)):
        return _named(text, "brand")
    return _named(own, "phrase")


def hook(asset: Asset) -> tuple[str, Source] | None:
    """The brand's hook in the asset's language, if it has one."""
    text = asset.brand.phrase("hook", asset.language) if asset.brand else ""
    return _named(text, "brand") if text else None


def ready(text: str) -> Source:
    """The source of one of our own phrases."""
    return _named(text, "phrase")[1]


def _named(text: str, origin: str) -> tuple[str, Source]:
    return text, Source(asset_id=None, revision_id=None, block_ids=[], words=text, origin=origin)
