"""The texts of a register are checked against its statements, its vocabulary and one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.cli import find_faults
from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.text_references import check_prose
from aiqyn.ledger import make_statement
from tests.aiqyn.prose.documents import BODY_LINE, document
from tests.aiqyn.register_factory import STATEMENTS, row, write_register

LANGUAGES = ("kk", "ru", "en", "zh")
BODY = "It costs {value zhanatas-wind cost}."


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path)


def write(register: Path, body: str = BODY, name: str = "articles/one", languages: tuple[str, ...] = LANGUAGES) -> None:
    for lang in languages:
        path = register / f"{name}.{lang}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(document(body))


def findings(register: Path) -> list[Finding]:
    return check_prose(open_register(register))


def messages(register: Path, body: str) -> set[str]:
    write(register, body)
    return {one.message for one in findings(register)}


def test_a_register_without_texts_has_no_faults_in_them(register: Path) -> None:
    assert findings(register) == []


def test_good_texts_have_no_findings(register: Path) -> None:
    write(register)
    write(register, name="programme")
    assert find_faults(register) == []


@pytest.mark.parametrize(
    "reference",
    [
        "value zhanatas-wind cost",
        "number zhanatas-wind jobs",
        "figure zhanatas-wind capacity part=",
        "figure zhanatas-wind capacity part=phase-2 side=planned",
        "date zhanatas-wind commissioning",
        "date zhanatas-wind status",
        "mark edition-2016 projects_total said_by=aiib",
        "value programme projects_total",
        'value zhanatas-wind jobs value="about 20"',
        f"value {make_statement(STATEMENTS[0]).id}",
        "source aiib-2019|the bank",
    ],
)
def test_each_form_of_reference_resolves(register: Path, reference: str) -> None:
    assert messages(register, f"It says so {{{reference}}}.") == set()


@pytest.mark.parametrize("reference", ["callout zhanatas-wind cost", "chart slip"])
def test_what_stands_alone_resolves_as_well(register: Path, reference: str) -> None:
    assert messages(register, f"{{{reference}}}") == set()


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("value no-such cost", "no such entity in entities.csv"),
        ("value zhanatas-wind price", "no such property in the vocabulary"),
        ("value zhanatas-wind cost source=nobody", "no source, part or entity has this id"),
        ("value zhanatas-wind cost part=phase-9", "no source, part or entity has this id"),
        ("value zhanatas-wind cost as_of=1999", "nothing in the register meets this reference"),
        ("value zhanatas-wind generation", "nothing in the register meets this reference"),
        ("value s1" + "a" * 32, "no statement has this id"),
        ("number zhanatas-wind status", "a code is no number"),
        ("name no-such|x} {value zhanatas-wind cost", "no such entity in entities.csv"),
        ("source no-such", "no such source in sources.csv"),
    ],
)
def test_a_reference_that_does_not_resolve_is_a_finding_with_its_line(
    register: Path, reference: str, said: str
) -> None:
    write(register, f"> A remark.\n\nIt says so {{{reference}}}.")
    found = findings(register)
    assert {(one.file, one.line, one.message) for one in found} == {
        (f"articles/one.{lang}.md", BODY_LINE + 2, said) for lang in LANGUAGES
    }
    assert all(one.way_out for one in found)


def test_a_chart_that_nobody_draws_is_a_finding(register: Path) -> None:
    assert messages(register, "{chart no-such}") == {"no such chart"}
    assert messages(register, "{chart indicator-zhanatas-wind}") == {"no such chart"}


def test_an_ambiguous_reference_is_a_finding(tmp_path: Path) -> None:
    years = [
        row(entity="edition-2016", property="projects_by_year", value="5", as_of=year) for year in ("2016", "2017")
    ]
    register = write_register(tmp_path, [*STATEMENTS, *years])
    found = messages(register, "It says so {value edition-2016 projects_by_year}.")
    assert len(found) == 1
    assert found.pop().startswith("several things meet this reference")


def test_a_withdrawn_statement_is_a_finding(tmp_path: Path) -> None:
    target = make_statement(STATEMENTS[0]).id
    withdrawn = row(property="retraction", value=target)
    register = write_register(tmp_path, [*STATEMENTS, withdrawn])
    assert messages(register, f"It says so {{value {target}}}.") == {"this statement was withdrawn"}
    assert messages(register, "It says so {value zhanatas-wind cost}.") == {
        "nothing in the register meets this reference"
    }


def test_tags_and_things_of_the_header_exist(register: Path) -> None:
    write(register)
    for lang in LANGUAGES:
        path = register / f"articles/one.{lang}.md"
        path.write_text(
            path.read_text("utf-8").replace('"cost"', '"gossip"').replace('zhanatas-wind"]', 'no-such"]'), "utf-8"
        )
    assert {one.message for one in findings(register)} == {
        "not a code of the list article_tag",
        "no such entity in entities.csv",
    }


def test_a_language_that_is_missing_is_a_finding(register: Path) -> None:
    write(register, languages=("en", "ru", "kk"))
    (found,) = findings(register)
    assert (found.message, found.way_out) == ("the text is missing in zh", "add articles/one.zh.md")


def test_fields_that_must_be_alike_in_all_languages_are_compared(register: Path) -> None:
    write(register)
    path = register / "articles/one.zh.md"
    path.write_text(path.read_text("utf-8").replace("2026-11-21", "2026-11-22"), "utf-8")
    (found,) = findings(register)
    assert found.message == "'published' differs from that in articles/one.en.md"


@pytest.mark.parametrize("name", ["articles/One.en.md", "articles/one.de.md", "articles/one.md", "articles/one.txt"])
def test_a_text_is_named_by_its_slug_and_language(register: Path, name: str) -> None:
    write(register)
    (register / name).write_bytes(document(BODY))
    assert [(one.file, one.message) for one in findings(register)] == [(name, "not the name of a text in one language")]


def test_other_markdown_files_are_no_texts(register: Path) -> None:
    (register / "README.md").write_bytes(b"# anything, 27 <b>")
    assert findings(register) == []


def test_no_more_findings_are_given_than_asked_for(register: Path) -> None:
    write(register, "x\n\n" * 300)
    assert len(check_prose(open_register(register), most=7)) == 7
    assert len(find_faults(register)) == 100


def test_faulty_statements_that_a_text_names_are_said_to_be_so(tmp_path: Path) -> None:
    register = write_register(tmp_path, [*STATEMENTS, row(unit="furlong"), row(value="x", source="aiib-2019")])
    write(register)
    found = find_faults(register)
    assert {one.file for one in found} == {"statements.csv", *(f"articles/one.{lang}.md" for lang in LANGUAGES)}


def test_statements_that_cannot_be_read_are_refused(register: Path) -> None:
    write(register)
    with (register / "statements.csv").open("ab") as stream:
        stream.write(b"a,b\n")
    with pytest.raises(RegisterRefused):
        findings(register)
    assert [one.file for one in find_faults(register)] == ["statements.csv"]
