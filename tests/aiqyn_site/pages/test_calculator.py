"""The deadline calculator: its days are the core's, and every mistake is explained at its field in four languages."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.law import LawRule
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import EventKind, Request
from aiqyn.words.derivation_text import last_day_text
from aiqyn.words.word_tables import words
from aiqyn_site.pages.calculator_form import Asked, read_form
from tests.aiqyn_site.pages.conftest import links_of

LANGUAGES = ("kk", "ru", "en", "zh")
LAWS = load_laws()
TODAY = date(2026, 11, 22)


def read(query: str, lang: str = "en") -> Asked:
    return read_form(QueryDict(query), LAWS, lang, TODAY)


def page_of(client: Client, query: str, lang: str = "en") -> str:
    """The calculator's page as a reader sees its text."""
    return html.unescape(client.get(f"/{lang}/requests/calculator/?{query}").content.decode())


@given(
    rule=st.sampled_from(LAWS.rules),
    begun=st.dates(date(2024, 9, 1), date(2027, 6, 1)),
    later=st.integers(0, 400),
)
def test_the_days_are_those_of_the_core(rule: LawRule, begun: date, later: int) -> None:
    key, on = rule.id, begun + timedelta(days=later)
    query = urlencode({"rule": key, "sent": begun, "received": begun, "registered": begun, "on": on})
    asked = read(query)
    assert asked.derivation == derive_under(LAWS, key, Request(begun, begun, begun))
    assert asked.as_of == on


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_the_days_of_the_core(client: Client, db: None, lang: str) -> None:
    day = date(2024, 9, 2)
    for rule in LAWS.rules:
        derivation = derive_under(LAWS, rule.id, Request(day, day, day))
        page = page_of(client, f"rule={rule.id}&sent={day}&received={day}&registered={day}", lang)
        last = last_day_text(derivation.due_min, derivation.due_max, lang)
        assert f'<p class="due">{last}</p>' in page


def test_the_worked_example_of_the_code_comes_out() -> None:
    asked = read("rule=kz.appc&received=2022-06-20&on=2022-07-13")
    assert asked.derivation is not None
    assert (asked.derivation.due_min, asked.derivation.due_max) == (date(2022, 7, 12), date(2022, 7, 12))


