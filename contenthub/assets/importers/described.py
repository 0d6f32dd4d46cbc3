"""What a document says of itself in its front matter, under whichever name it says it; what is not understood is reported."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from contenthub.lib.language import CHINESE, ENGLISH
from contenthub.lib.sentences import normalise

#: Ours, and what others call it. Case, "-" and spaces make no difference.
NAMES = {
    "title": ("title", "标题", "题目"),
    "summary": ("summary", "description", "abstract", "excerpt", "摘要", "简介"),
    "language": ("language", "lang", "locale", "语言"),
    "key_points": ("key_points", "keypoints", "takeaways", "key_takeaways", "highlights", "要点", "关键要点"),
    "audience": ("audience", "readers", "受众", "读者", "目标读者"),
    "kind": ("kind", "type", "document_type", "类型"),
}
KINDS = {
    "white_paper": "whitepaper",
    "casestudy": "case_study",
    "白皮书": "whitepaper",
    "报告": "report",
    "案例": "case_study",
    "案例研究": "case_study",
    "指南": "guide",
    "公告": "announcement",
}
MOST_NAMED = 12


class Described:
    """Front matter by our names; `raw` keeps its own keys."""

    def __init__(self, raw: dict[str, Any], warnings: list[str]) -> None:
        self.raw = dict(raw)
        self._values: dict[str, Any] = {}
        known = {name: ours for ours, names in NAMES.items() for name in names}
        unknown = []
        for key, value in raw.items():
            ours = known.get(_key(key))
            if ours is None:
                unknown.append(key)
            elif value not in (None, "", []):
                self._values.setdefault(ours, value)
        if unknown:
            more = f" (+{len(unknown) - MOST_NAMED})" if len(unknown) > MOST_NAMED else ""
            warnings.append(
                _("Front matter that has no place in an asset was not used: %(names)s.")
                % {"names": ", ".join(str(key)[:60] for key in unknown[:MOST_NAMED]) + more}
            )
        for name in ("audience", "kind"):
            if self.string(name):
                self.raw[name] = self.string(name)
        if self.string("kind"):
            kind = _key(self.string("kind"))
            self.raw["kind"] = KINDS.get(kind, kind)

    def string(self, name: str) -> str:
        value = self._values.get(name)
        if isinstance(value, list) and name == "audience":
            value = ", ".join(map(str, value))
        return normalise(str(value)) if isinstance(value, (str, int, float)) else ""

    def strings(self, name: str) -> list[str]:
        value = self._values.get(name)
        if isinstance(value, str):
            value = [re.sub(r"^\s*[-*•]\s+", "", line) for line in value.splitlines()]
        return [normalise(str(item)) for item in value if str(item).strip()] if isinstance(value, list) else []

    def language(self) -> str:
        """The language it names, as one of ours; "" when it names none or another."""
        name = self.string("language").lower()
        if re.match(r"zh|chinese|中文|简体", name):
            return CHINESE
        return ENGLISH if re.match(r"en|english|英文|英语", name) else ""


def _key(name: Any) -> str:
    return re.sub(r"[\s-]+", "_", str(name).strip().lower())
