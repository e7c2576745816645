"""What a map shows of the projects that its address leaves: the drawing, its legend, and the same as lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote_plus

from django.http import HttpRequest
from markupsafe import Markup

from aiqyn.names.alphabet import alphabetical
from aiqyn.words.digits import count_text
from aiqyn_site.pages.listing import query_of
from aiqyn_site.pages.map.atlas import atlas
from aiqyn_site.pages.map.drawing import BY, Pen, Tally, drawn_places, step_bounds, svg
from aiqyn_site.pages.map.place_names import PlaceNames
from aiqyn_site.pages.map.scene import scene, tile_around, tile_of
from aiqyn_site.pages.project_listing import FACETS, ProjectListing
from aiqyn_site.projects import queries as projects
from aiqyn_site.projects.queries import Filters

#: So many projects drawn are also listed by name.
_MOST_LISTED = 100
#: Marks: where there are more, a narrow screen has no room for the regions' numbers beside them.
_MANY = 60


def map_listing(request: HttpRequest, lang: str) -> ProjectListing:
    """What the address asks of the map: the filters of the list, what marks show, and which part is drawn."""
    also = {"by": BY[1:].__contains__, "view": lambda text: tile_of(text) is not None}
    return ProjectListing(request, lang, f"/{lang}/map/", also, PlaceNames(atlas(), lang))


class Counted(NamedTuple):
    """How many of some projects there are, how many of them with a point, and how many without."""

    total: int
    located: int
    nowhere: int


class Sheet:
    """The map at one address."""

    def __init__(self, listing: ProjectListing) -> None:
        self.listing, self.lang, self.t = listing, listing.lang, listing.t
        self.atlas = atlas()
        self.names = PlaceNames(self.atlas, self.lang)
        self.by = listing.given["by"] or BY[0]
        self._pen = Pen(self.atlas, self.lang, self.by, self.names)
        self._among, self.facets = projects.narrow(filters_of(listing))
        self.counted = self._count(self._among)
        region, view = listing.given["region"], listing.given["view"]
        self._scene = scene(self.atlas, region, view) if self.atlas.shapes else None
        counts = {facet.key: facet.count for facet in self.facets["region"]}
        self._tally = Tally(counts, max(counts.values(), default=1) or 1)

    @property
    def attribution(self) -> str:
        return self.atlas.attribution

    def elsewhere(self, path: str, *also: str) -> str:
        """The address of another page with the same filters."""
        query = query_of({key: self.listing.given[key] for key in (*FACETS, "q", *also)})
        return f"/{self.lang}/{path}" + (f"?{query}" if query else "")

    def region_list(self) -> tuple[str, str]:
        """The address of the list of projects of a region with the other filters, cut where the region goes."""
        given = {**{key: self.listing.given[key] for key in (*FACETS, "q")}, "region": "\0"}
        before, _, after = query_of(given).partition(quote_plus("\0"))
        return f"/{self.lang}/projects/?{before}", after

    # --- the drawing ----------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> list[int]:
        """The projects drawn, by place in the catalogue."""
        return drawn_places(self._scene, self._among) if self._scene else []

    @property
    def outside(self) -> int:
        """How many points lie outside of what is drawn."""
        return self.counted.located - (self._among & self._scene.bits).bit_count() if self._scene else 0

    @cached_property
    def drawing(self) -> Markup:
        """Blank for a register without boundaries."""
        if self._scene is None:
            return Markup("")
        shown, pen, listing = self._scene, self._pen, self.listing
        number = (shown.bits & self._among).bit_count()
        label = self.t("map_label", regions=len(shown.outlines), points=self.t("n_points", n=number))
        around = listing.around("region", view="")
        layers = [
            ("regions", pen.regions(shown, self._tally, around, listing.given["region"])),
            ("labels many" if len(shown.marks) > _MANY else "labels", pen.labels(shown, self._tally)),
            ("marks", pen.marks(shown, self._among, listing.around("view"), number <= _MOST_LISTED)),
        ]
        return Markup(svg(shown.height, label, layers, pen.by))  # noqa: S704 - escaped pieces

    @property
    def legend(self) -> list[tuple[Markup, Markup]]:
        keys = [*self._pen.legend(), *self._pen.kinds()]
        return [(Markup(glyph), Markup(words)) for glyph, words in keys]  # noqa: S704 - escaped pieces

    def steps(self) -> Iterator[tuple[int, str]]:
        """The shades with the numbers they stand for."""
        for step, low, high in step_bounds(self._tally.most) if self._scene else ():
            first, last = count_text(low, self.lang), count_text(high, self.lang)
            yield step, first if low == high else self.t("from_to", first=first, last=last)

    def ways(self) -> list[tuple[str, str]]:
        """What marks may show, in words, with the link that makes them; blank for what they show."""
        return [
            (self.t(f"facet_{key}"), "" if key == self.by else self.listing.href(by="" if key == BY[0] else key))
            for key in BY
        ]

    def wider(self) -> Iterator[tuple[str, str]]:
        """Links to a wider view, where a part is shown."""
        tile = tile_of(self.listing.given["view"])
        if self._scene is None or (tile is None and not self._scene.depth):
            return
        yield self.t("map_whole"), self.listing.href(view="", region="")
        if tile is not None and tile[0] > 1:
            depth, column, row = tile
            step, high = 1000 / 2 ** (depth + 1), self._scene.height / 2 ** (depth + 1)
            wider = tile_around((column + 1) * step, (row + 1) * high, depth - 1, self._scene.height)
            yield self.t("map_wider"), self.listing.href(view=wider)

    # --- the same as lists ----------------------------------------------------------------------------------

    def regions(self) -> Iterator[tuple[str, Counted]]:
        """Every region drawn or named with the projects that all other filters leave; a blank one for those of none."""
        among, named = self._without_region(), 0
        bitmaps = self.atlas.catalogue.bitmaps["region"]
        for key in self.names.regions():
            bits = bitmaps.get(key, 0) & among
            if bits or key in self.atlas.shapes:
                named |= bits
                yield key, self._count(bits)
        if rest := among & ~named:
            yield "", self._count(rest)

    def _without_region(self) -> int:
        """The projects that all filters but the one by region leave, as the shading counts them."""
        if not self.listing.given["region"]:
            return self._among
        return projects.narrow(filters_of(self.listing)._replace(region=""))[0]

    def _count(self, bits: int) -> Counted:
        total, located = bits.bit_count(), (bits & self.atlas.catalogue.located).bit_count()
        return Counted(total, located, total - located)

    def listed(self) -> list[tuple[str, str, Markup]]:
        """The projects drawn, where they are few: id, name, and sector, status and exactness of the point in words."""
        places = self.places if len(self.places) <= _MOST_LISTED else []
        named = sorted(
            ((self.atlas.name(self.lang, place), place) for place in places), key=lambda named: alphabetical(named[0])
        )
        return [(self.atlas.catalogue.ids[place], name, self._about(place)) for name, place in named]

    def _about(self, place: int) -> Markup:
        codes = [self._pen.word(facet, self.atlas.code(facet, place)) for facet in ("sector", "status")]
        about = " · ".join(filter(None, (*codes, self._pen.exactness(place))))
        return Markup(about)  # noqa: S704 - the pen's words are escaped


def filters_of(listing: ProjectListing) -> Filters:
    """The filters of an address."""
    sector, region, status, partner, size = (listing.given[key] for key in FACETS)
    return Filters(sector, region, status, partner, size, listing.given["q"], lang=listing.lang)