@pytest.mark.parametrize(
    ("query", "field", "text"),
    [
        (
            "rule=kz.appc&received=2020-03-01",
            "received",
            "1 March 2020 is before the law: Admin",
        ),
        (
            "rule=kz.appc&sent=2022-06-21&received=2022-06-20",
            "received",
            "Received on 20 June 2022 is before sent on",
        ),
        ("rule=kz.appc+kz.ati&received=2022-06-20", "rule", "names two laws at once. Count each law for itself"),
        ("rule=kz.appc%2Bkz.ati&received=2022-06-20", "rule", "names two laws at once. Count each law for itself"),
        ("rule=kz.appc&rule=kz.ati&received=2022-06-20", "rule", "names two laws at once. Count each law for itself"),
        ("rule=nothing&received=2022-06-20", "rule", "There is no rule 'nothing'. Choose one from the list."),
        (
            "rule=kz.appc&received=2023-02-29",
            "received",
            "2023 is no leap year. Write 2023-02-28 or",
        ),
        ("rule=kz.appc&received=2023-04-31", "received", "2023-04-31 does not exist"),
        (
            "rule=kz.appc&received=9999-12-31",
            "received",
            "31 December 9999 is beyond the days that are counted, 1 January",
        ),
        ("rule=kz.appc&received=1024-03-01", "received", "1 March 1024 is beyond the days that are counted, 1 January"),
        (
            "rule=kz.appc&received=0024-03-01",
            "received",
            "'0024-03-01' has a year before 1000. Write the year with four",
        ),
        ("rule=kz.appc&received=2022-06-20&on=0001-01-01", "on", "'0001-01-01' has a year before 1000"),
        ("rule=kz.appc&received=2022-06-20&on=9999-12-31", "on", "31 December 9999 is beyond the days"),
        (
            "rule=kz.appc&received=2022-06-20&event1=court&day1=0024-03-01",
            "day1",
            "'0024-03-01' has a year before 1000",
        ),
        ("rule=kz.appc&received=yesterday", "received", "'yesterday' is no day. Write year-month-day"),
        ("rule=kz.appc&received=0000-02-29", "received", "0000-02-29 does not exist"),
        ("rule=kz.appc&received=2022-06-20&on=soon", "on", "'soon' is no day"),
        ("rule=kz.appc", "received", "Without a day nothing can be counted"),
        ("rule=aarhus.4", "sent", "Without a day nothing can be counted"),
        ("rule=kz.appc&received=2022-06-20&event1=court", "day1", "The day is missing. Give the day."),
        (
            "rule=kz.appc&received=2022-06-20&day1=2022-06-21",
            "event1",
            "It is not said what happened. Say",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=flood&day1=2022-06-21",
            "event1",
            "no event 'flood'. Choose one",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=court&day1=2022-06-19",
            "day1",
            "is before the request of 20 June 2022",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=extended&day1=2022-06-25&days1=400",
            "days1",
            "An extension of 400 days is not one that a law knows. Write the days of the notice, 1 to 366.",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=extended&day1=2022-06-25&days1=x",
            "days1",
            "'x' is no number of days",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=court&day1=2022-06-25&days1=4",
            "days1",
            "court has no length",
        ),
        (
            "rule=cn.ogi&received=2022-06-20&event1=clarified&day1=2022-06-21",
            "event1",
            "Clarified on 21 June 2022 ends nothing. Enter clarification asked, which comes before it.",
        ),
        (
            "rule=cn.ogi&received=2022-06-20&event1=fee_notice&day1=2022-06-21&event2=fee_notice&day2=2022-06-22",
            "event2",
            "Notice of a fee stands twice. Enter fee paid between them.",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=answered&day1=2022-06-21&event2=extended&day2=2022-06-22",
            "day2",
            "Term extended on 22 June 2022 comes after the request was answered on 21 June 2022",
        ),
        (
            "rule=kz.appc&received=2022-06-20&event1=silence&day1=2022-06-21",
            "day1",
            "the term runs until 12 July 2022",
        ),
        (
            "rule=gb.foia&received=2022-06-20&event1=fee_notice&day1=2022-06-21&event2=silence&day2=2022-12-01",
            "day2",
            "the term runs without an end yet",
        ),
    ],
)
def test_a_mistake_is_explained_at_its_field(query: str, field: str, text: str) -> None:
    mistakes = read(query).mistakes
    assert text.replace(" ", "\u00a0") in mistakes[field].replace(" ", "\u00a0")
    for lang in ("kk", "ru", "zh"):
        others = read(query, lang).mistakes
        assert [*others] == [*mistakes]
        assert not re.search(r"[a-z]{4,} [a-z]{3,}", next(iter(others.values()))), "English words"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_mistakes_stand_above_the_form_and_each_at_its_field(client: Client, db: None, lang: str) -> None:
    query = "rule=nothing&received=yesterday&event1=flood&day1=2022-06-21&on=soon"
    mistakes, page = read(query, lang).mistakes, page_of(client, query, lang)
    assert {"rule", "received", "event1", "on"} <= mistakes.keys()
    for field, text in mistakes.items():
        assert (f"#{field}", html.unescape(text)) in links_of(page)
        assert re.search(rf'id="{field}-mistake"[^>]*>{re.escape(text)}<', page)
        assert re.search(f'<(input|select) id="{field}"[^>]* aria-invalid="true"', page)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("rule=kz.appc&received=2022-06-20&event1=extended&day1=2022-08-01", "An extension told too late"),
        (
            "rule=kz.appc&received=2022-06-20&event1=extended&day1=2022-06-25&event2=extended&day2=2022-06-27",
            "A second extension",
        ),
        ("rule=kz.appc&received=2022-06-20&event1=extended&day1=2022-06-25&days1=300", "more days than the law allows"),
        ("rule=kz.appc&received=2022-06-20&event1=fee_notice&day1=2022-06-25", "the law gives this no effect"),
    ],
)
def test_an_event_that_moves_nothing_is_told_at_its_row(client: Client, db: None, query: str, text: str) -> None:
    assert read(query).derivation is not None
    form = page_of(client, query).partition('<form class="asked"')[2].partition("</form>")[0]
    assert text in form


