"""A scene: the part of the country that a map shows, drawn as far as no filter and no language matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from aiqyn.places.clusters import clusters
from aiqyn.places.projection import Frame, Spot, path_data
from aiqyn_site.pages.map.atlas import Atlas, Shape

#: Every drawing is this wide in its own units.
WIDTH = 1000
_MARGIN = 14
_TALLEST = 2.5  # times as high as wide
_LEAST = 0.1  # of the whole's width: nearer than this the borders are too coarse to be drawn
_DEEPEST = 6
_FEW = 300  # points: more are gathered on a wider grid
_NARROW, _WIDE = 26.0, 64.0
_TINY = 34  # units: a region smaller than this is drawn as a ring, or nobody would see it
_CORNERS = 60
_STEP = 10
_ENOUGH = 150  # units: room for nearly any name
_EDGE = 20  # units at the edge of the drawing that labels keep free
_CLEAR = 50  # units from a mark at which it covers no number on any screen
_KEPT = 64
_TILE = re.compile(r"([1-6])-(\d{1,3})-(\d{1,3})")


class Outline(NamedTuple):
    """A region as drawn: path data, where its label goes, how much room there is, and if it needs a ring to be seen."""

    id: str
    path: str
    label: Spot
    room: float
    ring: bool


class Mark(NamedTuple):
    """Points drawn as one: where, which projects (a bitmap), and the tile to look at next.

    `is_apart` says if that tile, or one nearer still, shows some of the points apart.
    """

    x: int
    y: int
    bits: int
    tile: str
    is_apart: bool


class Scene(NamedTuple):
    """What is drawn. `bits` are the projects whose points lie inside; `depth` how often the whole was doubled.

    `pieces` keeps what was put together from this scene for each language.
    """

    frame: Frame
    height: int
    outlines: tuple[Outline, ...]
    marks: tuple[Mark, ...]
    bits: int
    depth: int
    pieces: dict[str, list[tuple[str, str, str]]]


def scene(atlas: Atlas, region: str = "", tile: str = "") -> Scene:
    """The scene of a tile, else of a region, else of the whole; what cannot be shown is the whole."""
    named = tile if tile_of(tile) else region if region in atlas.catalogue.bitmaps["region"] else ""
    drawn = atlas.scenes.get(named)
    if drawn is None:
        if len(atlas.scenes) > _KEPT:
            whole = atlas.scenes.get("")
            atlas.scenes.clear()
            if whole is not None:
                atlas.scenes[""] = whole
        drawn = atlas.scenes[named] = _drawn(atlas, *_frame(atlas, named))
    return drawn


def tile_of(text: str) -> tuple[int, int, int] | None:
    """Depth, column and row of a tile, or None where the text names none.

    At each depth the whole is shown twice as large; tiles overlap by half, so any place is near the middle of one.
    """
    match = _TILE.fullmatch(text)
    if match is None:
        return None
    depth, column, row = map(int, match.groups())
    most = 2 ** (depth + 1) - 2
    return (depth, column, row) if max(column, row) <= most else None


def tile_around(x: float, y: float, depth: int, height: float) -> str:
    """The tile of a depth whose middle is nearest to a place of the whole drawing."""
    most = 2 ** (depth + 1) - 2
    wide, high = WIDTH / 2**depth, height / 2**depth
    column = min(most, max(0, round((x - wide / 2) / (wide / 2))))
    row = min(most, max(0, round((y - high / 2) / (high / 2))))
    return f"{depth}-{column}-{row}"


def frame_of_whole(shapes: Iterable[Shape]) -> tuple[Frame, int]:
    """The frame in which all of some shapes are seen, and its height."""
    boxes = [shape.box for shape in shapes]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    # A country that is tall and narrow stands in the middle of a drawing that is not endless.
    wide = max(east - west, (north - south) / _TALLEST)
    scale = (WIDTH - 2 * _MARGIN) / wide
    height = round((north - south) * scale) + 2 * _MARGIN
    return Frame((west + east - wide) / 2 - _MARGIN / scale, north + _MARGIN / scale, scale), height


def _frame(atlas: Atlas, named: str) -> tuple[Frame, int, int]:
    """Frame, height and depth of what is shown: a tile, a region or, where blank, the whole."""
    whole, height = frame_of_whole(atlas.shapes.values())
    tile = tile_of(named)
    if tile is not None:
        depth, column, row = tile
        scale = whole.scale * 2**depth
        west = whole.west + column * WIDTH / 2 ** (depth + 1) / whole.scale
        north = whole.north - row * height / 2 ** (depth + 1) / whole.scale
        return Frame(west, north, scale), height, depth
    shapes = [atlas.shapes[key] for key in sorted(atlas.pieces(named))] if named else []
    if not shapes:
        return whole, height, 0
    west, south = min(shape.box[0] for shape in shapes), min(shape.box[1] for shape in shapes)
    east, north = max(shape.box[2] for shape in shapes), max(shape.box[3] for shape in shapes)
    wide = max((east - west) * 1.16, (north - south) * 1.16 * WIDTH / height, _LEAST * WIDTH / whole.scale)
    scale = WIDTH / wide
    middle = (west + east) / 2, (south + north) / 2
    frame = Frame(middle[0] - wide / 2, middle[1] + height / scale / 2, scale)
    return frame, height, max(1, round(scale / whole.scale).bit_length() - 1)


def _drawn(atlas: Atlas, frame: Frame, height: int, depth: int) -> Scene:
    spots = ((place, frame.spot(*point)) for place, point in enumerate(zip(atlas.easts, atlas.norths, strict=True)))
    # What is not a number is on no side of anything.
    inside = {place: spot for place, spot in spots if 0 <= spot[0] <= WIDTH and 0 <= spot[1] <= height}
    marks = tuple(_marks(atlas, frame, height, depth, inside))
    obstacles = [*((mark.x, mark.y) for mark in marks), *rings(atlas.shapes.values(), frame)]
    outlines = tuple(
        _outline(shape, atlas.outline.get(shape.id, shape), frame, height, obstacles)
        for shape in atlas.shapes.values()
        if _is_seen(shape, frame, height)
    )
    return Scene(frame, height, outlines, marks, _bits(inside), depth, {})


def _is_seen(shape: Shape, frame: Frame, height: int) -> bool:
    left, top = frame.spot(shape.box[0], shape.box[3])
    right, bottom = frame.spot(shape.box[2], shape.box[1])
    return left < WIDTH and right > 0 and top < height and bottom > 0


def _bits(places: Iterable[int]) -> int:
    bits = bytearray()
    for place in places:
        bits.extend(bytes(max(0, (place >> 3) + 1 - len(bits))))
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def _marks(atlas: Atlas, frame: Frame, height: int, depth: int, inside: dict[int, Spot]) -> Iterator[Mark]:
    places = list(inside)
    width = _NARROW if len(places) <= _FEW else _WIDE
    whole, _ = frame_of_whole(atlas.shapes.values())
    ratio = whole.scale / frame.scale
    left, top = (frame.west - whole.west) * whole.scale, (whole.north - frame.north) * whole.scale
    for cluster in clusters([inside[place] for place in places], width):
        members = [places[number] for number in cluster.members]
        xs, ys = [inside[place][0] for place in members], [inside[place][1] for place in members]
        extent = hypot(max(xs) - min(xs), max(ys) - min(ys))
        is_apart = depth < _DEEPEST and extent * ratio * 2**_DEEPEST >= _NARROW
        nearer = min(_DEEPEST, depth + 2) if is_apart else _DEEPEST
        tile = tile_around(left + cluster.x * ratio, top + cluster.y * ratio, nearer, height)
        yield Mark(round(cluster.x), round(cluster.y), _bits(members), tile, is_apart)


# --- labels -------------------------------------------------------------------------------------------------


def label_of(shape: Shape, frame: Frame, height: int, obstacles: Sequence[Spot]) -> tuple[Spot, bool]:
    """Where the number of a coarse shape stands, and if it needs a ring to be seen."""
    outline = _outline(shape, shape, frame, height, obstacles)
    return outline.label, outline.ring


def rings(shapes: Iterable[Shape], frame: Frame) -> Iterator[Spot]:
    """Where the rings of regions too small to be seen stand, and the numbers beside them."""
    for shape in shapes:
        left, top = frame.spot(shape.box[0], shape.box[3])
        right, bottom = frame.spot(shape.box[2], shape.box[1])
        if max(right - left, bottom - top) < _TINY:
            x, y = (left + right) / 2, (top + bottom) / 2
            yield from ((x, y), (x + 26, y - 10))


def _outline(shape: Shape, coarse: Shape, frame: Frame, height: int, obstacles: Sequence[Spot]) -> Outline:
    rings = [[frame.spot(*place) for place in ring] for ring in shape.rings]
    left, top = frame.spot(shape.box[0], shape.box[3])
    right, bottom = frame.spot(shape.box[2], shape.box[1])
    if max(right - left, bottom - top) < _TINY:
        return Outline(shape.id, path_data(rings), ((left + right) / 2, (top + bottom) / 2), 0, True)
    edges = [_thinned([frame.spot(*place) for place in ring]) for ring in coarse.rings]
    seen = max(left, _EDGE), max(top, _EDGE), min(right, WIDTH - _EDGE), min(bottom, height - _EDGE)
    label, room = _label(edges, seen, obstacles)
    return Outline(shape.id, path_data(rings), label, room, False)


def _thinned(ring: list[Spot]) -> list[Spot]:
    step = max(1, len(ring) // _CORNERS)
    return [*ring[:-1:step], ring[0]]


def _label(
    rings: list[list[Spot]], box: tuple[float, float, float, float], obstacles: Sequence[Spot]
) -> tuple[Spot, float]:
    """Where a label stands freest, and how wide it may be: on the line with the most room, away from marks."""
    left, top, right, bottom = box
    best: tuple[float, Spot, float] = (0.0, ((left + right) / 2, (top + bottom) / 2), 0.0)
    y = top + _STEP
    while y < bottom - _STEP / 2:
        for begin, end in _chords(rings, y, left, right):
            below = min((right - left), _shortest(rings, y, begin, end, left, right))
            near = [x for x, at in obstacles if -22 < at - y < 36 and begin < x < end]
            for low, high in _gaps(begin, end, near):
                room, middle = min(high - low, below), (low + high) / 2
                clear = min((hypot(x - middle, at - y) for x, at in obstacles), default=_CLEAR)
                central = 20 - 40 * abs(y - (top + bottom) / 2) / (bottom - top)
                score = min(room, _ENOUGH) + 2 * min(clear, _CLEAR) + central if room > 0 else 0
                if score > best[0]:
                    best = (score, (middle, y), room)
        y += _STEP
    return best[1], best[2]


def _shortest(rings: list[list[Spot]], y: float, begin: float, end: float, left: float, right: float) -> float:
    """The narrower of the chords just above and below, so that a label of two lines does not touch the border."""
    middle = (begin + end) / 2
    widths = []
    for level in (y - 12, y + 12):
        chords = _chords(rings, level, left, right)
        first, last = next((chord for chord in chords if chord[0] <= middle <= chord[1]), (0.0, 0.0))
        widths.append(min(end, last) - max(begin, first))
    return min(widths)


def _chords(rings: list[list[Spot]], y: float, left: float, right: float) -> list[tuple[float, float]]:
    """The parts of a level line that lie inside, cut at the edges of the drawing."""
    crossings = sorted(
        x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    )
    inside = zip(crossings[::2], crossings[1::2], strict=False)
    chords = [(max(left, first), min(right, last)) for first, last in inside]
    return [(first, last) for first, last in chords if last > first]


def _gaps(begin: float, end: float, taken: Sequence[float]) -> Iterator[tuple[float, float]]:
    """What is left of a stretch between marks, each of which takes some room."""
    low = begin
    for x in sorted(taken):
        if x - 13 > low:
            yield low, x - 13
        low = max(low, x + 13)
    if end > low:
        yield low, end
