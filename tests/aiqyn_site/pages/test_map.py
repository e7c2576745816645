"""The map: what is drawn, how it follows the filters, and what it says where nothing can be drawn."""

from __future__ import annotations

import csv
import io
import re
import shutil
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.exchange.point_findings import BOUNDARIES, OUTLINE
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.actions import load_register
from aiqyn_site.pages.map.atlas import Names, Shape, atlas
from aiqyn_site.pages.map.drawing import label_lines, stage_of, step_bounds, step_of
from aiqyn_site.pages.map.scene import WIDTH, frame_of_whole, scene, tile_around, tile_of
from aiqyn_site.pages.map.small import map_of_counts, project_map, region_map, small_map
from aiqyn_site.projects import queries as projects
from aiqyn_site.projects.queries import Filters
from tests.aiqyn_site.pages.conftest import LANGUAGES, links_of
from tests.aiqyn_site.store import REGISTER

pytestmark = pytest.mark.django_db
CITIES = {"astana", "almaty-city", "shymkent"}


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def drawing(page: str) -> str:
    match = re.search(r"<svg [^>]*data-map.*?</svg>(?=</div>)", page, re.DOTALL)
    assert match
    return match[0]


def drawn_count(page: str) -> int:
    """How many points the drawing has, those in discs with a number included."""
    svg = drawing(page)
    together = [
        int(re.sub(r"\D", "", number)) for number in re.findall(r'class="c c\d".*?<text[^>]*>(.*?)</text>', svg)
    ]
    return len(re.findall(r'class="m z\d"', svg)) + sum(together)


# --- the page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_regions_are_links_with_their_name_and_number(client: Client, lang: str) -> None:
    page = body(client, f"/{lang}/map/")
    svg = drawing(page)
    counts = {facet.key: facet.count for facet in projects.narrow(Filters())[1]["region"]}
    shapes = atlas().shapes
    assert {entity.id for entity in ledger.entities("region")} >= shapes.keys()
    for key, names in ledger.names(shapes).items():
        link = re.search(rf'<a href="/{lang}/map/\?region={key}"[^>]*><title>(.*?)</title>', svg)
        assert link, key
        assert unescape(link[1]).startswith(names[lang].text)
        assert re.search(rf"(?<!\d){counts.get(key, 0)}(?!\d)", link[1])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_beside_the_map_has_every_region_and_adds_up(client: Client, lang: str) -> None:
    page = body(client, f"/{lang}/map/")
    rows = re.findall(
        rf'<tr><th scope="row"><a href="/{lang}/regions/([a-z-]+)/">.*?</th>'
        r'<td class="number">(.*?)</td><td class="number">(\d+)</td><td class="number">(\d+)</td></tr>',
        page,
    )
    index = projects.catalogue()
    assert {key for key, *_ in rows} == {*atlas().shapes, "south-kazakhstan-region"}
    for key, total, located, missing in rows:
        number = int(re.sub(r"<.*?>", "", total))
        assert number == index.bitmap("region", key).bit_count()
        assert int(located) + int(missing) == number


def test_every_point_is_drawn_once(client: Client) -> None:
    page = body(client, "/en/map/")
    assert drawn_count(page) == projects.catalogue().located.bit_count() > 0


def test_cities_are_seen_as_rings(client: Client) -> None:
    shown = scene(atlas())
    assert {outline.id for outline in shown.outlines if outline.ring} == CITIES
    assert drawing(body(client, "/en/map/")).count('class="city"') == len(CITIES)


@pytest.mark.parametrize(
    "query",
    ["sector=energy.wind", "status=operating", "size=over_1bn", "q=solar", "partner=sinohydro", "region=abai-region"],
)
def test_filters_leave_the_same_projects_as_in_the_list(client: Client, query: str) -> None:
    name, _, value = query.partition("=")
    among, _ = projects.narrow(Filters(**{name: value}))  # type: ignore[arg-type]
    page = body(client, f"/en/map/?{query}")
    assert re.search(rf"<b>{among.bit_count()} projects?</b>", page)
    assert f'href="/en/projects/?{query}"' in page
    assert f'href="/en/map/?{query}"' in body(client, f"/en/projects/?{query}")
    outside = re.search(r"(\d+) more projects? ha", page)
    located = among & projects.catalogue().located
    assert drawn_count(page) + (int(outside[1]) if outside else 0) == located.bit_count()


def test_a_region_is_drawn_larger_and_the_way_back_is_offered(client: Client) -> None:
    known = atlas()
    assert scene(known, "zhambyl-region").frame.scale > 2 * scene(known).frame.scale
    page = body(client, "/en/map/?region=zhambyl-region")
    assert ("/en/map/", "the whole country") in links_of(page)
    assert 'class="s4 now"' in drawing(page) or "now" in drawing(page)


def test_a_former_region_shows_what_came_of_it() -> None:
    known = atlas()
    assert known.pieces("south-kazakhstan-region") == {"turkistan-region", "shymkent"}
    assert scene(known, "south-kazakhstan-region").frame.scale > scene(known).frame.scale


