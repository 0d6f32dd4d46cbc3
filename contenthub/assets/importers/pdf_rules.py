"""What is drawn on a PDF page with straight edges: rules, and areas filled with a colour."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_OBJECTS = 4000  # of one page, and of rules; a drawing of more has no table in it
MOST_POINTS = 12  # of one path
THIN = 3.0  # points; an area no thicker is a rule
SHORTEST = 4.0
STRAIGHT = 0.7
LEAST_SIDE = 6.0  # points, of a filled area that may be a cell
MOST_OF_PAGE = 0.8  # of both sides: more is the background
WHITE = (255, 255, 255)

Point = tuple[float, float]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Rule:
    """A horizontal or vertical line from `start` to `end`, at `place` on the other axis. Points from the lower left corner."""

    upright: bool
    place: float
    start: float
    end: float
    drawn: bool = True  # False: the edge of a filled area


@dataclass(frozen=True)
class Filled:
    """An area of one colour."""

    left: float
    bottom: float
    right: float
    top: float
    colour: Colour


@dataclass
class Drawn:
    """The straight-edged drawing of one page."""

    rules: list[Rule] = field(default_factory=list)
    areas: list[Filled] = field(default_factory=list)


def drawn(page: pdfium.PdfPage) -> Drawn:
    """The page's rules and filled areas; none of a page with too much drawn on it."""
    width, height = page.get_size()
    found = Drawn()
    for count, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2)):
        if count >= MOST_OBJECTS or len(found.rules) >= MOST_OBJECTS:
            return Drawn()
        fills, strokes = _modes(item.raw)
        if not (fills or strokes):
            continue
        for points in _outlines(item.raw):
            if strokes:
                found.rules += _edges(points, drawn=True)
            elif fills:
                _fill(found, points, item.raw, width, height)
    return found


def _modes(path: raw.FPDF_PAGEOBJECT) -> tuple[bool, bool]:
    """(whether it is filled, whether its outline is drawn)."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke):
        return False, False
    return bool(fill.value), bool(stroke.value)


def _outlines(path: raw.FPDF_PAGEOBJECT) -> Iterator[list[Point]]:
    """The points of each part of a path that is made of straight lines only."""
    matrix = raw.FS_MATRIX()
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= MOST_POINTS * 20 or not raw.FPDFPageObj_GetMatrix(path, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for i in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(
            (matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        )
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _edges(points: list[Point], drawn: bool) -> list[Rule]:
    found = []
    for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
        if abs(x1 - x2) <= STRAIGHT and abs(y1 - y2) >= SHORTEST:
            found.append(Rule(True, (x1 + x2) / 2, min(y1, y2), max(y1, y2), drawn))
        elif abs(y1 - y2) <= STRAIGHT and abs(x1 - x2) >= SHORTEST:
            found.append(Rule(False, (y1 + y2) / 2, min(x1, x2), max(x1, x2), drawn))
    return found


def _fill(found: Drawn, points: list[Point], path: raw.FPDF_PAGEOBJECT, width: float, height: float) -> None:
    """A filled outline as a rule when it is thin, as an area with its edges when it is a rectangle of a colour."""
    across, up = [x for x, _ in points], [y for _, y in points]
    left, right, bottom, top = min(across), max(across), min(up), max(up)
    if top - bottom <= THIN and right - left >= SHORTEST:
        found.rules.append(Rule(False, (top + bottom) / 2, left, right))
    elif right - left <= THIN and top - bottom >= SHORTEST:
        found.rules.append(Rule(True, (left + right) / 2, bottom, top))
    elif len(set(points)) == 4 and right - left >= LEAST_SIDE and top - bottom >= LEAST_SIDE:
        corners = {(left, bottom), (left, top), (right, bottom), (right, top)}
        colour = _colour(path)
        background = right - left > MOST_OF_PAGE * width and top - bottom > MOST_OF_PAGE * height
        if background or colour == WHITE or not all(_near(point, corners) for point in points):
            return
        found.areas.append(Filled(left, bottom, right, top, colour))
        outline = [(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
        found.rules += _edges(outline, drawn=False)


def _near(point: Point, corners: set[Point]) -> bool:
    return any(abs(point[0] - x) <= STRAIGHT and abs(point[1] - y) <= STRAIGHT for x, y in corners)


def _colour(path: raw.FPDF_PAGEOBJECT) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return WHITE if alpha.value == 0 else (red.value, green.value, blue.value)
