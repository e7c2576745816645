"""The page of the map: regions by number of projects, projects as marks, and the same as lists."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.words.digits import count_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.filters import FACETS, Chosen, FilterLinks, given_in, query_of
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.listing import Facet
from aiqyn_site.pages.map.atlas import Atlas, atlas
from aiqyn_site.pages.map.drawing import BY, Pen, Tally, drawn_places, step_bounds, svg
from aiqyn_site.pages.map.scene import Scene, scene, tile_around, tile_of
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as projects
from aiqyn_site.projects.queries import Filters, Narrowed

#: So many projects drawn are also listed by name.
MOST_LISTED = 100
#: Marks: where there are more, a narrow screen has no room for the regions' numbers beside them.
_MANY = 60


class Choice(NamedTuple):
    """Something the reader can choose, by a link; the present one has none."""

    label: str
    href: str


class MapView(NamedTuple):
    """All that the template prints."""

    total: int
    located: int
    outside: int
    nowhere: int
    q: str
    hidden: tuple[tuple[str, str], ...]
    facets: list[Facet]
    chosen: tuple[Chosen, ...]
    clear: str
    as_list: str
    download: str
    by: tuple[Choice, ...]
    back: tuple[Choice, ...]
    drawing: Markup
    legend: tuple[tuple[Markup, Markup], ...]
    steps: tuple[tuple[int, str], ...]
    attribution: str
    regions: Markup
    listed: Markup


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The map, as its query narrows and moves it."""
    given = given_on_map(request)
    view = map_view(lang, given)
    t = wording(lang)
    title = t("nav_map") if not view.chosen else f"{t('nav_map')}: {', '.join(one.value for one in view.chosen)}"
    described = t("map_described", projects=t("n_projects", n=view.total))
    context = {"p": view, "query_text": view.q}
    return render(request, "map.html", context, lang, title=title, description=described, query=query_of(given))


def given_on_map(request: HttpRequest) -> dict[str, str]:
    """What the address asks of the map: the filters of the list, what marks show, and which part is drawn."""
    given = given_in(request, ("by", "view"))
    if given["by"] not in BY[1:]:
        given["by"] = ""
    if tile_of(given["view"]) is None:
        given["view"] = ""
    return given


def filters_of(lang: str, given: dict[str, str]) -> Filters:
    """The filters of an address."""
    sector, region, status, partner, size = (given[key] for key in FACETS)
    return Filters(sector, region, status, partner, size, given["q"], lang=lang)


def map_view(lang: str, given: dict[str, str]) -> MapView:
    """The page's content. Without a filter it is made once for each version of the ledger."""
    known = atlas()
    if any(given[key] for key in given if key != "by"):
        return _Maker(known, lang, given).view()
    key = ("page", lang, given["by"])
    view = known.drawn.get(key)
    if view is None:
        view = known.drawn[key] = _Maker(known, lang, given).view()
    return view


