"""The figure component: value, date, basis, source mark and rivals, and nothing without its source."""

import re
from collections.abc import Callable

import pytest

from aiqyn.ledger import Grounds, Source, Statement, make_statement, resolve
from aiqyn.ledger.statement import COLUMNS
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger.queries import Name, Names, Register
from aiqyn_site.ledger.version import EMPTY
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.printer import Printer

REGISTER = Register(
    id="trial",
    meta={"title": {}, "summary": {}},
    parts={"phase-2": {"en": "phase 2", "ru": "вторая очередь", "kk": "2-кезек", "zh": "二期"}},
    translations={("en", "not built"): {"ru": "не построено", "kk": "салынбаған", "zh": "未建"}},
    grounds=Grounds(load_vocabulary()),
    version=EMPTY,
)
SOURCES = {
    "herald": Source(
        "herald",
        "https://herald.example/1",
        "The bridge",
        "seen",
        "Herald",
        "2019-05",
        "stated",
        "en",
        "press",
        "",
    ),
    "gazette": Source("gazette", "", "<b>Мост</b>", "described", "", "", "unknown", "ru", "press", ""),
}
NAMES = {"builder": Names(ru=Name("Строитель", "ru", "reported", "s1"))}


pytestmark = pytest.mark.django_db

ORDINARY = {
    "entity": "bridge",
    "property": "cost",
    "value": "136.2",
    "unit": "USD million",
    "as_of": "2019",
    "basis": "reported",
    "source": "herald",
    "confidence": "high",
    "recorded": "2026-01-01",
}


def stated(**given: str) -> Statement:
    row = ORDINARY | given
    return make_statement([row.get(key, "") for key in COLUMNS])


def printer(lang: str = "en", marks: str = "number") -> Printer:
    say = Printer(lang, REGISTER, SOURCES, marks)
    say.names |= NAMES
    return say


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup).replace("&nbsp;", " ").replace("\u00a0", " ")).strip()


def test_a_figure_says_value_date_basis_and_source() -> None:
    figure = printer().figure(stated())
    assert words(figure.full) == "136.2 million USD 2019 · reported 1"


def test_the_source_mark_leads_to_the_statement_and_tells_the_source() -> None:
    statement = stated()
    figure = printer().figure(statement)
    assert f'href="/en/statements/{statement.id}/"' in figure.full
    assert 'title="Herald: The bridge, May\u00a02019"' in figure.full


def test_a_planned_figure_looks_and_reads_unlike_an_actual_one() -> None:
    planned, actual = printer().figure(stated(basis="planned")), printer().figure(stated())
    assert 'class="value planned"' in planned.full
    assert "planned" in words(planned.full)
    assert "planned" not in actual.full


def test_an_unknown_date_is_a_word() -> None:
    assert "date not given" in words(printer().figure(stated(as_of="")).full)
    assert "未注明日期" in words(printer("zh").figure(stated(as_of="")).full)


def test_a_date_that_is_its_own_is_said_once() -> None:
    figure = printer().figure(stated(property="commissioning", value="2021-06", unit="", as_of="2021-06"))
    assert words(figure.full) == "June 2021 reported 1"


def test_an_uncertain_reading_is_said() -> None:
    assert "reading uncertain" in words(printer().figure(stated(confidence="low")).full)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "≈ 20.1 million USD, rate of 2019"),
        ("ru", "≈ 20,1 млн долл. США, по курсу 2019 г."),
        ("zh", "≈ 2010万美元，按2019年汇率"),
    ],
)
def test_other_currencies_are_converted_in_small_type(lang: str, text: str) -> None:
    figure = printer(lang).figure(stated(value="7.7", unit="KZT billion"))
    assert f'<small class="converted">{text}</small>' in figure.full.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "given", [{}, {"unit": "KZT billion", "as_of": "2018/2020"}, {"unit": "KZT billion", "as_of": "1995"}]
)
def test_nothing_is_converted_without_need_or_rate(given: dict[str, str]) -> None:
    assert "converted" not in printer().figure(stated(**given)).full


def test_our_rendering_is_marked_and_the_original_opens_beside_it() -> None:
    text = stated(property="delay", value="not built", unit="", lang="en")
    figure = printer("ru").figure(text)
    assert "не построено" in words(figure.full)
    assert '<summary>перевод редакции</summary><q lang="en">not built</q>' in figure.full
    assert "<details" not in printer("en").figure(text).full


def test_words_in_another_language_say_which() -> None:
    assert 'lang="ru">Мост' in printer("en").figure(stated(property="delay", value="Мост", unit="", lang="ru")).full


