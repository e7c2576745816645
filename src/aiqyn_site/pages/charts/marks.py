"""Pieces of a drawing as strings of SVG: all texts come escaped.

Places across are per cent of the width, so that type keeps its size at every width; places down are pixels.
Looks come from classes alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from aiqyn_site.pages.charts.chart_parts import Shape

#: What stands at the place of a mark, drawn around 0,0.
_GLYPHS: Mapping[Shape, str] = {
    Shape.KZ: '<circle class="full" r="5"/>',
    Shape.CN: '<path class="open" d="M-4.5-4.5h9v9h-9z"/>',
    Shape.OTHER: '<path class="open" d="M0-5.5 5.5 4.5h-11z"/>',
    Shape.PART_KZ: '<path class="full" d="M-2-7h4v14h-4z"/>',
    Shape.PART_CN: '<path class="open" d="M-2.5-6.5h5v13h-5z"/>',
    Shape.PART_OTHER: '<path class="open" d="M-4-6.5h8M0-6.5v13M-4 6.5h8"/>',
    Shape.PROMISE: '<circle class="open" r="4.5"/>',
    Shape.RESULT: '<circle class="full" r="5"/>',
    Shape.PRINTED: '<path class="open rival" d="M0-6 6 0 0 6-6 0z"/>',
}
_ARROWS = {
    "more": '<path class="arrow" d="M6 0h11m-4-4 4 4-4 4"/>',
    "less": '<path class="arrow" d="M-6 0h-11m4-4-4 4 4 4"/>',
}
_CAP = '<path class="arrow" d="M0-5v10"/>'


def place(x: float) -> str:
    """A place across."""
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


def length(width: float) -> str:
    """A width in per cent, never so small that nothing is seen."""
    return place(max(width, 0.3))


def at(x: float, y: float, inner: str) -> str:
    """What is drawn around a place."""
    return f'<svg x="{place(x)}" y="{y:g}" width="1" height="1" overflow="visible">{inner}</svg>'


def glyph(shape: Shape, bound: str = "") -> str:
    """The sign of a mark, with an arrow where its figure is open to one side."""
    return _GLYPHS.get(shape, "") + _ARROWS.get(bound, "")


def span(start: float, end: float, y: float) -> str:
    """A range: a thick line with capped ends."""
    line = f'<line class="range" x1="{place(start)}" x2="{place(end)}" y1="{y:g}" y2="{y:g}"/>'
    return line + at(start, y, _CAP) + at(end, y, _CAP)


def bar(start: float, end: float, y: float, height: float, look: str) -> str:
    """A bar from one place to another, `y` its upper edge; `look` a class."""
    return f'<rect class="{look}" x="{place(start)}" y="{y:g}" width="{length(end - start)}" height="{height:g}"/>'


def hatched(start: float, end: float, y: float, height: float) -> str:
    """A bar of what was not published: an outline and slanting strokes, for no colour says unknown."""
    strokes = "".join(f"M{n * 7}-1l-9 {height + 2:g}" for n in range(110))
    return (
        f'<svg class="hatch" x="{place(start)}" y="{y:g}" width="{length(end - start)}" height="{height:g}">'
        f'<path d="{strokes}"/></svg><rect class="outline" x="{place(start)}" y="{y:g}" width="{length(end - start)}"'
        f' height="{height:g}"/>'
    )


def words(text: str, x: float, y: float, *, look: str = "", anchor: str = "", shift: float = 0) -> str:
    """A text; `anchor` is blank for one that begins at its place; `shift` moves it by pixels."""
    kind = f' class="{look}"' if look else ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    moved = f' dx="{shift:g}"' if shift else ""
    return f'<text{kind} x="{place(x)}" y="{y:g}"{held}{moved}>{text}</text>'


def link(href: str, title: str, inner: str) -> str:
    """A mark that leads to its statement; the title is its name for readers who do not see it."""
    return f'<a href="{href}"><title>{title}</title>{inner}</a>\n'


def grid(x: float, top: float, base: float, look: str) -> str:
    """A line of the scale."""
    return f'<line class="{look}" x1="{place(x)}" x2="{place(x)}" y1="{top:g}" y2="{base:g}"/>'


def joined(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A line from mark to mark."""
    return f'<line class="{look}" x1="{place(x1)}" y1="{y1:g}" x2="{place(x2)}" y2="{y2:g}"/>'


def drawing(height: float, title: str, inner: str) -> Markup:
    """The whole drawing. Not an image to readers who do not see it, but a named group of links."""
    return Markup(  # noqa: S704 - escaped pieces
        f'<svg class="drawing" height="{height:g}" role="group" aria-label="{title}">\n{inner}</svg>\n'
    )


def sign(shape: Shape, step: int = 0) -> Markup:
    """A mark's sign within a line of text."""
    inner = glyph(shape)
    if shape is Shape.STAGE:
        inner = f'<rect class="stage s{step}" x="-6" y="-5" width="12" height="10"/>'
    if shape is Shape.HATCH:
        inner = '<rect class="outline" x="-6" y="-5" width="12" height="10"/><path class="open" d="M-5 5 1-5M0 5 6-5"/>'
    if shape in {Shape.BAR, Shape.GAP, Shape.TOLD_GAP}:
        inner = f'<rect class="{shape}" x="-7" y="-4" width="14" height="8"/>'
    return Markup(  # noqa: S704 - no text in it
        f'<svg class="sign" viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">{inner}</svg>'
    )
