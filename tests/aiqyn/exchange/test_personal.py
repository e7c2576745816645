"""Private people's numbers and addresses are found in statements before they can be published."""

from __future__ import annotations

import datetime
import time
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


#: How people write what identifies somebody, whatever a form or a file does to it on the way.
SPELLINGS = {
    "personal_telephone": (
        "7 (701) 123-45-67",
        "77011234567",
        "https://wa.me/77011234567",
        "https://wa.me/79161234567",
        "https://api.whatsapp.com/send?phone=998901234567",
        "8 (701) - 123 - 45 - 67",
        "+7 70 1123 45 67",
        "8 70 1123 45 67",
        "+7 7 0 1 1 2 3 4 5 6 7",
        "8_701_123_45_67",
        "8.701.123.45.67",
        "8.7011234567",
        "8~701~123~45~67",
        "[+7] {701} 123 45 67",
        "8 701\n123 45 67",
        "8\u2007701\u202f123\u200b\u2007(45)-67",
        "007 701 123 45 67",
        "8~10 7 701 123 45 67",
        "%2B7%20701%20123%2045%2067",
        "&#43;7&nbsp;701&nbsp;123&nbsp;45&nbsp;67",
        "8 7О1 123 45 67",
        "8 7o1 OOO 12 З4",
        "87oloooool2",
        "\u2078\u2077\u2070\u00b9\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077",
        "\u2467\u2466\u24ea\u2460\u2460\u2461\u2462\u2463\u2464\u2465\u2466",
        "8\ufe0f\u20e37\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35 6 7",
        "8\u00b7701\u00b7123\u221245\u221267",
        "7 916 123 45 67",
        "00 7 916 1234567",
        "0086 138 0013 8000",
        "86-138-0013-8000",
        "+996 555 123 456",
        "00996700123456",
        "+998 (90) 123-45-67",
    ),
    "personal_number": (
        "850214_300001",
        "850214    300001",
        "850214 \u2013 300001",
        "850214/300001",
        "85021430000l",
        "8502143000О1",
        "85 02 14 30 ОО О1",
        "[850214][300001]",
        "\u2467\u2464\u24ea\u2461\u2460\u2463\u2462\u24ea\u24ea\u24ea\u24ea\u2460",
        "11010519491231002Х",
        "1101 0519 4912 3100 2Χ",
        "110105_19491231_002x",
    ),
    "personal_mail": (
        "ivan.petrov @mail.ru",
        "ivan @ example.kz",
        "ivan@ example.kz",
        "ivan.petrov(at)mail.ru",
        "ivan.petrov [at] mail [dot] ru",
        "ivan (собака) mail.ru",
        "ivan%40mail.ru",
        "ivan&#64;mail.ru",
        "ivan@mail。ru",
        "ivan\uff20mail\uff0eru",
        "ivan@ma\u00adil.ru",
        '"ivan petrov"@mail.ru',
        "info.ivan.petrov@mail.ru",
        "petrov-office@example.kz",
        "иван@почта.рф",
        "ivan@xn--80a1acny.xn--p1ai",
    ),
}

#: What looks alike and is nobody's.
OTHERS = (
    "БИН 240140011067, BIN 950440001346, БСН: 050140003234; 企业编号 941140000754.",
    "Стоимость 87 012 345 678 тенге, 77 012 345 678,50 тенге и 7 701 234 567 тенге в 2019 7 701 234 567",
    "Құны 777051302.08 теңге, 877051302.08 теңге",
    "总投资 87,012,345,678 坚戈，其中 7,701,234,567 元",
    "8 700 000 kW, 1 234 567 890 123 KZT, 136 200 000 USD",
    "contract ADB-139-2018-1234 No 2019/07-1234, 8701-KAZ, KZ40RYS01280536, договор №12-08/2019-77",
    "51.169392 71.449074; 43.238949, 76.889709; -8.7786/33.6858; 7.77051302; 48.610516421466 E",
    "2019-10-15 16:30:00, 2019-10-15/2020-11-16, 15.10.2019 16.11.2020, 20191015163000",
    "https://example.kz/2019/10/15/a3929668?id=1234567890&page=20 https://example.com/posts/10158012345678901",
    "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "ISBN 978-601-7-12345-6, 130503670401001, 2\u00b3 м\u00b3, 10\u2076 t",
    "год      число\n2015     4123456\n2016     4123457",
    "тел. +7 (7172) 74-00-00, 8 7172 740000, +86 10 6505 1234, +996 312 123456",
    "office@example.kz, press.astana@example.kz, pr_almaty2@example.kz, info-vko@example.kz, press-service@example.kz",
    "office (at) example.kz, info %40 example, Instagram @tengrinews.kz, in the news @zakon.kz",
    "3 t @ 4.50 USD, @ 3.50, aiib-zhanatas@title, aiib-2019@p. 3, id@place",
    "ООО 2019 ЗАО 10 ОО 12, О'Ch 100 l, 10х20х30 м, XX век, II-III 2019",
)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in SPELLINGS.items() for text in texts])
@pytest.mark.parametrize("sentence", ["{}", "тел./ИИН: {}, директор", "联系{}。"])
def test_what_identifies_a_person_is_told_however_it_is_written(code: str, text: str, sentence: str) -> None:
    assert personal_data(sentence.format(text)) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("personal_number", "ИИН 850 101 350 017"),
        ("personal_number", "ЖСН: 850.101.350.017"),
        ("personal_number", "иин 8501013 50017"),
        ("personal_telephone", "手机13800138000"),
        ("personal_telephone", "手机号：138 0013 8000"),
        ("", "БИН 850 101 350 017"),
        ("", "сумма 850 101 350 017 тенге"),
        ("", "编号13800138000"),
    ],
)
def test_the_word_before_a_number_tells_what_it_is(code: str, text: str) -> None:
    assert personal_data(text) == code


@pytest.mark.parametrize("text", OTHERS)
def test_what_looks_alike_and_is_nobodys_passes(text: str) -> None:
    assert personal_data(text) == ""


@pytest.mark.parametrize(
    "piece",
    ["1-", "7-", "8 7 0 ", "1", "aaa@", "@", "@1.", "info@b.cc ", "x @ ", "(at)", "O1-", "О1 ", "\u0301\u0316", "¹ "],
)
def test_the_time_a_text_takes_grows_no_faster_than_the_text(piece: str) -> None:
    """Eight times the text takes less than 24 times as long; growing with the square it would take 64 times."""
    personal_data(piece)
    times = []
    for size in (20_000, 160_000):
        text = "x@ 1" + piece * (size // len(piece))
        rounds = []
        for _ in range(2):
            start = time.process_time()
            personal_data(text)
            rounds.append(time.process_time() - start)
        times.append(min(rounds))
    assert times[1] < 24 * max(times[0], 0.001)


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