def test_a_reference_leads_to_the_page_of_what_it_names() -> None:
    figure = printer("en").figure(stated(property="contractor", value="sinohydro", unit=""))
    assert '<a href="/en/organisations/sinohydro/">' in figure.full
    foreign = printer("en").figure(stated(property="contractor", value="builder", unit=""))
    assert re.search('lang="ru"[^<]*>Строитель<', foreign.full)


def headline(*statements: Statement, lang: str = "en") -> Figure:
    say = printer(lang)
    resolved = resolve(statements, REGISTER.grounds)
    return say.headline(resolved.headlines[0], resolved.disagreements)


def test_rivals_are_counted_with_their_spread_and_listed() -> None:
    figure = headline(stated(), stated(value="160"), stated(value="130", source="gazette"))
    assert "2 others, 130 to 160 million USD" in words(figure.full)
    assert '<details class="rivals conflict">' in figure.full
    assert figure.full.count("<li>") == 2
    assert "publisher not known" in words(figure.full) or "Herald" in words(figure.full)


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("ru", "ещё 1 значение, от 130 до 136,2 млн долл. США"),
        ("kk", "тағы 1 мән, 130–136,2 млн АҚШ доллары"),
        ("zh", "另有1种说法，1.30至1.362亿美元"),
    ],
)
def test_rivals_are_counted_in_every_language(lang: str, label: str) -> None:
    assert label in words(headline(stated(), stated(value="130"), lang=lang).full)


def test_those_who_say_the_same_are_no_dispute() -> None:
    figure = headline(stated(), stated(source="gazette"))
    assert "1 other says the same" in words(figure.full)
    assert "conflict" not in figure.full


def test_those_who_do_not_contradict_are_told_from_those_who_say_the_same() -> None:
    figure = headline(stated(value="28", unit="USD billion"), stated(value=">27", unit="USD billion"))
    assert "1 other that does not contradict" in words(figure.full)


def test_values_of_other_dates_are_no_dispute() -> None:
    figure = headline(stated(as_of="2015"), stated(value="130", as_of="2020"))
    assert "1 other of another date, 130 to 136.2 million USD" in words(figure.full)
    assert "conflict" not in figure.full


def test_dates_have_a_spread_too() -> None:
    given = {"property": "construction_start", "unit": ""}
    figure = headline(
        stated(value="2019-01-01", as_of="2019-01-01", **given),
        stated(value="2019-07-15", as_of="2019-07-15", **given),
    )
    assert "1 January 2019 to 15 July 2019" in words(figure.full)


def test_mixed_currencies_have_a_rough_spread() -> None:
    figure = headline(stated(value="444", unit="KZT billion"), stated(value="40", unit="USD million"))
    assert "≈" in figure.rivals_label


@pytest.mark.parametrize(
    "piece",
    [lambda f: f.full, lambda f: f.alone, lambda f: f.about, lambda f: f.cells("e")],
)
def test_no_piece_prints_a_figure_without_its_source_mark(piece: Callable[[Figure], str]) -> None:
    assert 'class="mark' in piece(printer().figure(stated()))


def test_hostile_words_are_escaped_everywhere() -> None:
    nasty = '"><script>alert(1)</script>'
    SOURCES["nasty"] = Source("nasty", "", nasty, "seen", nasty, "", "unknown", nasty, "press", nasty)
    say = printer("en", marks="name")
    figure = say.figure(stated(property="delay", value=nasty, unit="", lang=nasty, source="nasty", note=nasty))
    for markup in (figure.full, figure.alone, figure.about, figure.cells("e")):
        assert "<script" not in markup
        assert "&lt;script" in markup


def test_sources_are_numbered_as_they_come_up() -> None:
    say = printer()
    figures = [
        say.figure(stated(source=key, value=value))
        for key, value in (("gazette", "1"), ("herald", "2"), ("gazette", "3"))
    ]
    assert [re.findall(r">(\d+)</a>", figure.full) for figure in figures] == [["1"], ["2"], ["1"]]
    assert [(number, line.count("gazette")) for number, line in say.cited()] == [(1, 1), (2, 0)]


def test_a_mark_may_be_the_publisher_or_a_word() -> None:
    assert ">Herald</a>" in printer(marks="name").figure(stated()).full
    assert ">source</a>" in printer(marks="source").figure(stated()).full


def test_who_says_it_is_named_before_the_publisher() -> None:
    assert printer("ru").figure(stated(said_by="builder")).who == "Строитель"


def test_parts_are_named_in_the_language_of_the_page() -> None:
    assert printer("zh").part("phase-2") == "二期"
    assert printer("zh").part("builder") == "Строитель"
    assert printer("zh").part("") == ""
