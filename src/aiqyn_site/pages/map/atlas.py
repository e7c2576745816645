"""The atlas: what every map of a version of the ledger is drawn from. Made once for each version and kept.

It holds the regions' borders and the projects' points on the plane of the projection, the projects' names in
short, and what has been drawn from them already.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from math import nan
from typing import Any, NamedTuple

from aiqyn.errors import Refused
from aiqyn.exchange.point_findings import BOUNDARIES, OUTLINE
from aiqyn.ledger.claim import withdrawn_ids
from aiqyn.ledger.statement import RETRACTION
from aiqyn.places.boundaries import Area, Boundaries, read_boundaries
from aiqyn.places.former_regions import SPLIT_FROM, VALID_TIME, RegionHistory
from aiqyn.places.projection import Albers
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.projects import queries as projects
from aiqyn_site.projects.catalogue import ESTIMATED, Catalogue

#: A point that may be further off than this is called approximate, whatever its basis.
EXACT_M = 1_000
Place = tuple[float, float]


class Shape(NamedTuple):
    """A region on the plane: its rings, and the rectangle around them (west, south, east, north)."""

    id: str
    rings: tuple[tuple[Place, ...], ...]
    box: tuple[float, float, float, float]


class Names:
    """The names of projects in one language in little room: by place in the catalogue."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Take in a name for each place, blank where there is none."""
        self._ends: array[int] = array("l")
        pieces, end = [], 0
        for text in texts:
            piece = text.encode()
            end += len(piece)
            pieces.append(piece)
            self._ends.append(end)
        self._joined = b"".join(pieces)

    def __getitem__(self, place: int) -> str:
        begin = self._ends[place - 1] if place else 0
        return self._joined[begin : self._ends[place]].decode()


class Atlas:
    """The regions and points of a version. `shapes` are fine, `outline` coarse; both may be empty."""

    def __init__(self, now: Version) -> None:
        self.version = now
        self.catalogue: Catalogue = projects.catalogue()
        fine, coarse = _boundaries(BOUNDARIES), _boundaries(OUTLINE)
        given = fine or coarse
        self.attribution = given.attribution if given else ""
        self.albers = Albers.fitted(given.box) if given else None
        self.shapes = self._shapes(fine or coarse)
        self.outline = self._shapes(coarse or fine)
        self._history: RegionHistory | None = None
        self._pieces: dict[str, frozenset[str]] = {}
        self._read_points()
        self._names: dict[str, Names] = {}
        self._codes: dict[str, list[str]] = {}
        #: Scenes and other pieces drawn from this atlas, kept by whoever drew them.
        self.scenes: dict[str, Any] = {}
        self.drawn: dict[tuple[str, ...], Any] = {}

    def _shapes(self, boundaries: Boundaries | None) -> dict[str, Shape]:
        if boundaries is None:
            return {}
        return {key: self._shape(area) for key, area in boundaries.areas.items()}

    def _shape(self, area: Area) -> Shape:
        rings = tuple(tuple(self.plane(lat, lon) for lon, lat in ring) for polygon in area.polygons for ring in polygon)
        return Shape(area.id, rings, _around(rings))

    def plane(self, lat: float, lon: float) -> Place:
        """Where a point lies on the plane."""
        if self.albers is None:
            raise LookupError("a register without boundaries has no plane")
        return self.albers.project(lat, lon)

    def _read_points(self) -> None:
        """The points by place in the catalogue, and the bitmap of those that are approximate."""
        count = len(self.catalogue.ids)
        #: East and north of each project's point, not a number where none is known.
        self.easts, self.norths = array("d", [nan]) * count, array("d", [nan]) * count
        #: How far off each point may be in metres, -1 where nobody says.
        self.radii = array("i", [-1]) * count
        places = {key: place for place, key in enumerate(self.catalogue.ids)}
        rough = bytearray(count // 8 + 1)
        for point in projects.located():
            place = places.get(point.id)
            if place is None:
                continue
            if self.albers is not None:
                self.easts[place], self.norths[place] = self.plane(point.lat, point.lon)
            if point.radius is not None:
                self.radii[place] = point.radius
            if point.basis == ESTIMATED or (point.radius or 0) > EXACT_M:
                rough[place >> 3] |= 1 << (place & 7)
        self.rough = int.from_bytes(rough, "little")

    def pieces(self, region: str) -> frozenset[str]:
        """The areas that a region covers or ever covered."""
        pieces = self._pieces.get(region)
        if pieces is None:
            if self._history is None:
                self._history = _history()
            pieces = self._history.covered(region, None, self.shapes)
            if region in self.catalogue.bitmaps["region"] or region in self.shapes:
                self._pieces[region] = pieces
        return pieces

    def name(self, lang: str, place: int) -> str:
        """The name of a project that has a point, in a language or else in another."""
        names = self._names.get(lang)
        if names is None:
            names = self._names[lang] = self._read_names(lang)
        return names[place] or self.catalogue.ids[place]

    def _read_names(self, lang: str) -> Names:
        """The names in a language; where there is none, in the first other that has one."""
        places = {key: place for place, key in enumerate(self.catalogue.ids)}
        texts = [""] * len(places)
        missing = self.catalogue.located.bit_count()
        for language in dict.fromkeys((lang, *LANGUAGES)):
            if not missing:
                break
            for key, text in projects.names_of_located(language):
                if not texts[places[key]]:
                    texts[places[key]] = text
                    missing -= 1
        return Names(texts)

    def code(self, facet: str, place: int) -> str:
        """A project's value of a facet; of a sector the broadest; blank where none is known."""
        codes = self._codes.get(facet)
        if codes is None:
            codes = self._codes[facet] = [""] * len(self.catalogue.ids)
            for value, bits in self.catalogue.bitmaps[facet].items():
                if "." not in value:
                    for member in places_of(bits):
                        codes[member] = value
        return codes[place]


def _around(rings: Iterable[Iterable[Place]]) -> tuple[float, float, float, float]:
    easts = [east for ring in rings for east, _ in ring]
    norths = [north for ring in rings for _, north in ring]
    return min(easts), min(norths), max(easts), max(norths)


def _boundaries(name: str) -> Boundaries | None:
    """A boundary file of the register, or None where there is none that can be read: `aiqyn check` says why."""
    content = ledger.file(name)
    if content is None:
        return None
    try:
        return read_boundaries(content, {region.id for region in ledger.entities("region")})
    except Refused:
        return None


def _history() -> RegionHistory:
    withdrawn = withdrawn_ids(recorded.statement for recorded in ledger.find_statements(property=RETRACTION, limit=0))
    return RegionHistory(
        recorded.statement
        for name in (SPLIT_FROM, VALID_TIME)
        for recorded in ledger.find_statements(property=name, limit=0)
        if recorded.statement.id not in withdrawn
    )


def places_of(bits: int) -> Iterator[int]:
    """The places of the set bits of a bitmap, ascending."""
    digits = f"{bits:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


@kept(most=1)
def atlas() -> Atlas:
    """The atlas of the present version."""
    return Atlas(version())
