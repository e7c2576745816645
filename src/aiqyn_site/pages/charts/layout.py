"""Where everything of a chart stands: lanes so that labels never meet, at the width of a phone and wider.

All is laid out for the narrowest screen the site serves (320 px, less the margins of the page). Labels that need
shortening there come twice, with a class for each width, and the style sheet shows one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

from aiqyn_site.pages.charts import marks
from aiqyn_site.pages.charts.chart_parts import Chart, Form, Mark, Row, Shape
from aiqyn_site.pages.charts.scale import Scale, shortened, text_width
from aiqyn_site.pages.markup import escaped

NARROW, WIDE = 288, 680
_GUTTER, _EDGE = 17.0, 2.5
_RIGHT, _RIGHT_OF_BARS = 97.0, 86.0
_LABEL_SIZE = 14.2  # 13 px half bold, which runs as wide
_LANE, _LINE, _TOP = 20, 18, 24
_CLEAR = 5  # px between neighbours in a lane
_REACH, _ARROW = 10, 11  # px from a mark to its label, and more where it has an arrow
_TALL = 340  # px from which the scale is told again at the foot
_BARS = frozenset({Shape.BAR, Shape.GAP, Shape.TOLD_GAP})


class _Label(NamedTuple):
    """A direct label at one width: to the right of its mark or to the left, and from where to where all reaches."""

    text: str
    who: str
    is_left: bool
    start: float
    end: float


class _Drawn(NamedTuple):
    """Markup of a row, the places of its marks and where the next row begins."""

    markup: list[str]
    places: list[tuple[float, float]]
    end: float


def edges(labels: Iterable[str], *, bars: bool = False) -> tuple[float, float]:
    """Between which places across values run: right of a gutter where some labels of rows fit into one."""
    short = any(_fits_gutter(label) for label in labels)
    return (_GUTTER if short else 0 if bars else _EDGE), (_RIGHT_OF_BARS if bars else _RIGHT)


def _fits_gutter(label: str) -> bool:
    return text_width(label, _LABEL_SIZE) <= _GUTTER / 100 * NARROW - 8


def draw(chart: Chart) -> Markup:
    """The drawing of a chart; blank for one without rows."""
    if not chart.rows:
        return Markup("")
    rows: list[_Drawn] = []
    y: float = _TOP
    for charted in chart.rows:
        rows.append(_FORMS[charted.form](charted, y + (8 if charted.after else 0), chart.scale))
        y = rows[-1].end
    base = y + 2
    joins = [
        marks.joined(
            *rows[join.start[0]].places[join.start[1]], *rows[join.end[0]].places[join.end[1]], f"join {join.shape}"
        )
        for join in chart.joins
    ]
    tall = base > _TALL
    inner = [*_scale(chart, base, tall=tall), *joins, *(piece for row in rows for piece in row.markup)]
    return marks.drawing(base + (18 if tall else 4), escaped(chart.title), "".join(inner))


def _scale(chart: Chart, base: float, *, tall: bool) -> list[str]:
    """The lines of the scale, told above and, on a tall chart, below."""
    lines = []
    ends = (chart.ticks[0].value, chart.ticks[-1].value)
    apart = (chart.scale.right - chart.scale.left) / 100 * NARROW / max(len(chart.ticks) - 1, 1)
    # The last one ends at its line instead of standing across it, so it takes half as much again.
    told_every = 1 if 1.5 * max(text_width(tick.text) for tick in chart.ticks) + 4 <= apart else 2
    for n, tick in enumerate(chart.ticks):
        x = chart.scale.across(tick.value)
        anchor = "end" if tick.value == ends[1] and x > 90 else "middle" if x > 8 else ""
        zero = "zero" if tick.value == 0 and not chart.scale.is_log else "grid"
        lines.append(marks.grid(x, _TOP - 6, base, zero))
        levels = [] if n % told_every else [13.0, base + 14] if tall else [13.0]
        lines += [marks.words(escaped(tick.text), x, y, look="axis", anchor=anchor) for y in levels]
    return [*lines, "\n"]


# --- rows of lanes: each mark with its label ---------------------------------------------------------------------


def _lanes(row: Row, y: float, scale: Scale) -> _Drawn:
    markup, lane_top = _row_label(row, y, scale)
    narrow = [_labelled(mark, scale, NARROW) for mark in row.marks]
    wide = [_labelled(mark, scale, WIDE) for mark in row.marks]
    lanes = _lane_numbers(narrow)
    for lane in set(lanes):
        _keep_short(wide, narrow, [n for n, other in enumerate(lanes) if other == lane])
    places = []
    for mark, lane, small, large in zip(row.marks, lanes, narrow, wide, strict=True):
        middle = lane_top + lane * _LANE + _LANE / 2
        markup.append(_mark(mark, middle, small, large, scale))
        places.append((scale.across((mark.start + mark.end) / 2), middle))
    return _Drawn(markup, places, lane_top + (max(lanes, default=0) + 1) * _LANE + 4)


def _row_label(row: Row, y: float, scale: Scale) -> tuple[list[str], float]:
    """The label of a row and where its lanes begin: beside it where it fits the gutter, else under it."""
    if scale.left > _EDGE and _fits_gutter(row.label):
        return [_linked(row, _words(row, escaped(row.label), y + _LANE / 2 + 4))], y
    return _headline(row, y)


def _headline(row: Row, y: float) -> tuple[list[str], float]:
    """A label on a line of its own, with its remark beside it or, where both are long, under it."""
    beside = not row.remark or text_width(row.label, _LABEL_SIZE) + text_width(row.remark) + 12 <= NARROW
    label = _at_both_widths(row.label, _LABEL_SIZE, lambda text, look: _words(row, text, y + 13, look))
    markup = [_linked(row, "".join(label))]
    if row.remark and beside:
        markup.append(marks.words(escaped(row.remark), 100, y + 13, look="side", anchor="end"))
    elif row.remark:
        line = y + 11 + _LINE
        markup += _at_both_widths(row.remark, 12, lambda text, look: marks.words(text, 0, line, look=f"side{look}"))
    return markup, y + _LINE + (0 if beside else _LINE - 2)


def _at_both_widths(text: str, size: float, make: Callable[[str, str], str]) -> list[str]:
    """A text once where a phone has room for it, else as far as it fits on a phone and on a wider screen.

    A remark of several pieces gives up the last ones sooner than the middle of a word.
    """
    whole = shortened(text, WIDE, size)
    if text_width(text, size) <= NARROW:
        return [make(escaped(text), "")]
    first = text.partition(" · ")[0] if size != _LABEL_SIZE else text
    return [make(escaped(shortened(first, NARROW, size)), " n"), make(escaped(whole), " w")]


def _words(row: Row, text: str, y: float, look: str = "") -> str:
    words = marks.words(text, 0, y, look=f"row{look}")
    return words.replace("<text", f'<text lang="{escaped(row.lang)}"', 1) if row.lang else words


def _linked(row: Row, words: str) -> str:
    """A label, once a link however many widths it is written for."""
    return f'<a href="{escaped(row.href)}">{words}</a>' if row.href else words


def _labelled(mark: Mark, scale: Scale, width: float) -> _Label:
    """The label of a mark where there is room for it at this width, shortened where there is not."""
    start, end = (scale.across(value) / 100 * width for value in (mark.start, mark.end))
    left = start - (_ARROW if mark.bound == "less" else 0)
    right = end + (_ARROW if mark.bound == "more" else 0)
    reach = 6 if mark.shape in _BARS else _REACH
    gutter = scale.left / 100 * width if scale.left > _EDGE else 0
    rooms = (width - right - reach, left - reach - gutter)
    whole = text_width(f"{mark.text} {mark.who}".strip()) + (4 if mark.who else 0)
    is_left = whole > rooms[0] and (whole <= rooms[1] or rooms[1] > rooms[0])
    who = shortened(mark.who, rooms[is_left] - text_width(mark.text + " ") - 4) if mark.who else ""
    taken = text_width(f"{mark.text} {who}".strip()) + (4 if who else 0)
    if is_left:
        return _Label(mark.text, who, True, left - reach - taken, right + 6)
    return _Label(mark.text, who, False, left - 6, right + reach + taken)


def _lane_numbers(labels: Sequence[_Label]) -> list[int]:
    """The first lane in which each label meets no other."""
    lanes: list[list[_Label]] = []
    numbers = []
    for label in labels:
        free = (n for n, lane in enumerate(lanes) if not any(_meet(label, other) for other in lane))
        number = next(free, len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append(label)
        numbers.append(number)
    return numbers


def _meet(label: _Label, other: _Label) -> bool:
    return label.start < other.end + _CLEAR and other.start < label.end + _CLEAR


def _keep_short(wide: list[_Label], narrow: Sequence[_Label], lane: Sequence[int]) -> None:
    """Where whole labels would meet on a wide screen, the short ones stay."""
    ordered = sorted((wide[n] for n in lane), key=lambda label: label.start)
    if any(_meet(label, other) for label, other in pairwise(ordered)):
        for n in lane:
            wide[n] = narrow[n]


def _mark(mark: Mark, y: float, small: _Label, large: _Label, scale: Scale) -> str:
    start, end = scale.across(mark.start), scale.across(mark.end)
    if mark.shape in _BARS:
        inner = marks.bar(start, end, y - 5, 10, mark.shape)
    elif mark.end > mark.start:
        inner = marks.span(start, end, y) + marks.at((start + end) / 2, y, marks.glyph(mark.shape))
    else:
        inner = marks.at(start, y, marks.glyph(mark.shape, mark.bound))
    same = small[:3] == large[:3]
    for label, look in ((small, ""),) if same else ((small, "n"), (large, "w")):
        inner += _label(mark, label, look, (start, end), y)
    return marks.link(escaped(mark.href), escaped(mark.title), inner)


def _label(mark: Mark, label: _Label, look: str, ends: tuple[float, float], y: float) -> str:
    reach = (6 if mark.shape in _BARS else _REACH) + (
        _ARROW if mark.bound == ("less" if label.is_left else "more") else 0
    )
    text = f'<tspan class="figure-text">{escaped(label.text)}</tspan>'
    if label.who:
        text += f" {escaped(label.who)}"
    if label.is_left:
        return marks.words(text, ends[0], y + 4, look=look, anchor="end", shift=-reach)
    return marks.words(text, ends[1], y + 4, look=look, shift=reach)


# --- rows with all marks on one line -----------------------------------------------------------------------------


def _strip(row: Row, y: float, scale: Scale) -> _Drawn:
    """A line from the lowest mark to the highest, the marks on it; those that would cover each other a little lower."""
    markup, top = _headline(row, y)
    middle = top + 8
    values = [value for mark in row.marks for value in (mark.start, mark.end)]
    ends = scale.across(min(values)), scale.across(max(values))
    markup.append(marks.joined(ends[0], middle, ends[1], middle, "reach"))
    lanes = _strip_lanes([_Label("", "", False, *_extent(mark, scale)) for mark in row.marks])
    places = []
    for mark, lane in zip(row.marks, lanes, strict=True):
        at = middle + lane * 11
        start, end = scale.across(mark.start), scale.across(mark.end)
        inner = marks.span(start, end, at) if mark.end > mark.start else ""
        inner += marks.at((start + end) / 2, at, marks.glyph(mark.shape, mark.bound))
        markup.append(marks.link(escaped(mark.href), escaped(mark.title), inner))
        places.append(((start + end) / 2, at))
    return _Drawn(markup, places, middle + max(lanes) * 11 + 16)


def _strip_lanes(taken: Sequence[_Label]) -> list[int]:
    """A lane for each mark, the last and the first of them on the line itself: it runs from one to the other."""
    order = sorted(range(len(taken)), key=lambda n: (n != len(taken) - 1, n))
    lanes = dict(zip(order, _lane_numbers([taken[n] for n in order]), strict=True))
    return [lanes[n] for n in range(len(taken))]


def _extent(mark: Mark, scale: Scale) -> tuple[float, float]:
    start, end = (scale.across(value) / 100 * NARROW for value in (mark.start, mark.end))
    return start - 1, end + 1 + (_ARROW if mark.bound == "more" else 0)


# --- rows of stages, end to end ----------------------------------------------------------------------------------


def _stack(row: Row, y: float, scale: Scale) -> _Drawn:
    """A bar of stages with their labels under it, in the same order, as many to a line as fit on a phone."""
    markup, top = _headline(row, y)
    lines, x, line = [], 0.0, 0
    for mark in row.marks:
        text = shortened(f"{mark.text} {mark.who}", NARROW - 20)
        width = 18 + text_width(text) + 12
        if x and x + width - 12 > NARROW:
            x, line = 0.0, line + 1
        lines.append((text, x, top + 34 + line * _LINE))
        x += width
    places = []
    for mark, (text, left, below) in zip(row.marks, lines, strict=True):
        start, end = scale.across(mark.start), scale.across(mark.end)
        markup.append(
            marks.link(escaped(mark.href), escaped(mark.title), _stage(mark, start, end, top, text, left, below))
        )
        places.append(((start + end) / 2, top + 8))
    return _Drawn(markup, places, top + 34 + line * _LINE + 14)


def _stage(mark: Mark, start: float, end: float, top: float, text: str, left: float, below: float) -> str:
    """A stage of a bar, and its label with the same pattern before it."""
    words = f'<text x="{left + 17:g}" y="{below:g}">{escaped(text)}</text>'
    if mark.shape is Shape.HATCH:
        sign = f'<rect class="outline" x="{left + 1:g}" y="{below - 10:g}" width="12" height="10"/>' + (
            f'<path class="stroke" d="M{left + 1:g} {below:g}l6-10M{left + 7:g} {below:g}l6-10"/>'
        )
        return marks.hatched(start, end, top + 2, 14) + sign + words
    sign = f'<rect class="stage s{mark.step}" x="{left + 1:g}" y="{below - 10:g}" width="12" height="10"/>'
    return marks.bar(start, end, top + 2, 14, f"stage s{mark.step}") + sign + words


_FORMS = {Form.LANES: _lanes, Form.STRIP: _strip, Form.STACK: _stack}
