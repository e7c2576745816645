"""The charts: what is drawn is what the table and the download have, and every mark leads to its statement."""

from __future__ import annotations

import codecs
import csv
import io
import re
from html import unescape

import pytest
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st

from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages import charts
from aiqyn_site.pages.charts import DRAWERS, chart_markup, chart_names, chart_rows
from aiqyn_site.pages.charts.chart_parts import Chart, Form, Mark, Row, Shape, Tick
from aiqyn_site.pages.charts.layout import draw
from aiqyn_site.pages.charts.scale import Scale, decades, rounded_ends, shortened, steps, text_width
from tests.aiqyn_site.pages.conftest import LANGUAGES

NASTY = "\"'><script>alert(1)</script>&amp;{{ 7*7 }}"
values = st.floats(min_value=0.001, max_value=1e12, allow_nan=False)


def marks_of(drawing: str) -> list[str]:
    """The addresses of the marks of a drawing, in order: links that have a title."""
    return re.findall(r'<a href="([^"]+)"><title>', drawing)


@pytest.mark.django_db
def test_the_site_draws_exactly_the_charts_of_the_vocabulary() -> None:
    assert set(DRAWERS) == set(load_vocabulary().charts)
    assert chart_names() == [*DRAWERS, *(f"indicator-{entity.id}" for entity in ledger.entities("indicator"))]


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rows_of_the_download_are_the_marks_drawn_and_the_rows_of_the_table(lang: str) -> None:
    for name in chart_names():
        text, rows = str(chart_markup(name, lang)), chart_rows(name, lang).rows
        drawing, _, table = text.partition("<details>")
        pages = [row[-1] for row in rows]
        assert [unescape(href) for href in marks_of(drawing)] == pages, name
        apart = len(charts.chart(name, lang).apart)
        assert table.count("<tr><th") == len(rows) + apart + 1, name
        assert rows, name


@pytest.mark.django_db
def test_every_mark_leads_to_a_statement_that_is_there_or_to_the_projects_it_counts() -> None:
    for name in chart_names():
        rows = chart_rows(name, "en").rows
        ids = {key for row in rows for key in row[-2].split()}
        assert ledger.statements_by_id(ids).keys() == ids, name
        for row in rows:
            if row[-1].startswith("/en/statements/"):
                assert row[-1].split("/")[3] in row[-2].split(), name
            else:
                assert re.fullmatch(r"/en/projects/\?(region|sector)=[a-z0-9_.-]+", row[-1]), name


