"""Addresses from titles."""

from __future__ import annotations

import re

from anyascii import anyascii

from contenthub.lib.language import HAN


def slug(text: str, max_length: int = 60, default: str = "untitled") -> str:
    """Lower-case ASCII words joined by hyphens, Chinese by its pinyin, cut between words; `default` when nothing is left."""
    spelled = HAN.sub(lambda found: f" {anyascii(found.group())} ", text)
    plain = re.sub(r"['’]", "", anyascii(spelled)).lower()
    words = re.findall(r"[a-z0-9]+", plain)
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:max_length]
        if len(longer) > max_length:
            break
        kept = longer
    return kept or default[:max_length]
