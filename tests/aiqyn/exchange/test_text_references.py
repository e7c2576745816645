"""The texts of a register are checked against its statements, its vocabulary and one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.cli import find_faults
from aiqyn.errors import Finding, RegisterRefused
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.text_references import check_prose
from aiqyn.ledger import make_statement
from tests.aiqyn.prose.documents import BODY_LINE, document
from tests.aiqyn.refusals import in_english
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


def codes_of(register: Path, body: str) -> set[str]:
    write(register, body)
    return {finding.code for finding in findings(register)}


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
    assert codes_of(register, f"It says so {{{reference}}}.") == set()


@pytest.mark.parametrize("reference", ["callout zhanatas-wind cost", "chart slip"])
def test_what_stands_alone_resolves_as_well(register: Path, reference: str) -> None:
    assert codes_of(register, f"{{{reference}}}") == set()


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("value no-such cost", "entity_unknown"),
        ("value zhanatas-wind price", "property_unknown"),
        ("value zhanatas-wind cost source=nobody", "filter_unknown"),
        ("value zhanatas-wind cost part=phase-9", "filter_unknown"),
        ("value zhanatas-wind cost as_of=1999", "reference_unmet"),
        ("value zhanatas-wind generation", "reference_unmet"),
        ("value s1" + "a" * 32, "reference_no_statement"),
        ("number zhanatas-wind status", "no_number"),
        ("name no-such|x} {value zhanatas-wind cost", "entity_unknown"),
        ("source no-such", "source_unknown"),
    ],
)
def test_a_reference_that_does_not_resolve_is_a_finding_with_its_line(
    register: Path, reference: str, code: str
) -> None:
    write(register, f"> A remark.\n\nIt says so {{{reference}}}.")
    faults = findings(register)
    assert {(fault.file, fault.line, fault.code) for fault in faults} == {
        (f"articles/one.{lang}.md", BODY_LINE + 2, code) for lang in LANGUAGES
    }
    assert all(all(in_english(fault)) for fault in faults)


def test_a_chart_that_nobody_draws_is_a_finding(register: Path) -> None:
    assert codes_of(register, "{chart no-such}") == {"chart_unknown"}
    assert codes_of(register, "{chart indicator-zhanatas-wind}") == {"chart_unknown"}


def test_an_ambiguous_reference_is_a_finding(tmp_path: Path) -> None:
    years = [
        row(entity="edition-2016", property="projects_by_year", value="5", as_of=year) for year in ("2016", "2017")
    ]
    register = write_register(tmp_path, [*STATEMENTS, *years])
    codes = codes_of(register, "It says so {value edition-2016 projects_by_year}.")
    assert codes == {"reference_several"}


def test_a_withdrawn_statement_is_a_finding(tmp_path: Path) -> None:
    target = make_statement(STATEMENTS[0]).id
    withdrawn = row(property="retraction", value=target)
    register = write_register(tmp_path, [*STATEMENTS, withdrawn])
    assert codes_of(register, f"It says so {{value {target}}}.") == {"reference_withdrawn"}
    assert codes_of(register, "It says so {value zhanatas-wind cost}.") == {"reference_unmet"}


def test_tags_and_things_of_the_header_exist(register: Path) -> None:
    write(register)
    for lang in LANGUAGES:
        path = register / f"articles/one.{lang}.md"
        path.write_text(
            path.read_text("utf-8").replace('"cost"', '"gossip"').replace('zhanatas-wind"]', 'no-such"]'), "utf-8"
        )
    assert {finding.code for finding in findings(register)} == {
        "not_in_list",
        "entity_unknown",
    }


def test_a_language_that_is_missing_is_a_finding(register: Path) -> None:
    write(register, languages=("en", "ru", "kk"))
    (fault,) = findings(register)
    assert (fault.code, in_english(fault).way_out) == ("twin_missing", "add articles/one.zh.md")


def test_fields_that_must_be_alike_in_all_languages_are_compared(register: Path) -> None:
    write(register)
    path = register / "articles/one.zh.md"
    path.write_text(path.read_text("utf-8").replace("2026-11-21", "2026-11-22"), "utf-8")
    (fault,) = findings(register)
    assert fault.code == "twin_differs"


@pytest.mark.parametrize("name", ["articles/One.en.md", "articles/one.de.md", "articles/one.md", "articles/one.txt"])
def test_a_text_is_named_by_its_slug_and_language(register: Path, name: str) -> None:
    write(register)
    (register / name).write_bytes(document(BODY))
    assert [(finding.file, finding.code) for finding in findings(register)] == [(name, "prose_name")]


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
    faults = find_faults(register)
    assert {fault.file for fault in faults} == {"statements.csv", *(f"articles/one.{lang}.md" for lang in LANGUAGES)}


def test_statements_that_cannot_be_read_are_refused(register: Path) -> None:
    write(register)
    with (register / "statements.csv").open("ab") as stream:
        stream.write(b"a,b\n")
    with pytest.raises(RegisterRefused):
        findings(register)
    assert [fault.file for fault in find_faults(register)] == ["statements.csv"]