@pytest.mark.django_db
def test_the_download_is_csv_that_no_spreadsheet_runs(client: Client) -> None:
    answer = client.get("/kk/charts/programme-value.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(codecs.BOM_UTF8)
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    heads, rows = chart_rows("programme-value", "kk")
    assert tuple(lines[0]) == heads
    assert [line[-2] for line in lines[1:]] == [row[-2] for row in rows]
    assert not [cell for line in lines for cell in line if cell[:1] in {"=", "@", "\t", "\r"}]
    assert client.get("/kk/charts/no-such-chart.csv").status_code == 404


@pytest.mark.django_db
def test_a_name_that_is_no_chart_is_an_error() -> None:
    for name in ("", "indicator-", "indicator-zhanatas-wind", "trade-total", "../sectors"):
        with pytest.raises(KeyError):
            chart_markup(name, "en")


@pytest.mark.django_db
def test_a_chart_is_made_once_for_a_version_of_the_ledger() -> None:
    assert chart_markup("regions", "zh") is chart_markup("regions", "zh")


@pytest.mark.django_db
def test_ranges_bounds_and_undated_figures_of_the_list_are_drawn_as_what_they_are() -> None:
    drawn = charts.chart("programme-value", "en")
    by_value = {mark.statement.value: mark for _, mark in drawn.marks if mark.statement is not None}
    assert (by_value["25-30"].start, by_value["25-30"].end) == (25, 30)
    assert by_value[">27"].bound == "more"
    assert by_value["about 26"].start == 26
    assert drawn.rows[-1].label == "date not given"
    assert [mark.statement.as_of for mark in drawn.rows[-1].marks if mark.statement is not None] == [""]


@pytest.mark.django_db
def test_figures_on_another_basis_stand_apart_in_the_table_and_are_not_drawn() -> None:
    drawn = charts.chart("programme-projects", "en")
    assert all(mark.statement is not None and not mark.statement.part for _, mark in drawn.marks)
    parts = {row.statement.part for row in drawn.apart}
    assert {"projects-with-chinese-investors", "newly-signed-agreements"} <= parts
    assert "224" not in draw(drawn)
    assert "224" in str(chart_markup("programme-projects", "en"))


@pytest.mark.django_db
def test_bars_begin_at_nought() -> None:
    for name in ("regions", "sectors", "status-by-edition", "mirror-import", "mirror-total"):
        drawn = charts.chart(name, "en")
        assert drawn.scale.low == 0, name
        assert drawn.ticks[0].value == 0, name


@pytest.mark.django_db
def test_what_an_edition_left_over_is_hatched_and_adds_up_to_its_total() -> None:
    drawn = charts.chart("status-by-edition", "en")
    ends = {row.label.split(" · ")[0].replace("\u00a0", " "): row.marks[-1] for row in drawn.rows}
    assert (ends["15 May 2019"].shape, ends["15 May 2019"].value, ends["15 May 2019"].end) == (Shape.HATCH, "32", 55)
    assert (ends["July 2022"].shape, ends["July 2022"].end) == (Shape.STAGE, 52)
    # The NDRC named no total, so nothing is known to be left over.
    assert (ends["12 May 2017"].shape, ends["12 May 2017"].end) == (Shape.STAGE, 77)


@pytest.mark.django_db
def test_a_part_of_a_year_is_joined_with_nothing() -> None:
    drawn = charts.chart("indicator-rail-freight-total", "en")
    ends = {place for join in drawn.joins for place in (join.start, join.end)}
    assert drawn.joins
    for row, place in ends:
        assert re.fullmatch(r"\d{4}", drawn.rows[row].label)
        assert not drawn.rows[row].marks[place].shape.startswith("part-")


@pytest.mark.django_db
def test_costs_run_from_the_lowest_to_the_highest_and_promises_end_with_what_came() -> None:
    for row in charts.chart("cost-spread", "en").rows:
        places = [mark.start for mark in row.marks]
        assert len(row.marks) > 1
        assert places == sorted(places)
    for row in charts.chart("slip", "en").rows:
        assert [mark.shape for mark in row.marks] == [*[Shape.PROMISE] * (len(row.marks) - 1), Shape.RESULT]


@given(low=values, high=values, start=values, other=values, is_log=st.booleans())
def test_a_scale_rises_and_stays_within_its_ends(
    low: float, high: float, start: float, other: float, is_log: bool
) -> None:
    assume(low * 1.01 < high)
    scale = Scale(low, high, 10, 90, is_log)
    smaller, larger = sorted((start, other))
    assert 10 <= scale.across(smaller) <= scale.across(larger) <= 90
    assert scale.across(low) == pytest.approx(10)
    assert scale.across(high) == pytest.approx(90)


@given(st.lists(values, min_size=1, max_size=12), st.booleans(), st.booleans(), st.booleans())
def test_rounded_ends_hold_every_value_with_few_lines(
    drawn: list[float], from_zero: bool, whole: bool, room: bool
) -> None:
    low, high, step = rounded_ends(drawn, from_zero=from_zero, whole=whole, room=room)
    slack = 1e-6 * max(high, 1e-9)
    assert low - slack <= min(drawn)
    assert max(drawn) <= high + slack
    lines = steps(low, high, step)
    assert 2 <= len(lines) <= 8
    assert not from_zero or low == 0
    assert not whole or all(line == int(line) for line in lines)


@given(st.lists(values, min_size=1, max_size=12))
def test_powers_of_ten_hold_every_value(drawn: list[float]) -> None:
    lines = decades(drawn)
    assert lines[0] <= min(drawn) * (1 + 1e-6)
    assert max(drawn) <= lines[-1] * (1 + 1e-6)
    assert len(lines) >= 2


@given(st.text(max_size=60), st.floats(min_value=0, max_value=400))
def test_a_shortened_text_fits(text: str, room: float) -> None:
    short = shortened(text, room)
    assert short == text or text_width(short) <= room + 0.01
    assert short in {"", text} or text.startswith(short[:-1])


@pytest.mark.parametrize("form", list(Form))
def test_hostile_words_stay_words(form: Form) -> None:
    mark = Mark(Shape.STAGE if form is Form.STACK else Shape.KZ, 1, 2, NASTY, NASTY, NASTY, "/x/?a=1&b=2")
    rows = (Row(NASTY, (mark, mark), form, lang="ru", href='/y/"', remark=NASTY),)
    drawn = draw(Chart("x", NASTY, NASTY, (), (), Scale(0, 5, 2, 98), (Tick(0, NASTY), Tick(5, NASTY)), rows))
    assert "<script" not in drawn
    assert 'href="/y/""' not in drawn
    assert "&b=2" not in drawn.replace("&amp;b=2", "")


@given(st.lists(st.tuples(values, st.text(min_size=1, max_size=50)), min_size=1, max_size=8))
def test_labels_of_a_row_never_meet(given_marks: list[tuple[float, str]]) -> None:
    from aiqyn_site.pages.charts import layout

    low, high, _ = rounded_ends([value for value, _ in given_marks], from_zero=True)
    scale = Scale(low, high, 17, 97)
    marks = [Mark(Shape.KZ, value, value, "1", who, "", "") for value, who in given_marks]
    labels = [layout._labelled(mark, scale, layout.NARROW) for mark in marks]
    lanes = layout._lane_numbers(labels)
    for n, label in enumerate(labels):
        assert label.start >= -1
        assert label.end <= layout.NARROW + 6
        for m in range(n):
            assert lanes[n] != lanes[m] or not layout._meet(label, labels[m])
