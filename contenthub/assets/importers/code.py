"""Which language a listing says it is in."""

from __future__ import annotations

import re

from bs4 import Tag

LONGEST = 30
CLASSES = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|highlight-text-|brush:\s*|sourceCode\s+)([\w+#.-]+)"
)
NONE = frozenset({"none", "text", "plaintext", "nohighlight", "sourcecode", "plain", "txt"})


def code_language(listing: Tag) -> str:
    """The name as its writer wrote it: a class or attribute of the `<pre>`, of the `<code>` in it or the box around it; else ""."""
    inner = listing.find("code")
    parent = listing.parent
    for tag in (inner, listing, parent):
        if not isinstance(tag, Tag) or (tag is parent and tag.name not in ("div", "figure")):
            continue
        said = str(tag.get("data-language") or tag.get("data-lang") or "")
        classes = tag.get("class")
        found = CLASSES.search(" ".join(classes) if isinstance(classes, list) else str(classes or ""))
        name = said or (found[1] if found else "")
        if name:
            return "" if name.lower() in NONE else name[:LONGEST]
    return ""
