"""Exactly the points that a map draws, as a file for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.frame import host_of
from aiqyn_site.pages.map.sheet import Sheet, map_listing
from aiqyn_site.pages.table_file import table_file
from aiqyn_site.projects import queries as projects

COLUMNS = ("id", "name", "latitude", "longitude", "uncertainty_m", "basis", "sector", "status", "size", "page")


def download(request: HttpRequest, lang: str) -> HttpResponse:
    """The points drawn by the map at the same query, one a row, by id. Names are in the language of the address."""
    sheet = Sheet(map_listing(request, lang))
    return table_file("aiqyn-map-points.csv", lang, COLUMNS, _rows(sheet, host_of(request)))


def _rows(sheet: Sheet, host: str) -> Iterator[list[str]]:
    points = {point.id: point for point in projects.located()}
    for place in sheet.places:
        point = points[sheet.atlas.catalogue.ids[place]]
        radius = str(point.radius) if point.radius is not None else ""
        codes = [sheet.atlas.code(facet, place) for facet in ("sector", "status", "size")]
        address = f"{host}{entity_url(sheet.lang, 'project', point.id)}"
        name = sheet.atlas.name(sheet.lang, place)
        yield [point.id, name, str(point.lat), str(point.lon), radius, point.basis, *codes, address]
