"""The catalogue: all projects' facets in memory as bitmaps, so that filters and counts need no query.

A bitmap is one Python integer with a bit for each project in the order of ids: intersecting two and counting
the bits of 100,000 projects takes microseconds. A worker keeps one catalogue, made anew for each version.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import nan

from aiqyn.names.fold import fold
from aiqyn_site.projects.derive import ProjectRow

#: The basis of a point that is approximate.
ESTIMATED = "estimated"
FACETS = ("sector", "region", "status", "partner", "size")
#: Facets with a bitmap for every value. Partners are many and sparse: they keep lists of places, and only the
#: most frequent, which every list counts, have bitmaps too.
_DENSE = ("sector", "region", "status", "size", "missing")
_FREQUENT = 16
#: How many projects of an order can be passed in the time it takes to find and sort one that is wanted.
_SORT_COST = 5


class Catalogue:
    """Projects by place (0 to n - 1, in order of id), with what is needed to filter, count and sort them."""

    def __init__(self, rows: Iterable[ProjectRow]) -> None:
        """Take in rows that come in order of id; they are not kept, and their cards are not looked at."""
        self.ids: list[str] = []
        self._bits: dict[str, dict[str, bytearray]] = {facet: {} for facet in _DENSE}
        self._partners: dict[str, array[int]] = {}
        self._costs: array[float] = array("d")
        self._conflicts: array[int] = array("l")
        #: Degrees by place; NaN where no point is known.
        self.lats: array[float] = array("d")
        self.lons: array[float] = array("d")
        located, estimated = bytearray(), bytearray()
        updated: list[str] = []
        texts: list[str] = []
        for place, row in enumerate(rows):
            self.ids.append(row.id)
            self._costs.append(-1.0 if row.cost_usd is None else row.cost_usd)
            self._conflicts.append(row.conflicts)
            self.lats.append(nan if row.lat is None else row.lat)
            self.lons.append(nan if row.lon is None else row.lon)
            if row.lat is not None:
                _set(located, place)
            if row.point_basis == ESTIMATED:
                _set(estimated, place)
            updated.append(row.updated)
            texts.append(row.search)
            self._place(json.loads(row.facets), place)
        self.bitmaps: dict[str, dict[str, int]] = {
            facet: {value: int.from_bytes(bits, "little") for value, bits in sorted(values.items())}
            for facet, values in self._bits.items()
        }
        del self._bits
        #: Which projects have a point, and whose point is approximate.
        self.located = int.from_bytes(located, "little")
        self.estimated = int.from_bytes(estimated, "little")
        self.everything = (1 << len(self.ids)) - 1
        self._starts: array[int] = array("l")
        self._ranked: dict[str, array[int]] = {}
        self._text = self._joined(texts)
        self._orders: dict[str, array[int]] = {
            "cost": self._order(key=lambda place: (self._costs[place] < 0, self._costs[place], place)),
            "-cost": self._order(key=lambda place: (-self._costs[place], place)),
            "disagreements": self._order(key=lambda place: (-self._conflicts[place], place)),
            "updated": self._order(key=lambda place: (updated[place], -place))[::-1],
        }
        counted = Counter({partner: len(places) for partner, places in self._partners.items()})
        most = sorted(counted.items(), key=lambda count: (-count[1], count[0]))[:_FREQUENT]
        self._frequent = {key: self.bitmap("partner", key) for key, _ in most}

    def _place(self, facets: Mapping[str, list[str]], place: int) -> None:
        for facet in _DENSE:
            for value in facets.get(facet, ()):
                _set(self._bits[facet].setdefault(value, bytearray()), place)
        for partner in facets["partner"]:
            self._partners.setdefault(partner, array("i")).append(place)

    def _joined(self, texts: list[str]) -> str:
        """All search texts in one string, each on a line; `_starts` tells where each begins."""
        start = 0
        for text in texts:
            self._starts.append(start)
            start += len(text) + 1
        return "\n".join(texts)

    def _order(self, key: object) -> array[int]:
        return array("i", sorted(range(len(self.ids)), key=key))  # type: ignore[call-overload]

    def add_order(self, name: str, keys: Mapping[str, str]) -> None:
        """Remember an order of projects by sort keys; projects without a key come last."""
        missing = [place for place, key in enumerate(self.ids) if key not in keys]
        named = sorted((keys[key], place) for place, key in enumerate(self.ids) if key in keys)
        self._orders[name] = array("l", [place for _, place in named] + missing)

    def has_order(self, name: str) -> bool:
        """Whether the order is known."""
        return name in self._orders

    def _ranks(self, name: str) -> array[int]:
        """Where each project stands in an order, worked out when first asked for."""
        ranks = self._ranked.get(name)
        if ranks is None:
            ranks = array("i", bytes(4 * len(self.ids)))
            for rank, place in enumerate(self._orders[name]):
                ranks[place] = rank
            self._ranked[name] = ranks
        return ranks

    def bitmap(self, facet: str, value: str) -> int:
        """The projects that have a value of a facet."""
        if facet != "partner":
            return self.bitmaps[facet].get(value, 0)
        bits = bytearray(len(self.ids) // 8 + 1)
        for place in self._partners.get(value, ()):
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")

    def matching(self, query: str) -> int:
        """The projects whose names hold every word of the query, in any script."""
        matching = self.everything
        for word in fold(query).split():
            bits = bytearray(len(self.ids) // 8 + 1)
            at = self._text.find(word)
            while at >= 0:
                place = bisect_right(self._starts, at) - 1
                bits[place >> 3] |= 1 << (place & 7)
                end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._text)
                at = self._text.find(word, end)
            matching &= int.from_bytes(bits, "little")
        return matching

    def counts(self, facet: str, among: int) -> Iterator[tuple[str, int]]:
        """How many of some projects have each value of a facet; for partners, of the most frequent ones."""
        if facet == "partner":
            for partner, bits in self._frequent.items():
                yield partner, (among & bits).bit_count()
            return
        for value, bits in self.bitmaps[facet].items():
            yield value, (among & bits).bit_count()

    def page(self, among: int, order: str, start: int, length: int) -> list[str]:
        """The ids of a stretch of some projects in an order."""
        arranged = self._orders[order]
        total = among.bit_count()
        if total * total * _SORT_COST < (start + length) * len(self.ids):
            chosen = sorted(_places(among), key=self._ranks(order).__getitem__)
            return [self.ids[place] for place in chosen[start : start + length]]
        bits = among.to_bytes(len(self.ids) // 8 + 1, "little")
        ids: list[str] = []
        skipped = 0
        for place in arranged:
            if bits[place >> 3] >> (place & 7) & 1:
                if skipped < start:
                    skipped += 1
                    continue
                ids.append(self.ids[place])
                if len(ids) == length:
                    break
        return ids


def _set(bits: bytearray, place: int) -> None:
    """Set the bit of a place; places come in ascending order."""
    bits.extend(bytes((place >> 3) + 1 - len(bits)))
    bits[place >> 3] |= 1 << (place & 7)


def _places(bits: int) -> Iterator[int]:
    """The places of the set bits, ascending."""
    digits = f"{bits:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)
