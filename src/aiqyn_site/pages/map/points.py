"""Exactly the points that a map draws, as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from aiqyn.exchange.strict_csv import csv_line
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.frame import host_of
from aiqyn_site.pages.map.atlas import atlas
from aiqyn_site.pages.map.drawing import drawn_places
from aiqyn_site.pages.map.page import filters_of, given_on_map
from aiqyn_site.pages.map.scene import scene
from aiqyn_site.projects import queries as projects

COLUMNS = ("id", "name", "latitude", "longitude", "uncertainty_m", "basis", "sector", "status", "size", "page")


def download(request: HttpRequest, lang: str) -> HttpResponse:
    """The points drawn by the map at the same query, one a row, by id. Names are in the language of the address."""
    given = given_on_map(request)
    text = "".join([csv_line(COLUMNS), *(csv_line(row) for row in _rows(lang, given, host_of(request)))])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="aiqyn-map-points.csv"'
    response.headers["Content-Language"] = lang
    return response


def _rows(lang: str, given: dict[str, str], host: str) -> Iterator[list[str]]:
    known = atlas()
    if not known.shapes:
        return
    shown = scene(known, given["region"], given["view"])
    among = projects.narrow(filters_of(lang, given)).among
    said = {one.id: one for one in projects.located()}
    for place in drawn_places(shown, among):
        one = said[known.catalogue.ids[place]]
        radius = str(one.radius) if one.radius is not None else ""
        codes = [known.code(facet, place) for facet in ("sector", "status", "size")]
        page = f"{host}{entity_url(lang, 'project', one.id)}"
        yield [one.id, known.name(lang, place), str(one.lat), str(one.lon), radius, one.basis, *codes, page]