class _Maker:
    """Makes the content of one page."""

    def __init__(self, known: Atlas, lang: str, given: dict[str, str]) -> None:
        self.atlas = known
        self.lang = lang
        self.given = given
        self.t = wording(lang)
        self.found: Narrowed = projects.narrow(filters_of(lang, given))
        self.names = Naming(known, lang)
        self.links = FilterLinks(lang, f"/{lang}/map/", given, self.names)
        self.pen = Pen(known, lang, given["by"] or BY[0], self.names)
        counts = {one.key: one.count for one in self.found.facets["region"]}
        self.tally = Tally(counts, max(counts.values(), default=1) or 1)

    def view(self) -> MapView:
        """The whole of it."""
        among, index = self.found.among, self.atlas.catalogue
        shown = scene(self.atlas, self.given["region"], self.given["view"]) if self.atlas.shapes else None
        drawn = drawn_places(shown, among) if shown and (shown.bits & among).bit_count() <= MOST_LISTED else []
        located = (among & index.located).bit_count()
        total = among.bit_count()
        return MapView(
            total=total,
            located=located,
            outside=located - (among & shown.bits).bit_count() if shown else 0,
            nowhere=total - located,
            q=self.given["q"],
            hidden=tuple((key, self.given[key]) for key in (*FACETS, "by") if self.given[key]),
            facets=self.links.facets(self.found.facets),
            chosen=self.links.chosen(),
            clear=f"/{self.lang}/map/",
            as_list=self._elsewhere("projects/", (*FACETS, "q")),
            download=self._elsewhere("map/points.csv", (*FACETS, "q", "view")),
            by=tuple(self._by(key) for key in BY),
            back=self._back(shown),
            drawing=self._drawing(shown, bool(drawn)),
            legend=tuple((Markup(one), Markup(words)) for one, words in self._keys()),  # noqa: S704 - escaped pieces
            steps=self._steps() if shown else (),
            attribution=self.atlas.attribution,
            regions=self._regions(),
            listed=self._listed(drawn),
        )

    def _elsewhere(self, path: str, keys: tuple[str, ...]) -> str:
        query = query_of({key: self.given[key] for key in keys})
        return f"/{self.lang}/{path}" + (f"?{query}" if query else "")

    def _by(self, key: str) -> Choice:
        present = (self.given["by"] or BY[0]) == key
        value = "" if key == BY[0] else key
        return Choice(self.t(f"facet_{key}"), "" if present else self.links.href(by=value))

    def _back(self, shown: Scene | None) -> tuple[Choice, ...]:
        """Links to a wider view, where a part is shown."""
        tile = tile_of(self.given["view"])
        if shown is None or (tile is None and not shown.depth):
            return ()
        found = [Choice(self.t("map_whole"), self.links.href(view="", region=""))]
        if tile is not None and tile[0] > 1:
            depth, column, row = tile
            step, high = 1000 / 2 ** (depth + 1), shown.height / 2 ** (depth + 1)
            wider = tile_around((column + 1) * step, (row + 1) * high, depth - 1, shown.height)
            found.append(Choice(self.t("map_wider"), self.links.href(view=wider)))
        return tuple(found)

    def _drawing(self, shown: Scene | None, listed: bool) -> Markup:
        if shown is None:
            return Markup("")
        among, pen = self.found.among, self.pen
        label = self.t("map_label", regions=len(shown.outlines), points=self.t("n_points", n=self._drawn(shown)))
        layers = [
            ("regions", pen.regions(shown, self.tally, self.links.around("region", view=""), self.given["region"])),
            ("labels many" if len(shown.marks) > _MANY else "labels", pen.labels(shown, self.tally)),
            ("marks", pen.marks(shown, among, self.links.around("view"), listed)),
        ]
        return Markup(svg(shown.height, label, layers, pen.by))  # noqa: S704 - escaped pieces

    def _drawn(self, shown: Scene) -> int:
        return (shown.bits & self.found.among).bit_count()

    def _keys(self) -> list[tuple[str, str]]:
        return [*self.pen.legend(), *self.pen.kinds()]

    def _steps(self) -> tuple[tuple[int, str], ...]:
        """The shades with the numbers they stand for."""
        return tuple(
            (step, self._number(low) if low == high else self._span(low, high))
            for step, low, high in step_bounds(self.tally.most)
        )

    def _span(self, low: int, high: int) -> str:
        return self.t("from_to", first=self._number(low), last=self._number(high))

    def _number(self, count: int) -> str:
        return count_text(count, self.lang)

    # --- the list twin --------------------------------------------------------------------------------------

    def _regions(self) -> Markup:
        """The rows of the table of regions: every one drawn or named, with its projects with and without a point."""
        index, among = self.atlas.catalogue, self._without_region()
        bitmaps = index.bitmaps["region"]
        before, after = FilterLinks(self.lang, f"/{self.lang}/projects/", self._shared(), self.names).around("region")
        rows, named = [], 0
        for key in self.names.regions():
            bits = bitmaps.get(key, 0) & among
            if not bits and key not in self.atlas.shapes:
                continue
            named |= bits
            name, lang = self.names(key)
            language = f' lang="{lang}"' if lang else ""
            label = f'<a href="{entity_url(self.lang, "region", key)}"{language}>{escaped(name)}</a>'
            rows.append(self._row(label, bits, escaped(f"{before}{key}{after}")))
        rest = among & ~named
        if rest:
            rows.append(self._row(escaped(self.t("map_no_region")), rest, ""))
        return Markup("".join(rows))  # noqa: S704 - escaped pieces

    def _without_region(self) -> int:
        """The projects that all filters but the one by region leave, as the shading counts them."""
        if not self.given["region"]:
            return self.found.among
        return projects.narrow(filters_of(self.lang, {**self.given, "region": ""})).among

    def _shared(self) -> dict[str, str]:
        """The filters that the list of projects knows too."""
        return {name: self.given[name] for name in (*FACETS, "q")}

    def _row(self, label: str, bits: int, link: str) -> str:
        located = (bits & self.atlas.catalogue.located).bit_count()
        total = bits.bit_count()
        number = count_text(total, self.lang)
        linked = f'<a href="{link}">{number}</a>' if link and total else number
        cells = (linked, count_text(located, self.lang), count_text(total - located, self.lang))
        inner = "".join([f'<td class="number">{cell}</td>' for cell in cells])
        return f'<tr><th scope="row">{label}</th>{inner}</tr>\n'

    def _listed(self, drawn: list[int]) -> Markup:
        """The projects drawn by name, where they are few."""
        known, pen = self.atlas, self.pen
        lines = []
        for place in sorted(drawn, key=lambda one: known.name(self.lang, one).casefold()):
            said = [pen.word(facet, known.code(facet, place)) for facet in ("sector", "status")]
            about = " · ".join([one for one in (*said, pen.exactness(place)) if one])
            name = escaped(known.name(self.lang, place))
            href = entity_url(self.lang, "project", known.catalogue.ids[place])
            lines.append(f'<li><a href="{href}">{name}</a> <span class="muted">{about}</span></li>\n')
        return Markup("".join(lines))  # noqa: S704 - escaped pieces


class Naming:
    """The names of regions and partners in a language, kept with the atlas."""

    def __init__(self, known: Atlas, lang: str) -> None:
        self._known = known
        self._lang = lang
        self._kept: dict[str, tuple[str, str]] = known.drawn.setdefault(("names", lang), {})
        if not self._kept:
            bitmaps = known.catalogue.bitmaps["region"]
            partners = [key for key, _ in known.catalogue.counts("partner", 0)]
            self._learn({*known.shapes, *bitmaps, *partners})

    def _learn(self, keys: set[str]) -> None:
        for key, names in ledger.names(keys).items():
            best = names.best(self._lang)
            self._kept[key] = best.text, "" if best.lang in {self._lang, "zxx"} else best.lang

    def regions(self) -> list[str]:
        """All regions drawn or named, in order of their names."""
        ordered = self._known.drawn.get(("regions", self._lang))
        if ordered is None:
            keys = {*self._known.shapes, *self._known.catalogue.bitmaps["region"]}
            ordered = sorted(keys, key=lambda key: (self(key)[0].casefold(), key))
            self._known.drawn["regions", self._lang] = ordered
        return ordered

    def __call__(self, key: str) -> tuple[str, str]:
        """An entity's name and its language where that is not the page's."""
        if key not in self._kept:
            # What a stranger typed is looked up and not kept.
            names = ledger.names([key])[key].best(self._lang)
            return names.text, "" if names.lang in {self._lang, "zxx"} else names.lang
        return self._kept[key]