@pytest.mark.parametrize("by", ["status", "sector", "size"])
def test_marks_show_what_the_reader_chooses_with_a_legend_in_words(client: Client, by: str) -> None:
    page = body(client, f"/en/map/?by={by}")
    expected = {"status": "finished or operating", "sector": "Sector not found", "size": "Over 1 billion USD"}
    assert expected[by] in page
    assert f'<b aria-current="true">{by.capitalize()}</b>' in page


def test_approximate_points_are_hollow_and_say_how_far_off_they_may_be(client: Client) -> None:
    svg = drawing(body(client, "/en/map/?q=turgusun"))
    assert 'href="#m-done"' in svg or 'href="#m-' in svg
    assert "place known to a kilometre" in svg
    rough = drawing(body(client, "/en/map/?q=moinak"))
    assert "place approximate, within 20 km" in rough
    assert re.search(r'<use href="#m-\w+-r"/>', rough)


def test_a_point_of_a_town_centre_is_not_called_exact() -> None:
    known = atlas()
    place = known.catalogue.ids.index("kordai-gok")  # reported, but of the district's centre, within 30 km
    assert known.rough >> place & 1


def test_points_together_lead_to_where_they_are_apart(client: Client) -> None:
    svg = drawing(body(client, "/en/map/"))
    link = re.search(r'<a href="/en/map/\?view=([^"]+)" class="c ', svg)
    assert link
    assert tile_of(link[1])
    closer = body(client, f"/en/map/?view={link[1]}")
    assert drawn_count(closer) >= 2
    assert "a wider part" in closer


def test_points_at_the_same_place_lead_to_the_list_below(client: Client) -> None:
    page = body(client, "/en/map/?region=kyzylorda-region")
    assert '<a href="#drawn" class="c ' in drawing(page)
    assert 'id="drawn"' in page
    for key in ("orda-glass", "kyzylorda-licorice", "kyzylorda-ferrosilicon"):
        assert page.count(f'<li><a href="/en/projects/{key}/">') == 1


def test_the_attribution_of_the_borders_stands_under_the_map(client: Client) -> None:
    assert "OCHA/UNHCR" in body(client, "/kk/map/")


# --- the download -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?sector=energy", "?region=abai-region", "?view=2-4-5", "?q=nothing-like-this"])
def test_the_download_holds_exactly_the_points_drawn(client: Client, query: str) -> None:
    response = client.get(f"/ru/map/points.csv{query}")
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == drawn_count(body(client, f"/ru/map/{query}"))
    for row in rows:
        assert -90 <= float(row["latitude"]) <= 90
        assert row["basis"] in {"reported", "estimated"}
        assert row["page"].endswith(f"/ru/projects/{row['id']}/")


def test_the_download_gives_the_uncertainty_where_the_source_did(client: Client) -> None:
    text = client.get("/en/map/points.csv?q=moinak").content.decode()
    assert "moinak-hpp,Moinak" in text
    assert ",43.25,79.2,20000,estimated," in text


# --- hostile and missing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "view=9-9-9",
        "view=1-3-0",
        "view=2-4-5-6",
        "view=٢-4-5",
        "view=<script>",
        "by=cost",
        "region=nowhere",
        "region=%00%0a",
        "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "q=~~%00~&region=abai-region",
        f"q={'x' * 10_000}",
        "sector=energy&sector=mining&view=&by=",
    ],
)
def test_a_strange_query_is_answered_harmlessly(client: Client, query: str) -> None:
    page = body(client, f"/en/map/?{query}")
    assert "<script>" not in page
    assert "alert(1)</script>" not in page
    assert client.get(f"/en/map/points.csv?{query}").status_code == 200


def test_a_tilde_in_the_search_does_not_spoil_the_links(client: Client) -> None:
    svg = drawing(body(client, "/en/map/?q=%7E"))
    assert "/en/map/?region=abai-region&amp;q=~" in svg


@pytest.fixture
def _no_boundaries(db: None, tmp_path: Path) -> None:
    """The register without its borders, as if they had been taken out of its folder."""
    folder = tmp_path / "without-borders"
    shutil.copytree(REGISTER, folder)
    for name in (BOUNDARIES, OUTLINE):
        (folder / name).unlink()
    load_register(folder, remove={BOUNDARIES, OUTLINE})


@pytest.mark.usefixtures("_no_boundaries")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_register_without_borders_says_so_and_shows_the_list(client: Client, lang: str) -> None:
    page = body(client, f"/{lang}/map/")
    assert "data-map" not in page
    assert 'class="notice"' in page
    assert page.count('<th scope="row">') == len(projects.narrow(Filters())[1]["region"])
    assert client.get(f"/{lang}/map/points.csv").content.count(b"\n") == 1
    assert not small_map(lang, [(45, 65, True)])
    assert not project_map(lang, "zhanatas-wind")
    assert not map_of_counts(lang)


