"""File -> structured asset, without models: one file per format, found by its name.

A format is a module here that declares `LABEL` (what an editor calls it), `ENDINGS` (file endings, lower case, with the
dot) and `read(Source) -> Draft` (see `dispatch.Format`). The other modules are what formats share: `imported` (the
result), `limits`, `sniffing` (is it what its ending says), `pictures`, `walker` (HTML to blocks), `assemble` (title,
summary, key points). May import `contenthub.lib` only.
"""

from __future__ import annotations

from contenthub.assets.importers.dispatch import endings, load
from contenthub.assets.importers.imported import Block, Imported, ImportProblem, Picture

__all__ = ["Block", "ImportProblem", "Imported", "Picture", "endings", "load"]
