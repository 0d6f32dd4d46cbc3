"""What an import says of blocks that were changed both here and in the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from contenthub.assets import contents
from contenthub.assets.importing import Outcome
from contenthub.assets.marks import SUMMARY
from contenthub.assets.merging import Clash
from contenthub.assets.models import Asset
from contenthub.assets.stream import clip
from contenthub.lib.sentences import normalise

MOST = 300
SENTENCES = {
    "file": gettext_noop(
        "“%(words)s” was edited here and changed in the file: it now says what the file says. Your words are in the revision before."
    ),
    "back": gettext_noop(
        "“%(words)s” was taken out here, but the file has changed it: it is back. Take it out again if it should go."
    ),
    "stays": gettext_noop(
        "“%(words)s” is no longer in the file like this; what you kept or edited here stays. See whether it still holds."
    ),
}


@dataclass(frozen=True)
class Line:
    """One clash for a person: where it is, what stood here, what stands here now, and the sentence that says so."""

    id: str
    place: str
    here: str
    now: str
    sentence: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def report_lines(before: Asset, after: Asset, outcome: Outcome) -> list[Line]:
    """A line for every clash, in the order they were found."""
    return [_line(before, after, clash) for clash in outcome.clashes]


def _line(before: Asset, after: Asset, clash: Clash) -> Line:
    here, now = _text(before, clash.id), _text(after, clash.id)
    place = _("Summary") if clash.id == SUMMARY else contents.section_of(after, clash.id)
    sentence = _(SENTENCES[clash.outcome]) % {"words": clip(here or now, 60)}
    return Line(clash.id, place, clip(here, MOST), clip(now, MOST), sentence)


def _text(asset: Asset, block_id: str) -> str:
    if block_id == SUMMARY:
        return normalise(asset.summary)
    block = contents.find_block(asset, block_id)
    return normalise(contents.block_text(block)) if block else ""


def summary_line(outcome: Outcome, unchanged: bool) -> str:
    """What became of an asset whose file was imported again, in a sentence or two."""
    if unchanged:
        return _("Imported before, and the file brings nothing new: no new revision was made.")
    counts = {name: getattr(outcome, name) for name in ("kept", "changed", "new", "gone")}
    line = _(
        "Imported before: this is a new revision of it. Blocks unchanged: %(kept)d, changed: %(changed)d, new: %(new)d, gone: %(gone)d."
    )
    line %= counts
    if outcome.figures_kept:
        line += " " + ngettext(
            "The file came without pictures, so the figure of the last import stays; remove it by hand if it should go.",
            "The file came without pictures, so the %(count)d figures of the last import stay; remove them by hand if they should go.",
            outcome.figures_kept,
        ) % {"count": outcome.figures_kept}
    return line