def test_borders_that_cannot_be_read_are_as_good_as_none(db: None, tmp_path: Path, client: Client) -> None:
    folder = tmp_path / "bad-borders"
    shutil.copytree(REGISTER, folder)
    for name in (BOUNDARIES, OUTLINE):
        (folder / name).write_text('{"type": "FeatureCollection", "features": [1]}', "utf-8")
    load_register(folder, take={BOUNDARIES, OUTLINE})
    assert "data-map" not in body(client, "/en/map/")


# --- small maps ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_small_maps_are_small(lang: str) -> None:
    assert len(project_map(lang, "zhanatas-wind").encode()) < 6_000
    assert len(region_map(lang, "karaganda-region").encode()) < 6_000
    points = [(41 + n % 140 / 10, 47 + n / 100, True) for n in range(4_000)]
    assert len(small_map(lang, points).encode()) < 25_000
    assert len(map_of_counts(lang).encode()) < 12_000


def test_a_project_page_shows_where_it_is_and_how_exactly(client: Client) -> None:
    page = body(client, "/en/projects/zhanatas-wind/")
    assert '<circle class="rough"' in page
    assert "Place approximate, within 5 km." in page
    assert '<circle class="exact"' in body(client, "/en/projects/turgusun-hpp/")


def test_a_project_without_a_point_shows_its_region() -> None:
    index = projects.catalogue()
    bits = index.bitmap("region", "turkistan-region") & ~index.located
    key = index.ids[bits.bit_length() - 1]
    shown = project_map("en", key)
    assert 'class="now"' in shown
    assert "<circle" not in shown


def test_a_project_of_which_no_place_is_known_has_no_map() -> None:
    assert not project_map("en", "no-such-project")


def test_a_region_page_shows_the_region_and_its_points(client: Client) -> None:
    page = body(client, "/en/regions/karaganda-region/")
    assert 'class="now"' in page
    assert "5 points" in page
    assert 'href="/en/map/?region=karaganda-region"' in page


# --- the pieces ---------------------------------------------------------------------------------------------


def test_shades_rise_in_four_equal_steps() -> None:
    assert [step_of(count, 13) for count in (0, 1, 3, 4, 6, 7, 9, 10, 13)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert step_bounds(13) == [(1, 1, 3), (2, 4, 6), (3, 7, 9), (4, 10, 13)]
    assert step_bounds(2) == [(2, 1, 1), (4, 2, 2)]


@given(st.integers(1, 30_000))
def test_every_number_is_in_the_step_whose_bounds_the_legend_gives(most: int) -> None:
    bounds = step_bounds(most)
    assert bounds[0][1] == 1
    assert bounds[-1][2] == most
    assert all(after[1] == before[2] + 1 for before, after in pairwise(bounds))
    assert all(step_of(low, most) == step_of(high, most) == step for step, low, high in bounds)


def test_every_status_has_a_stage() -> None:
    assert stage_of("operating") == "done"
    assert stage_of("under_construction") == "underway"
    assert stage_of("suspended") == stage_of("cancelled") == "stopped"
    assert stage_of("") == "unknown"


def test_a_tile_shows_the_place_it_was_made_for() -> None:
    for depth in range(1, 7):
        for x, y in ((0, 0), (1000, 575), (333, 111), (999, 1)):
            tile = tile_of(tile_around(x, y, depth, 575))
            assert tile
            left, top = tile[1] * WIDTH / 2 ** (depth + 1), tile[2] * 575 / 2 ** (depth + 1)
            assert left <= x <= left + WIDTH / 2**depth
            assert top <= y <= top + 575 / 2**depth


@given(st.floats(0.001, 1), st.floats(0.001, 1))
def test_a_drawing_of_any_country_is_neither_endless_nor_empty(wide: float, high: float) -> None:
    ring = ((0.0, 0.0), (0.0, high), (wide, high), (wide, 0.0), (0.0, 0.0))
    frame, height = frame_of_whole([Shape("x", (ring,), (0.0, 0.0, wide, high))])
    assert 28 <= height <= 2.5 * WIDTH + 28
    for east, north in ring:
        x, y = frame.spot(east, north)
        assert 13 <= x <= WIDTH - 13
        assert 13 <= y <= height - 13


def test_a_label_takes_one_line_or_two_or_none() -> None:
    assert label_lines("Abai region", 100) == ["Abai region"]
    assert label_lines("North Kazakhstan region", 130) == ["North Kazakhstan", "region"]
    assert label_lines("North Kazakhstan region", 60) == []
    assert label_lines("江布尔州", 40) == []


def test_names_are_found_by_place_in_any_script() -> None:
    names = Names(["", "Жаңатас", "札纳塔斯", "a"])
    assert [names[place] for place in range(4)] == ["", "Жаңатас", "札纳塔斯", "a"]


def test_the_boundary_files_are_of_the_agreed_size() -> None:
    folder = Path(__file__).resolve().parents[3] / "registers" / "kazakhstan-china"
    assert (folder / BOUNDARIES).stat().st_size <= 90_000
    assert (folder / OUTLINE).stat().st_size <= 12_000
