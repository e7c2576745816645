"""Private people's numbers and addresses are found in statements before they can be published."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.cli import find_faults
from aiqyn.exchange.assessments import HEADER as ASSESSMENTS
from aiqyn.exchange.corrections import HEADER as CORRECTIONS
from aiqyn.exchange.personal import is_personal_number, personal_data
from aiqyn.exchange.replies import HEADER as REPLIES
from aiqyn.words.refusal_text import finding_text
from aiqyn.words.word_tables import words
from tests.aiqyn.register_factory import row, write_register

#: Puts a number into a register's folder.
Spoil = Callable[[Path], None]

IIN = "850214300123"
COMPANIES = ("240140011067", "950440001346", "050140003234", "941140000754", "950340000949", "110540010855")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2025, 12, 31)), st.integers(0, 1), st.integers(0, 99_999))
def test_the_number_of_anybody_born_in_these_centuries_is_personal(day: datetime.date, sex: int, rest: int) -> None:
    century = 2 * (day.year // 100 - 18) + 1 + sex
    assert is_personal_number(f"{day:%y%m%d}{century}{rest:05}")


@given(
    st.dates(datetime.date(1990, 1, 1), datetime.date(2025, 12, 31)), st.sampled_from("456"), st.integers(0, 9_999_999)
)
def test_no_number_of_a_company_is_personal(day: datetime.date, kind: str, rest: int) -> None:
    assert not is_personal_number(f"{day:%y%m}{kind}{rest:07}")


@pytest.mark.parametrize(
    ("number", "is_personal"),
    [("000229500001", True), ("000229300001", False), ("960229300001", True), ("960229100001", False)],
)
def test_the_seventh_digit_tells_the_century_of_a_leap_day(number: str, is_personal: bool) -> None:
    """Of the years 1900 and 2000 only the second had a 29 February; nobody born in the century before is alive."""
    assert is_personal_number(number) is is_personal


@pytest.mark.parametrize("number", COMPANIES)
def test_the_numbers_of_real_companies_pass(number: str) -> None:
    assert personal_data(f"BIN {number}") == ""


def test_the_registration_number_of_a_hearing_passes() -> None:
    assert personal_data("250217001004") == ""


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (f"ИИН {IIN}, директор", "personal_number"),
        ("write to aigerim.s@example.kz", "personal_mail"),
        ("тел. +7 701 555 12 34", "personal_telephone"),
        ("8 (701) 555-12-34", "personal_telephone"),
        ("+7\u00a0775\u2011555\u201112\u201134", "personal_telephone"),
        ("моб. 8\u2013916\u2013123\u201345\u201367", "personal_telephone"),
        ("+86 138 1234 5678", "personal_telephone"),
        ("zhibek＠example.kz", "personal_mail"),
        ("office@example.kz, press.astana@example.kz, tel. +7 7172 74 00 00", ""),
        ("850214 300 123", "personal_number"),
        ("850 214 300 129, 8 5 0 2 1 4 3 0 0 1 2 9", "personal_number"),
        ("8\u200b50214\u00ad300129", "personal_number"),
        ("850 214 300 122 tenge: a wrong check digit", ""),
        ("٨٥٠٢١٤٣٠٠١٢٣", "personal_number"),
        ("ЖСН８５０２１４３００１２３号", "personal_number"),
        ("身份证11010519491231002x", "personal_number"),
        ("110105 19491231 0029", ""),
        ("СНИЛС 112-233-445 95", "personal_number"),
        ("СНИЛС 112-233-445 96", ""),
        ("87 012 345 678 tenge, 89123456789 tenge", ""),
        ("2019-10-15 16:30:00, 201210101234", ""),
        (f"a longer number 1{IIN}", ""),
        ("8 700 000 tenge", ""),
        ("7 of 8 7000 MW turbines", ""),
        ("@", ""),
    ],
)
def test_what_identifies_a_person_is_told_by_its_code(text: str, identifier: str) -> None:
    assert personal_data(text) == identifier


@pytest.mark.parametrize("column", ["note", "printed", "place"])
def test_a_statement_with_a_persons_number_is_a_finding(tmp_path: Path, column: str) -> None:
    (fault,) = find_faults(write_register(tmp_path, [row(**{column: f"representative, {IIN}"})]))
    assert (fault.field, fault.code) == (column, "personal_number")


def test_a_name_that_holds_a_telephone_number_is_a_finding(tmp_path: Path) -> None:
    (fault,) = find_faults(write_register(tmp_path, [row(property="name", value="Плант, +77015551234")]))
    assert (fault.field, fault.line) == ("value", 2)


def test_a_sum_of_money_of_twelve_digits_is_not_taken_for_a_person(tmp_path: Path) -> None:
    rows = [row(value=IIN, unit="KZT")]
    assert find_faults(write_register(tmp_path, rows)) == []


def replaced(name: str, old: str, new: str) -> Spoil:
    def spoil(register: Path) -> None:
        file = register / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def added(name: str, text: str) -> Spoil:
    def spoil(register: Path) -> None:
        (register / name).parent.mkdir(exist_ok=True)
        (register / name).write_text(text, encoding="utf-8")

    return spoil


def decided(about: str = "", kk: str = "", en: str = "Mended.") -> Spoil:
    line = f"c1,2026-01-01,{about},correction,accepted,2026-01-02,{kk},,{en},\n"
    return added("corrections.csv", CORRECTIONS.decode() + line)


def assessed(assessor: str = "aru", evidence: str = "", searches: str = "", note: str = "") -> Spoil:
    line = f"zhanatas-wind,EN06,1,not_assessed,{assessor},2026-01-01,{evidence},{searches},{note}\n"
    return added("assessments.csv", ASSESSMENTS.decode() + line)


def invited(about: str, answer: str = "") -> Spoil:
    head = f"r1,{about},aiib,2026-01-01,letter,2026-01-15,"
    lines = f"{head},,,\n" + (f"{head}2026-01-02,ru,{answer},none\n" if answer else "")
    return added("replies.csv", REPLIES.decode() + lines)


#: Every place of a register's folder where text stands, and how a number gets there.
ENTRANCES: dict[str, Spoil] = {
    "a description's text": replaced("register.toml", "For tests.", f"For tests. {IIN}"),
    "a comment of the description": replaced("register.toml", "licence", f"# {IIN}\nlicence"),
    "an entity's id": replaced("entities.csv", "zhanatas-wind,", f"zhanatas-{IIN},"),
    "a source's id": replaced("sources.csv", "inform-2019", f"inform-{IIN}"),
    "a source's address": replaced("sources.csv", "org/zhanatas", f"org/zhanatas?iin={IIN}"),
    "a source's title": replaced("sources.csv", "A page of Inform", f"A page about {IIN}"),
    "a source's publisher": replaced("sources.csv", ",AIIB,", f",{IIN},"),
    "a source's note": replaced("sources.csv", "news_agency,", f"news_agency,by {IIN}"),
    "a part's id": replaced("parts.csv", "phase-2", f"phase-{IIN}"),
    "a part's label": replaced("parts.csv", "二期", f"二期{IIN}"),
    "a statement's text": replaced("statements.csv", "Жаңатас жел", f"Жаңатас {IIN} жел"),
    "a statement's printed text": replaced("statements.csv", ",20,high", f",{IIN},high"),
    "a statement's note": replaced("statements.csv", "twice, with a comma", f"twice, {IIN}"),
    "a statement's place": replaced(
        "statements.csv", "2019,reported,,inform-2019,,,", f"2019,reported,,inform-2019,,p. {IIN},"
    ),
    "a rendering": added("translations.csv", f"lang,text,ru,kk,zh\nen,a,b,c,{IIN}\n"),
    "an article": added("articles/story.en.md", f"# Title\n\nHe is {IIN}.\n"),
    "an article's name": added(f"articles/{IIN}.en.md", "# Title\n"),
    "the programme's history": added("programme.en.md", f"# Title\n\nHe is {IIN}.\n"),
    "another file": added("README.md", f"Ask {IIN}.\n"),
    "another file's name": added(f"{IIN}.txt", "text\n"),
    "the data package": replaced("datapackage.json", '"name": "statements"', f'"name": "statements", "title": "{IIN}"'),
    "a document's name": added(f"documents/{IIN}.txt", "text\n"),
    "a document's text": added("documents/minutes.txt", f"He is {IIN}.\n"),
    "a correction's page": decided(about=f"projects/{IIN}/"),
    "a correction's summary": decided(kk=f"Өзгерді {IIN}"),
    "what a reply is about": invited(IIN),
    "a reply's text": invited("x", f"Директор {IIN}"),
    "an assessor": assessed(assessor=IIN),
    "evidence of a verdict": assessed(evidence=f"aiib-2019@p. {IIN}"),
    "a search of a verdict": assessed(searches=f"adilet ; {IIN} ; 2026-01-01"),
    "a verdict's note": assessed(note=f"see {IIN}"),
}


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_a_persons_number_is_refused_wherever_it_enters_the_folder_and_is_not_told_again(
    tmp_path: Path, entrance: str
) -> None:
    register = write_register(tmp_path)
    ENTRANCES[entrance](register)
    findings = find_faults(register)
    assert "personal_number" in {finding.code for finding in findings}
    personal = [finding for finding in findings if finding.code == "personal_number"]
    sentences = [finding_text(finding._replace(file=""), words("en")) for finding in personal]
    assert [text for text in sentences if IIN in text] == []
