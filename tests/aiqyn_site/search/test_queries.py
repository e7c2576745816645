"""What the real register's search finds, by any spelling, in any language, with slips of the finger."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.search.indexed import KINDS
from aiqyn_site.search.queries import Answer, find, suggest

pytestmark = pytest.mark.django_db

FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def refs(results: Answer, kind: str) -> list[str]:
    return [hit.ref for group in results.groups if group.kind == kind for hit in group.hits]


def total(results: Answer, kind: str) -> int:
    return next((group.total for group in results.groups if group.kind == kind), 0)


@pytest.mark.parametrize(
    "query",
    [
        "Жанатас",
        "Жаңатас",
        "Zhanatas",
        "Janatas",
        "扎纳塔斯",
        "札纳塔斯",
        "ZHANATAS",
        "Жанатса",
        "Zhanatass",
        "жаңатасс",
    ],
)
def test_every_spelling_of_zhanatas_leads_to_its_wind_farm_first(query: str) -> None:
    assert refs(find(query), "project")[0] == "zhanatas-wind"


@pytest.mark.parametrize("query", ["«Гэчжоуба»", "Гэчжоуба", "Gezhouba", "葛洲坝", "葛洲壩", "gezhoubа"[:-1] + "a"])
def test_every_spelling_of_gezhouba_finds_the_same(query: str) -> None:
    results, usual = find(query, per_kind=20), find("Gezhouba", per_kind=20)
    for kind, known in (
        ("organisation", {"china-gezhouba-group", "gezhouba-cement"}),
        ("project", {"shieli-cement", "gezhouba-almaty-cement", "astana-water-satpayev"}),
    ):
        assert set(refs(results, kind)) == set(refs(usual, kind)) >= known


@pytest.mark.parametrize(
    "query",
    ["цементные заводы", "цементного завода", "цемент зауытының", "цемент зауыттары", "cement plants", "水泥", "水泥厂",
     "sement plant", "цементный зовод"],
)  # fmt: skip
def test_word_endings_slips_and_languages_all_find_the_cement_plants(query: str) -> None:
    assert {"shieli-cement", "huaxin-aktobe-cement"} <= set(refs(find(query, per_kind=20), "project"))


@pytest.mark.parametrize("query", ["27.7", "27,7", "27.7 февраля"])
def test_a_figure_finds_its_statement(query: str) -> None:
    numbers = [int(ref) for ref in refs(find(query), "statement")]
    statements = ledger.statements_numbered(numbers)
    assert statements[numbers[0]].value == "27.7"


def test_a_figure_with_a_name_finds_the_one_statement() -> None:
    numbers = [int(ref) for ref in refs(find("Жанатас 136.2"), "statement")]
    assert {statement.entity for statement in ledger.statements_numbered(numbers).values()} == {"zhanatas-wind"}
    assert ledger.statements_numbered(numbers)[numbers[0]].value == "136.2"


def test_articles_sources_regions_and_events_are_found_too() -> None:
    assert "whose-trade-figure" in refs(find("trade figure"), "article")
    assert refs(find("Zhambyl region"), "region")[0] == "zhambyl-region"
    assert total(find("AIIB"), "source") >= 1
    assert total(find("Жаңаөзен"), "event") >= 1


def test_of_several_names_the_one_that_is_the_query_comes_first() -> None:
    assert refs(find("Kazakhstan", per_kind=3), "region")[0] == "kazakhstan"
    assert refs(find("Sinohydro"), "organisation")[0] == "sinohydro"


def test_what_was_tried_is_told() -> None:
    by_spelling = find("Жанатса")
    assert [(attempt.word, attempt.how) for attempt in by_spelling.tried] == [("Жанатса", "spelling")]
    assert "Жанатас" in by_spelling.tried[0].instead or "Жаңатас" in by_spelling.tried[0].instead
    missing = find("qqqqqqq zhanatas")
    assert [(attempt.word, attempt.how) for attempt in missing.tried] == [("qqqqqqq", "missing")]
    assert refs(missing, "project")[0] == "zhanatas-wind"
    assert find("葛洲壩水泥").tried[0].how == "part"
    assert not find("Zhanatas").tried


def test_kazakh_typed_without_its_letters_is_understood() -> None:
    results = find("цемент зауыттарымыздын")
    assert {(attempt.word, attempt.how) for attempt in results.tried} >= {("зауыттарымыздын", "ending")}
    assert results.groups


def test_when_nothing_has_all_the_words_some_are_enough_and_that_is_told() -> None:
    results = find("protest cement")
    assert results.is_partial
    assert results.groups


def test_nothing_is_found_for_nothing() -> None:
    for query in ("", " ", '"', "*", "the", "в на и", "\u202e\u0000"):
        results = find(query)
        assert not results.question.words
        assert not results.groups
        assert suggest(query, "en") == []


def test_a_kind_is_shown_page_by_page_and_all_kinds_are_counted() -> None:
    everything = find("cement")
    first, second = (find("cement", "statement", page) for page in (1, 2))
    assert len(refs(first, "statement")) == 20
    assert not set(refs(first, "statement")) & set(refs(second, "statement"))
    assert refs(first, "project") == []
    assert [group.total for group in first.groups] == [group.total for group in everything.groups]
    assert first.pages == -(-total(first, "statement") // 20)
    assert find("cement", "statement", 10_000).groups
    assert refs(find("cement", "statement", 10_000), "statement") == []


def test_counting_every_statement_of_a_kind_misses_none() -> None:
    results = find("zhanatas", "statement")
    pages = [find("zhanatas", "statement", page + 1) for page in range(results.pages)]
    assert len({ref for part in pages for ref in refs(part, "statement")}) == total(results, "statement")


HOSTILE = st.text(
    st.sampled_from("абжңzhanatas札纳塔斯 \"'*()-:^+~{}|&!<>\\_%;\u202e\u0000\u0301AND OR NOT NEAR"), max_size=80
)


@FUZZ
@given(HOSTILE | st.text(max_size=300), st.sampled_from(["", *KINDS]), st.integers(1, 60))
def test_any_text_is_a_query(query: str, kind: str, page: int) -> None:
    results = find(query, kind, page)
    assert len(results.question.text) <= 200
    suggest(query, "kk")


def test_a_query_of_ten_thousand_characters_is_answered_and_said_to_be_cut() -> None:
    results = find("Zhanatas " * 1200)
    assert results.question.was_cut
    assert refs(results, "project")[0] == "zhanatas-wind"


@pytest.mark.parametrize(
    ("query", "lang", "expected"),
    [
        ("жан", "ru", "Жанатасская ВЭС"),
        ("zhan", "en", "Zhanatas wind farm 100 MW"),
        ("Жаң", "kk", "Жаңатас жел электр станциясы"),
        ("札", "zh", "札纳塔斯风电项目"),
        ("札纳", "zh", "札纳塔斯风电项目"),
        ("zhanatas wi", "en", "Zhanatas wind farm 100 MW"),
        ("жан", "zh", "札纳塔斯风电项目"),
    ],
)
def test_the_beginning_of_a_name_suggests_it(query: str, lang: str, expected: str) -> None:
    names = {suggestion.text for suggestion in suggest(query, lang)}
    assert expected in names or (lang == "zh" and query == "жан" and names)


@pytest.mark.parametrize(
    "query",
    ["отказ цемент Шиели", "отказ Шиели", "Шиелі бас тарту", "Шиелі цемент бас тарту", "西里 拒绝", "希耶利 拒绝",
     "西里水泥厂 拒绝公开", "Shieli refusal", "Shieli cement refused", "information refused Shieli"],
)  # fmt: skip
def test_the_refusal_of_shieli_is_among_the_first_in_every_language(query: str) -> None:
    results = find(query)
    assert "shieli-refusal-2020" in refs(results, "record") or "shieli-request-2020" in refs(results, "request")


@pytest.mark.parametrize("query", ["commercial secret Shieli", "коммерческая тайна Шиели", "коммерциялық құпия Шиелі"])
def test_a_request_is_found_by_the_ground_of_its_refusal(query: str) -> None:
    assert refs(find(query), "request") == ["shieli-request-2020"]


def test_a_record_is_found_by_its_type_and_the_project_it_belongs_to() -> None:
    assert "shokpar-hearing-2022" in refs(find("общественные слушания Шокпар"), "record")
    assert "karabatan-fine-2025" in refs(find("fine imposed", "record"), "record")


def test_no_record_and_no_request_is_among_the_events() -> None:
    entries = {entity.id for kind in ("record", "request") for entity in ledger.entities(kind)}
    assert not entries & set(refs(find("Shieli", "event"), "event"))
    assert total(find("Shieli"), "record") >= 5


def test_records_are_suggested_by_their_names() -> None:
    assert any(suggestion.kind == "record" for suggestion in suggest("Refusal of two min", "en"))


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("風電", "风电"),
        ("項目", "项目"),
        ("⾵电", "风电"),  # with the radical for wind
        ("烏茲別克", "乌兹别克"),  # found in part
        ("Əкімдік", "Әкімдік"),
        ("Жаңа\u00adтас", "Жаңатас"),
        ("\u200bЖаңатас\ufeff", "Жаңатас"),
        ("Aктау", "Ақтау"),  # with a Latin A
        ("Kызылорда", "Кызылорда"),  # with a Latin K
    ],
)
def test_however_a_word_is_typed_the_same_is_found(query: str, other: str) -> None:
    totals = {kind: total(find(other), kind) for kind in KINDS}
    assert {kind: total(find(query), kind) for kind in KINDS} == totals
    assert sum(totals.values()) > 5