def test_one_empty_row_more_is_offered_up_to_eight() -> None:
    def query(n: int) -> str:
        days = [(f"event{k}", "redirected") for k in range(1, n + 1)]
        days += [(f"day{k}", f"2022-06-{20 + k}") for k in range(1, n + 1)]
        return urlencode([("rule", "kz.appc"), ("received", "2022-06-20"), *days])

    assert [len(read(query(n)).rows) for n in (0, 1, 2, 3, 7, 8)] == [2, 2, 3, 4, 8, 8]


def test_the_query_is_canonical() -> None:
    asked = read("on=&event3=court&day3=2022-07-01&received=2022-06-20&rule=kz.appc&utm=x")
    assert asked.query == "rule=kz.appc&received=2022-06-20&event1=court&day1=2022-07-01"


fields = st.sampled_from(["rule", "sent", "received", "registered", "on", "event1", "day1", "days1", "event2", "day2"])
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*LAWS.ids, *EventKind, "2022-06-20", "2023-02-29", "0000-01-01", "2100-12-31", "0", "400"]),
    st.dates().map(str),
    st.dates(date(1995, 1, 1), date(2030, 12, 31)).map(str),
)


@given(given_=st.dictionaries(fields, texts), lang=st.sampled_from(LANGUAGES))
def test_whatever_is_entered_either_counts_or_is_explained(given_: dict[str, str], lang: str) -> None:
    asked = read(urlencode(given_), lang)
    assert not (asked.derivation and asked.mistakes)
    if asked.submitted:
        assert asked.derivation is not None or asked.mistakes


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=st.sampled_from([*LAWS.ids, "nothing", ""]),
    given_=st.dictionaries(fields, texts),
    address=st.sampled_from(["calculator/", "calculator.ics", "draft/", "draft.txt"]),
    lang=st.sampled_from(LANGUAGES),
)
def test_no_query_ends_in_a_fault(
    client: Client, disputed_statement: str, rule: str, given_: dict[str, str], address: str, lang: str
) -> None:
    asked = {"rule": rule, "project": "zhanatas-wind", "item": given_.get("on", ""), "to": given_.get("days1", "")}
    answer = client.get(f"/{lang}/requests/{address}?{urlencode(asked | given_)}")
    assert answer.status_code in ({200, 302} if address.startswith("calc") else {200, 404})


def test_years_without_a_table_are_said_with_the_wider_span(client: Client, db: None) -> None:
    page = client.get("/en/requests/calculator/?rule=kz.appc&received=2027-03-05").content.decode()
    assert "There is no complete table of holidays for 2027" in page
    assert "Kurban" not in page
    expected = derive_under(LAWS, "kz.appc", Request(received=date(2027, 3, 5)))
    assert expected.due_min != expected.due_max
    assert last_day_text(expected.due_min, expected.due_max, "en") in html.unescape(page)


