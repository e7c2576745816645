"""The drawing of a scene: regions, labels and marks as SVG, in one language and for one selection of projects.

All arguments are plain text and are escaped here. Looks come from the style sheet alone: a mark has its place as
attributes, its shape by reference to one of the symbols, its size as a class.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text
from aiqyn.words.word_tables import capital
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.map.atlas import Atlas, places_of
from aiqyn_site.pages.map.scene import WIDTH, Mark, Outline, Scene
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.wording import wording

BY = ("status", "sector", "size")
#: The shapes of marks by the stage of a project, in the order of the legend.
STAGES: Mapping[str, str] = {
    "planned": "M-5.5-5.5h11v11h-11z",
    "underway": "M0-7 7 5.5H-7z",
    "done": "M-6 0a6 6 0 1 0 12 0 6 6 0 1 0-12 0z",
    "stopped": "M-6.5-3.5-3.5-6.5 0-3 3.5-6.5 6.5-3.5 3 0 6.5 3.5 3.5 6.5 0 3-3.5 6.5-6.5 3.5-3 0z",
    "unknown": "M0-7.5 5.5 0 0 7.5-5.5 0z",
}
_STAGE_OF = {
    "identification": "planned",
    "preparation": "planned",
    "implementation": "underway",
    "completion": "done",
    "maintenance": "done",
}
_DISC = "M-9 0a9 9 0 1 0 18 0 9 9 0 1 0-18 0z"
#: The classes of marks by cost; the smallest stands also for a cost that was not found.
SIZES: Mapping[str, str] = {"under_10m": "1", "10m_100m": "2", "100m_1bn": "3", "over_1bn": "4", "unknown": "1"}
SIZE_LABELS: Mapping[str, str] = {**SIZES, "unknown": "?"}
STEPS = 4
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTER_WIDTH = 7.2  # units of a letter of a label at its usual size
_LONGEST_LABEL = 60


def stage_of(status: str) -> str:
    """The stage a status belongs to, by what OC4IDS calls it; what has stopped has no stage there."""
    code = load_vocabulary().codes["status"].get(status)
    if code is None:
        return "unknown"
    return _STAGE_OF.get(code.oc4ids, "stopped")


def sector_letters(atlas: Atlas) -> dict[str, str]:
    """A letter for each broad sector that projects of the register have, in the order of the vocabulary."""
    used = atlas.catalogue.bitmaps["sector"]
    keys = [key for key in load_vocabulary().codes["sector"] if "." not in key and key in used]
    return dict(zip(keys, _LETTERS, strict=False))


def step_of(count: int, most: int) -> int:
    """Which of four equal steps up to the largest number a number falls in; 0 for none."""
    return -(-count * STEPS // most) if count else 0


def step_bounds(most: int) -> list[tuple[int, int, int]]:
    """Each step that holds any number, with the least and the largest it holds."""
    bounds = []
    for step in range(1, STEPS + 1):
        low, high = (step - 1) * most // STEPS + 1, step * most // STEPS
        if high >= low:
            bounds.append((step, low, high))
    return bounds


class Tally(NamedTuple):
    """How many projects name each region, and how many of all is the most."""

    counts: Mapping[str, int]
    most: int


class Pen:
    """Draws for one page: an atlas, a language, what marks show, and where their links go."""

    def __init__(self, atlas: Atlas, lang: str, by: str, name: Callable[[str], tuple[str, str]]) -> None:
        self.atlas = atlas
        self.lang = lang
        self.by = by
        self.t = wording(lang)
        self._name = name
        self._letters = sector_letters(atlas) if by == "sector" else {}
        self._words: dict[tuple[str, str], str] = {}
        self._project = entity_url(lang, "project", "x").removesuffix("x/")

    # --- regions --------------------------------------------------------------------------------------------

    def regions(self, scene: Scene, tally: Tally, link: tuple[str, str], chosen: str) -> str:
        """All regions as links, shaded by number; `link` is the address of the map, cut where a region goes."""
        kept = scene.pieces.get(self.lang)
        if kept is None:
            kept = scene.pieces[self.lang] = self._region_pieces(scene)
        before, after = escaped(link[0]), escaped(link[1])
        links = []
        # The one chosen comes last, so that no neighbour covers its border.
        for key, name, shape in sorted(kept, key=lambda piece: piece[0] == chosen) if chosen else kept:
            count = tally.counts.get(key, 0)
            title = self._counted(name, count)
            step = f"s{step_of(count, tally.most)}" + (" now" if key == chosen else "")
            links.append(f'<a href="{before}{key}{after}" class="{step}"><title>{title}</title>{shape}</a>')
        return "".join(links)

    def _region_pieces(self, scene: Scene) -> list[tuple[str, str, str]]:
        """Of each region its id, escaped name and shape. Large ones first, so that a city lies on its region."""
        pieces = []
        for outline in sorted(scene.outlines, key=lambda outline: outline.ring):
            x, y = round(outline.label[0]), round(outline.label[1])
            ring = f'<circle class="city" cx="{x}" cy="{y}" r="12"/>' if outline.ring else ""
            pieces.append((outline.id, escaped(self._name(outline.id)[0]), f'{ring}<path d="{outline.path}"/>'))
        return pieces

    def _counted(self, name: str, count: int) -> str:
        return f"{name}{self.t('colon')}{escaped(self.t('n_projects', n=count))}"

    def labels(self, scene: Scene, tally: Tally) -> str:
        """The number of projects on every region, and its name where there is room for it."""
        return "".join([self._label(outline, tally.counts.get(outline.id, 0)) for outline in scene.outlines])

    def _label(self, outline: Outline, count: int) -> str:
        x, y = round(outline.label[0]), round(outline.label[1])
        number = count_text(count, self.lang)
        if outline.ring:
            return f'<text class="n" x="{x}" y="{y}" dx="1.3em" dy="-.6em">{number}</text>'
        if outline.room < _LETTER_WIDTH * 2 * len(number):
            return ""
        lines = label_lines(self._name(outline.id)[0], outline.room)
        spans = "".join(
            f'<tspan class="name" x="{x}" dy="1.12em">{escaped(line)}</tspan>' for place, line in enumerate(lines)
        )
        lift = {0: ".35em", 1: "-.1em", 2: "-.75em"}[len(lines)]
        return f'<text x="{x}" y="{y}"><tspan class="n" x="{x}" dy="{lift}">{number}</tspan>{spans}</text>'

    # --- marks ----------------------------------------------------------------------------------------------

    def marks(self, scene: Scene, among: int, link: tuple[str, str], listed: bool) -> str:
        """A mark for each point of some projects; `link` is the address of the map, cut where a tile goes.

        Points that no tile shows apart lead to the list of what is drawn, where there is one (`listed`).
        """
        before, after = escaped(link[0]), escaped(link[1])
        links = []
        for mark in scene.marks:
            hit = mark.bits & among
            if not hit:
                continue
            count = hit.bit_count()
            if count == 1:
                links.append(self._single(scene, hit.bit_length() - 1))
            else:
                nearer = f"{before}{mark.tile}{after}"
                here = "#drawn" if listed else f"{nearer}#drawn"
                links.append(self._cluster(mark, count, nearer if mark.is_apart else here))
        return "".join(links)

    def _cluster(self, mark: Mark, count: int, href: str) -> str:
        number = count_text(count, self.lang)
        title = escaped(self.t("map_together", n=count))
        size = len(str(count))
        return (
            f'<a href="{href}" class="c c{size}" transform="translate({mark.x} {mark.y})"><title>{title}</title>'
            f'<circle r="10"/><text dy=".35em">{number}</text></a>'
        )

    def _single(self, scene: Scene, place: int) -> str:
        atlas = self.atlas
        x, y = map(round, scene.frame.spot(atlas.easts[place], atlas.norths[place]))
        rough = atlas.rough >> place & 1
        size = atlas.code("size", place)
        return (
            f'<a href="{self._project}{atlas.catalogue.ids[place]}/" class="m z{SIZES.get(size, "1")}"'
            f' transform="translate({x} {y})"><title>{self.describe(place)}</title>'
            f"{self._glyph(self._symbol(place), rough)}{self._text(place)}</a>"
        )

    def _glyph(self, symbol: str, rough: int) -> str:
        """A symbol, hollow with a dashed ring where the point is approximate."""
        return f'<use href="#m-{symbol}{"-r" if rough else ""}"/>'

    def _symbol(self, place: int) -> str:
        return stage_of(self.atlas.code("status", place)) if self.by == "status" else "disc"

    def _text(self, place: int) -> str:
        if self.by == "status":
            return ""
        key = self.atlas.code(self.by, place)
        text = self._letters.get(key, "?") if self.by == "sector" else SIZE_LABELS.get(key, "?")
        rough = ' class="r"' if self.atlas.rough >> place & 1 else ""
        return f'<text{rough} dy=".35em">{text}</text>'

    def describe(self, place: int) -> str:
        """A project and its point in words, escaped: name, sector, status, cost class, how exact the point is."""
        words = [self.word(facet, self.atlas.code(facet, place)) for facet in ("sector", "status", "size")]
        words.append(self.exactness(place))
        comma = self.t("comma")
        name = escaped(self.atlas.name(self.lang, place))
        return f"{name}{self.t('colon')}{comma.join(filter(None, words))}"

    def word(self, facet: str, key: str) -> str:
        """A value of a facet in words, escaped; blank where none is known."""
        known = self._words.get((facet, key))
        if known is None:
            code = load_vocabulary().codes[facet].get(key) if facet != "size" else None
            text = code.label(self.lang) if code else self.t(f"size_{key}") if self.t.has(f"size_{key}") else ""
            known = self._words[facet, key] = escaped(text)
        return known

    def exactness(self, place: int) -> str:
        """How exact a point is, in words, escaped."""
        if not self.atlas.rough >> place & 1:
            return escaped(self.t("map_exact"))
        radius = self.atlas.radii[place]
        if radius < 0:
            return escaped(self.t("map_approximate"))
        if radius < 1000:
            return escaped(self.t("map_within_m", metres=count_text(radius, self.lang)))
        return escaped(self.t("map_within_km", km=count_text(round(radius / 1000), self.lang)))

    # --- legend ---------------------------------------------------------------------------------------------

    def legend(self) -> list[tuple[str, str]]:
        """What the marks' shapes or labels mean: (escaped markup of the glyph, escaped words)."""
        if self.by == "status":
            return [(self._key(stage, ""), escaped(self.t(f"map_stage_{stage}"))) for stage in STAGES]
        if self.by == "sector":
            codes = load_vocabulary().codes["sector"]
            known = [(letter, codes[key].label(self.lang)) for key, letter in self._letters.items()]
            named = [*known, ("?", self.t("map_sector_unknown"))]
        else:
            named = [(label, self.t(f"size_{key}")) for key, label in SIZE_LABELS.items()]
        return [(self._key("disc", text), escaped(capital(words))) for text, words in named]

    def _key(self, symbol: str, text: str, *, rough: bool = False) -> str:
        label = f'<text dy=".35em">{text}</text>' if text else ""
        return (
            '<svg class="glyph" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">'
            f"{self._glyph(symbol, rough)}{label}</svg>"
        )

    def kinds(self) -> list[tuple[str, str]]:
        """What filled and hollow marks and discs with a number mean."""
        symbol = "done" if self.by == "status" else "disc"
        several = (
            '<svg class="glyph c" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false"><circle r="10"/>'
            '<text dy=".35em">2</text></svg>'
        )
        return [
            (self._key(symbol, ""), escaped(self.t("map_key_exact"))),
            (self._key(symbol, "", rough=True), escaped(self.t("map_key_approximate"))),
            (several, escaped(self.t("map_key_several"))),
        ]


