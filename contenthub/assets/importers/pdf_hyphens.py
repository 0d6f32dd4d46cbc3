"""Words broken at the end of a PDF's line, made whole."""

from __future__ import annotations

import re
from collections import Counter

from contenthub.assets.importers.pdf_lines import BREAK_AT_HYPHEN


def without_breaks(html: str) -> str:
    """Words broken at a hyphen: with the hyphen where the text writes it so elsewhere or both halves are words of it."""
    whole = re.sub(rf"[\w-]+{BREAK_AT_HYPHEN}[\w-]+", " ", html.lower())
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole))

    def mended(found: re.Match[str]) -> str:
        first, second = found.group(1), found.group(2)
        a, b = first.lower(), second.lower()
        last_part = a.rsplit("-", 1)[-1]
        if words[f"{a}-{b}"] or "-" in a or re.search(r"[\W\d_]", a[-1:] + b[:1]):
            return f"{first}-{second}"
        if words[last_part + b]:
            return first + second
        return (
            f"{first}-{second}"
            if words[last_part] and words[b] and len(last_part) > 3 and len(b) > 3
            else first + second
        )

    return re.sub(rf"([\w-]+){BREAK_AT_HYPHEN}([\w-]+)", mended, html).replace(BREAK_AT_HYPHEN, "-")