BOTH_ENDS = {
    "en": ("the earliest last day is therefore taken sooner", "the latest one later, by five working days"),
    "ru": ("самый ранний последний день взят раньше", "а самый поздний – позже, на пять рабочих дней"),
    "kk": ("ең ерте соңғы күні бес жұмыс күніне дейін ертерек", "ең кеш соңғы күні бес жұмыс күніне кешірек"),
    "zh": ("最早的最后一日相应提前，至多五个工作日", "最晚的最后一日推后五个工作日"),
}
REPLY_READ = {
    "en": "Of the other clocks, those that are marked are not certain.",
    "ru": "Из других сроков отмеченные не достоверны.",
    "kk": "Басқа мерзімдердің белгіленгендері анық емес.",
    "zh": "其他期限中有标记的并不确定。",
}
MAY_HAVE_PASSED = {
    "en": "or the last day has passed already",
    "ru": "или последний день уже прошёл",
    "kk": "не соңғы күн өтіп кеткен",
    "zh": "或最后一日已过",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_without_a_table_explains_both_ends(client: Client, db: None, lang: str) -> None:
    page = page_of(client, "rule=kg.rti&received=2026-11-16", lang)

    assert last_day_text(date(2026, 11, 26), date(2026, 12, 7), lang) in page
    assert all(end in page for end in BOTH_ENDS[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_complaint_that_rests_on_a_missing_table_is_not_called_read(client: Client, db: None, lang: str) -> None:
    page = page_of(client, "rule=kz.appc&received=2026-11-06", lang)
    complaint = page.partition(last_day_text(date(2027, 2, 28), date(2027, 3, 9), lang))[2].partition("</dd>")[0]

    assert REPLY_READ[lang] in page
    assert words(lang)("calculator_all_read") not in page
    assert words(lang)("clock_uncertain") in complaint
    assert all(end in page for end in BOTH_ENDS[lang])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_last_day_or_earlier_may_have_passed_already(client: Client, db: None, lang: str) -> None:
    query = "rule=aarhus.4&received=2026-10-28&on=2026-11-28"

    assert MAY_HAVE_PASSED[lang] in page_of(client, query, lang)
    assert MAY_HAVE_PASSED[lang] not in page_of(client, f"{query}&sent=2026-10-28", lang)
    assert MAY_HAVE_PASSED[lang] not in page_of(client, f"{query}&event1=answered&day1=2026-11-20", lang)


def test_what_was_not_read_is_marked_on_the_law_and_on_each_clause(client: Client, db: None) -> None:
    page = client.get("/en/requests/calculator/?rule=kz.ati&received=2024-03-05").content.decode()
    rule = LAWS.versions("kz.ati")[0]
    unread = sum(not clause.verified for clause in rule.clauses.values())
    table = page[page.index("<table") :]
    assert table.count('<span class="unread">not read in a source</span>') == unread
    assert "so the days above are not certain" in page
    for text in (rule.version, "Counted with rule version"):
        assert text in page


def test_today_is_the_day_where_none_is_given(client: Client, db: None, settings: Settings) -> None:
    settings.TODAY = date(2022, 7, 12)
    page = client.get("/en/requests/calculator/?rule=kz.appc&received=2022-06-20").content.decode()
    assert "the term is running" in page
    assert "The last day is today" in page
    settings.TODAY = date(2022, 7, 14)
    page = client.get("/en/requests/calculator/?rule=kz.appc&received=2022-06-20").content.decode()
    assert "no answer, which by law counts as a refusal" in page
    assert "2 days since the last day" in page


def test_the_calendar_file_has_the_last_days_and_the_windows(client: Client, db: None) -> None:
    response = client.get("/en/requests/calculator.ics?rule=kz.ati&received=2022-06-20")
    text = response.content.decode().replace("\r\n ", "")
    expected = derive_under(LAWS, "kz.ati", Request(received=date(2022, 6, 20)))
    assert response.headers["Content-Type"].startswith("text/calendar")
    for day, title in ((expected.due_min, "Earliest last day"), (expected.due_max, "Latest last day")):
        assert day is not None
        assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in text
        assert title in text
    appc = client.get("/en/requests/calculator.ics?rule=kz.appc&received=2022-06-20").content.decode()
    assert "Last day: Complaint" in appc.replace("\r\n ", "")
    assert "20221013" in appc
    later = client.get("/en/requests/calculator.ics?rule=kz.appc&received=2022-06-20&on=2022-07-20").content.decode()
    assert re.findall("UID:.*", later) == re.findall("UID:.*", appc)


def test_a_calendar_file_of_a_mistake_leads_back_to_the_form(client: Client, db: None) -> None:
    response = client.get("/kk/requests/calculator.ics?rule=kz.appc&received=2023-02-29")
    assert response.status_code == 302
    assert response.headers["Location"] == "/kk/requests/calculator/?rule=kz.appc&received=2023-02-29"


@pytest.mark.parametrize("field", ["rule", "received", "on", "event1", "day1", "days1"])
def test_hostile_words_are_shown_as_words(client: Client, db: None, field: str) -> None:
    query = urlencode({"rule": "kz.appc", "event1": "extended", field: "\"'><script>alert(1)</script>"})
    page = client.get(f"/ru/requests/calculator/?{query}").content.decode()
    assert page.count("<script") == 1
    assert "alert(1)" not in re.sub(r'value="[^"]*"|href="[^"]*"|&lt;script&gt;alert\(1\)', "", page)
