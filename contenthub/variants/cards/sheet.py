"""The canvas a template draws on: the card's colours, and a column of texts that share a box."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from contenthub.variants.cards.colour import RGB
from contenthub.variants.cards.content import CardContent
from contenthub.variants.cards.frames import Frame
from contenthub.variants.cards.layout import EMPTY, Block, Style, fit_text
from contenthub.variants.cards.look import BrandLook, Palette
from contenthub.variants.cards.paint import Canvas, Nowhere, letterspaced, paint

Box = tuple[int, int, int, int]

HEADLINE = Style(weight=760, leading=1.13, wide_leading=1.3)
BODY = Style(weight=420, leading=1.4, wide_leading=1.58)
LABEL = Style(weight=700, max_lines=1)
TRACKING = 0.07
# The share of its room a headline takes while it is large.
_AIRY = 0.8
_LARGE = 0.4
# The size of the body, at most, as a share of the headline's.
_BODY_SHARE = 0.6
# Space under a large headline, in its ems.
_UNDER_HEADLINE = 0.5
# Chinese lines reach higher and lower than Latin ones, so that the space between two texts looks smaller.
_WIDE_GAP = 1.35
_TIGHT_GAP = 0.65


@dataclass(frozen=True)
class Item:
    """One text of a column: `sizes` are (most, least), `gap` the space above it, `room` the most of the box it may take
    while texts fitted after it (higher `turn`) still wait."""

    field: str
    text: str
    sizes: tuple[int, int]
    style: Style
    colour: RGB
    gap: int = 0
    room: float = 1.0
    turn: int = 0
    tracking: float = 0.0


@dataclass(frozen=True)
class Column:
    """Texts with their places, and the box round them."""

    texts: list[tuple[Item, Block, tuple[int, int]]]
    box: Box

    @property
    def overflow(self) -> bool:
        """Whether a text did not fit whole."""
        return any(block.overflow for _, block, _ in self.texts)


@dataclass
class Sheet:
    """The card being drawn. `cut` collects the names of fields that did not fit whole."""

    image: Canvas
    frame: Frame
    look: BrandLook
    content: CardContent
    colours: Palette
    cut: list[str] = field(default_factory=list)

    @property
    def measuring(self) -> bool:
        """Whether nobody will see the picture: what costs time and moves no text may be left out."""
        return isinstance(self.image, Nowhere)

    def kicker(self) -> Item:
        """The line over the headline: capitals with air between them, in the accent colour."""
        text, small = self.content.kicker.upper(), self.frame.small
        return Item("kicker", text, (round(small * 1.06), small), LABEL, self.colours.strong, tracking=TRACKING)

    def headline(self, text: str, gap: int, sizes: tuple[int, int] | None = None) -> Item:
        """The headline: fitted last, into all the room the others leave."""
        return Item("headline", text, sizes or self.frame.headline, HEADLINE, self.colours.ink, gap, turn=2)

    def body(self, text: str, gap: int, room: float = 0.45) -> Item:
        """Supporting text."""
        return Item("text", text, self.frame.body, BODY, self.colours.soft, gap, room, turn=1)

    def plan(self, box: Box, items: list[Item], anchor: float = 0.0) -> Column:
        """Fit `items` one below the other into `box`; `anchor` puts the spare room above them (0 none of it, 1 all)."""
        wanted = [item for item in items if item.text.strip()]
        for air in (_WIDE_GAP if self.content.chinese else 1.0, _TIGHT_GAP):
            items = [replace(item, gap=round(item.gap * air)) for item in wanted]
            blocks = self._fit(box, items)
            if not any(block.overflow for block in blocks):
                break
        items = self._aired(items, blocks, box[3] - box[1])
        height = sum(block.height for block in blocks) + sum(item.gap for item in items[1:])
        top = y = box[1] + round(max(0, box[3] - box[1] - height) * anchor)
        texts = []
        for number, (item, block) in enumerate(zip(items, blocks, strict=True)):
            y += item.gap if number else 0
            texts.append((item, block, (box[0], y)))
            y += block.height
        width = max((block.width for block in blocks), default=0)
        return Column(texts, (box[0], top, box[0] + width, y))

    def _aired(self, items: list[Item], blocks: list[Block], room: int) -> list[Item]:
        """The items with the space under the headline in keeping with its size, as far as there is room."""
        spare = room - sum(block.height for block in blocks) - sum(item.gap for item in items[1:])
        aired = list(items)
        for place in range(1, len(items)):
            if items[place - 1].field == "headline" and spare > 0:
                wanted = round(_UNDER_HEADLINE * blocks[place - 1].size)
                aired[place] = replace(items[place], gap=min(max(items[place].gap, wanted), items[place].gap + spare))
        return aired

    def draw(self, column: Column) -> Box:
        """Draw what `plan` laid out; returns the box it takes."""
        for item, block, corner in column.texts:
            paint(self.image, block, corner, item.colour)
            if block.overflow:
                self.cut.append(item.field)
        return column.box

    def column(self, box: Box, items: list[Item], anchor: float = 0.0) -> Box:
        """`plan` and `draw` in one."""
        return self.draw(self.plan(box, items, anchor))

    def _fit(self, box: Box, items: list[Item]) -> list[Block]:
        """Fit in turns; where the headline does not fit, or is hardly larger than the body, the body gives way."""
        blocks = self._fit_turns(box, items)
        sizes = {item.field: block for item, block in zip(items, blocks, strict=True)}
        headline, body = sizes.get("headline", EMPTY), sizes.get("text", EMPTY)
        outshone = headline.lines and body.size > _BODY_SHARE * headline.size
        if body.lines and (headline.overflow or outshone):
            least = self.frame.body[1]
            most = least if headline.overflow else max(least, round(_BODY_SHARE * headline.size))
            items = [replace(item, sizes=(most, least)) if item.field == "text" else item for item in items]
            blocks = self._fit_turns(box, items)
        return blocks

    def _fit_turns(self, box: Box, items: list[Item]) -> list[Block]:
        width, left = box[2] - box[0], box[3] - box[1] - sum(item.gap for item in items[1:])
        blocks = [EMPTY] * len(items)
        for place in sorted(range(len(items)), key=lambda number: items[number].turn):
            item = items[place]
            blocks[place] = self._fit_item(item, width, left)
            left -= blocks[place].height
        return blocks

    def rule(self, corner: tuple[int, int], colour: RGB, length: int = 72, thick: int = 8) -> None:
        """A short bar: the accent that ties a card together."""
        right, bottom = corner[0] + self.frame.px(length), corner[1] + self.frame.px(thick)
        self.image.paste(colour, (*corner, right, bottom))

    def _fit_item(self, item: Item, width: int, height: int) -> Block:
        """One text into the room left for it; a headline leaves some air unless that would make it small."""
        chinese, (most, least) = self.content.chinese, item.sizes
        if item.tracking:
            narrower = (round(width * 0.89), height)
            return letterspaced(fit_text(item.text, narrower, item.sizes, item.style, chinese), item.tracking)
        if item.field == "headline":
            airy = fit_text(item.text, (width, round(height * _AIRY)), item.sizes, item.style, chinese)
            if not airy.overflow and airy.size >= _LARGE * (most + least):
                return airy
        return fit_text(item.text, (width, round(height * item.room)), item.sizes, item.style, chinese)
