"""Small maps for other pages: where one project is, one region with its points, all regions with their numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from markupsafe import Markup

from aiqyn.places.projection import Frame, path_data
from aiqyn.words.digits import count_text
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.map.atlas import Atlas, Shape, atlas, places_of
from aiqyn_site.pages.map.drawing import Tally, step_of
from aiqyn_site.pages.map.place_names import PlaceNames
from aiqyn_site.pages.map.scene import WIDTH, frame_of_whole, label_of, rings
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as projects
from aiqyn_site.projects.queries import Filters

_SMALL = 320
_MOST_DOTS = 300

#: Latitude, longitude, and whether the point is exact.
Point = tuple[float, float, bool]


def small_map(lang: str, points: Iterable[Point], regions: Iterable[str] = (), caption: str = "") -> Markup:
    """The country with some regions marked and points on it, at most 6 KB; blank for a register without boundaries.

    Points are drawn filled where exact and hollow where approximate; the caption says which in words.
    """
    known = atlas()
    if not known.outline:
        return Markup("")
    frame, height = _frame(known)
    dots = {(*_whole_units(frame, known, lat, lon), exact) for lat, lon, exact in points}
    marked = sorted({piece for region in regions for piece in known.pieces(region)})
    path = "".join([_marked(known, frame, key) for key in marked if key in known.outline])
    shown = "".join(
        f'<circle class="{"exact" if exact else "rough"}" cx="{x}" cy="{y}" r="4"/>'
        for x, y, exact in sorted(dots)[:_MOST_DOTS]
    )
    words = escaped(caption or wording(lang)("map_small"))
    legend = f"<figcaption>{words}</figcaption>" if caption else ""
    return Markup(  # noqa: S704 - escaped pieces
        f'<figure class="small-map"><svg viewBox="0 0 {_SMALL} {height}" role="img" aria-label="{words}">'
        f'<path d="{_country(known, frame)}"/>{f"""<path class="now" d="{path}"/>""" if path else ""}{shown}</svg>'
        f"{legend}</figure>"
    )


def project_map(lang: str, identifier: str) -> Markup:
    """Where a project is: its point if one is known, and the regions its statements name; blank where neither is."""
    known = atlas()
    index = known.catalogue
    place = bisect_left(index.ids, identifier)
    if index.ids[place : place + 1] != [identifier]:
        return Markup("")
    named = [key for key, bits in index.bitmaps["region"].items() if bits >> place & 1]
    marked = [region for region in named if known.pieces(region)]
    exact = not known.rough >> place & 1
    if index.located >> place & 1:
        point = (index.lats[place], index.lons[place], exact)
        return small_map(lang, [point], marked, _caption(lang, exact, known.radii[place]))
    return small_map(lang, (), marked, wording(lang)("map_caption_region")) if marked else Markup("")


def _caption(lang: str, exact: bool, radius: int) -> str:
    """How exact a point is, in words."""
    t = wording(lang)
    if exact:
        return t("map_caption_exact")
    if radius < 0:
        return t("map_caption_approximate")
    return t("map_caption_within", km=count_text(max(1, round(radius / 1000)), lang))


def region_map(lang: str, identifier: str) -> Markup:
    """A region with the points of its projects; blank where it is not drawn."""
    known = atlas()
    if not known.pieces(identifier):
        return Markup("")
    index, t = known.catalogue, wording(lang)
    bits = index.bitmap("region", identifier) & index.located
    points = [(index.lats[place], index.lons[place], not known.rough >> place & 1) for place in places_of(bits)]
    rough = (bits & known.rough).bit_count()
    caption = t("map_caption_points", points=t("n_points", n=len(points)), rough=count_text(rough, lang))
    return small_map(lang, points, [identifier], caption)


def map_of_counts(lang: str) -> Markup:
    """All regions shaded and numbered by their projects, each a link to its page; at most 12 KB; blank if not drawn."""
    known = atlas()
    if not known.outline:
        return Markup("")
    kept = known.drawn.get(("counts", lang))
    if kept is None:
        kept = known.drawn["counts", lang] = _counts(known, lang)
    return kept


def _counts(known: Atlas, lang: str) -> Markup:
    t, name = wording(lang), PlaceNames(known, lang)
    _, facets = projects.narrow(Filters())
    counts = {facet.key: facet.count for facet in facets["region"]}
    tally = Tally(counts, max(counts.values(), default=1) or 1)
    frame, height = frame_of_whole(known.outline.values())
    obstacles = list(rings(known.outline.values(), frame))
    shapes, labels = [], []
    for key, shape in sorted(known.outline.items(), key=lambda outlined: -_size(outlined[1])):
        count = counts.get(key, 0)
        (x, y), is_ring = label_of(shape, frame, height, obstacles)
        title = f"{escaped(name(key)[0])}{t('colon')}{escaped(t('n_projects', n=count))}"
        number = count_text(count, lang)
        ring = f'<circle class="city" cx="{x:.0f}" cy="{y:.0f}" r="{7 + 4 * len(number)}"/>'
        drawn = ring if is_ring else f'<path d="{path_data(_rings(frame, [shape]))}"/>'
        shapes.append(
            f'<a href="{entity_url(lang, "region", key)}" class="s{step_of(count, tally.most)}"><title>{title}</title>'
            f"{drawn}</a>"
        )
        labels.append(f'<text class="n" x="{x:.0f}" y="{y:.0f}" dy=".35em">{number}</text>')
    label = escaped(t("map_counts_label"))
    return Markup(  # noqa: S704 - escaped pieces
        f'<div class="map"><svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="{label}">'
        f'<g class="regions">{"".join(shapes)}</g><g class="labels">{"".join(labels)}</g></svg></div>'
    )


def _size(shape: Shape) -> float:
    west, south, east, north = shape.box
    return (east - west) * (north - south)


def _frame(known: Atlas) -> tuple[Frame, int]:
    """The frame of a small map and its height."""
    kept = known.drawn.get(("small",))
    if kept is None:
        wide, height = frame_of_whole(known.outline.values())
        ratio = _SMALL / WIDTH
        frame = Frame(wide.west, wide.north, wide.scale * ratio)
        kept = known.drawn[("small",)] = (frame, round(height * ratio))
    return kept


def _whole_units(frame: Frame, known: Atlas, lat: float, lon: float) -> tuple[int, int]:
    x, y = frame.spot(*known.plane(lat, lon))
    return round(x), round(y)


def _rings(frame: Frame, shapes: Iterable[Shape]) -> list[list[tuple[float, float]]]:
    return [[frame.spot(*place) for place in ring] for shape in shapes for ring in shape.rings]


def _marked(known: Atlas, frame: Frame, key: str) -> str:
    """The path of one region, made once."""
    kept = known.drawn.get(("marked", key))
    if kept is None:
        kept = known.drawn["marked", key] = path_data(_rings(frame, [known.outline[key]]))
    return kept


def _country(known: Atlas, frame: Frame) -> str:
    """The path of all regions, made once."""
    kept = known.drawn.get(("country",))
    if kept is None:
        kept = known.drawn[("country",)] = path_data(_rings(frame, known.outline.values()))
    return kept