def symbols(by: str) -> str:
    """The definitions of the marks' shapes, each filled and as hollow with a dashed ring."""
    shapes = STAGES if by == "status" else {"disc": _DISC}
    drawn = [
        f'<path id="m-{key}" d="{data}"/>'
        f'<g id="m-{key}-r"><circle class="map-halo" r="12"/><path class="map-hollow" d="{data}"/></g>'
        for key, data in shapes.items()
    ]
    return f"<defs>{''.join(drawn)}</defs>"


def label_lines(name: str, room: float) -> list[str]:
    """A name on one or two lines that fit into a width; no line where it does not fit."""
    if _width(name) <= room:
        return [name]
    words = name.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        lines = [" ".join(words[:cut]), " ".join(words[cut:])]
        if max(map(_width, lines)) <= room:
            return lines
    return []


def _width(text: str) -> float:
    wide = sum(east_asian_width(sign) in {"W", "F"} for sign in text[:_LONGEST_LABEL])
    return (len(text) + 0.9 * wide) * _LETTER_WIDTH


def drawn_places(scene: Scene, among: int) -> list[int]:
    """The projects drawn, by place."""
    return list(places_of(scene.bits & among))


def svg(height: int, label: str, layers: Sequence[tuple[str, str]], by: str) -> str:
    """The whole drawing from its layers, each a class and its markup."""
    groups = "".join(f'<g class="{name}">{markup}</g>' for name, markup in layers if markup)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{escaped(label)}" data-map="">'
        f"{symbols(by)}{groups}</svg>"
    )
