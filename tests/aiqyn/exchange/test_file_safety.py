"""Documents of a register: which are taken, and that statements and files name one another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.cli import find_faults
from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.file_safety import MEDIA_TYPES, document_fault, extension
from aiqyn.exchange.folder import FILE_LIMIT, open_register
from aiqyn.ledger import make_statement
from tests.aiqyn.exchange.made_documents import pdf, picture, stream
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import ENTITIES, STATEMENTS, csv_text, row, write_register

LETTER = row(entity="letter", property="attachment", value="letter.pdf", unit="", lang="zxx")
PLAIN = pdf(stream(b"BT /F1 12 Tf (a letter) Tj ET"))


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with a record to which a letter is attached."""
    folder = write_register(tmp_path, (*STATEMENTS, LETTER))
    entities = sorted((*ENTITIES, ("letter", "record", "zhanatas-wind")))
    (folder / "entities.csv").write_text(csv_text("entities.csv", entities), encoding="utf-8", newline="")
    (folder / "documents").mkdir()
    (folder / "documents" / "letter.pdf").write_bytes(PLAIN)
    return folder


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.pdf", PLAIN),
        ("scan.png", picture("PNG", camera=True)),
        ("scan.jpg", picture("JPEG", camera=True)),
        ("scan.jpeg", picture("JPEG")),
        ("minutes.txt", "Хаттама, 2021 жыл\n".encode()),
        ("amounts.csv", b"substance,t\nSO2,120\n"),
        ("empty.txt", b""),
    ],
)
def test_plain_documents_are_taken(name: str, content: bytes) -> None:
    assert document_fault(name, content) is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<p>", "document_kind"),
        ("letter.docx", b"PK", "document_kind"),
        ("letter.PDF", PLAIN, "document_kind"),
        ("pdf", PLAIN, "document_kind"),
        ("letter.pdf", b"<html>", "document_bytes"),
        ("scan.png", picture("JPEG"), "document_bytes"),
        ("scan.jpg", picture("PNG"), "document_bytes"),
        ("minutes.txt", b"\xff\xfe", "document_not_utf8"),
        ("minutes.txt", b"a\0b", "document_nought"),
        ("people.csv", b"850214300123\n", "personal_number"),
    ],
)
def test_a_document_of_another_kind_is_refused_with_the_way_out(name: str, content: bytes, code: str) -> None:
    fault = document_fault(name, content)
    assert fault is not None
    assert fault.code == code
    assert all(in_english(fault))


@pytest.mark.parametrize(
    "content",
    [
        pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
        pdf(b"<< /S /Launch /F (cmd.exe) >>"),
        pdf(b"<< /Type /EmbeddedFile >>"),
        pdf(catalog=b"/Names << /EmbeddedFiles 4 0 R >>"),
        pdf(b"<< /JS 5 0 R >>"),
        pdf(b"<< /S /J#61v#61Script >>"),
        pdf(stream(b"<< /S /JavaScript /JS (x) >>", b"/Type /ObjStm /N 1 /First 0")),
        pdf(stream(b"<< /JS (x) >>", b"/Type /ObjStm /N 1 /First 0")),
    ],
)
def test_a_pdf_that_runs_something_or_carries_a_file_is_refused(content: bytes) -> None:
    fault = document_fault("letter.pdf", content)
    assert fault is not None
    assert fault.code == "document_runs"


def test_a_pdf_of_streams_that_never_end_is_looked_through_once() -> None:
    content = b"%PDF-1.7\n" + b"/ObjStm stream\n" * 300_000
    assert document_fault("a.pdf", content) is None


def test_three_bytes_that_come_up_by_chance_in_packed_data_are_no_script() -> None:
    assert document_fault("scan.pdf", pdf(b"<< /Length 6 >>\nstream\n\x01/JS \x02\nendstream")) is None


@pytest.mark.parametrize(("name", "form"), [("scan.jpg", "JPEG"), ("scan.png", "PNG")])
def test_a_picture_that_tells_where_it_was_taken_is_refused(name: str, form: str) -> None:
    assert document_fault(name, picture(form, place=True, camera=True)) == Refused("document_place")


def test_a_picture_within_a_pdf_is_looked_at_too() -> None:
    inner = b"<< /Subtype /Image >>\nstream\n%s\nendstream" % picture("JPEG", place=True)
    fault = document_fault("scan.pdf", pdf(inner))
    assert fault is not None
    assert fault.code == "document_place"


@given(st.binary(max_size=400), st.sampled_from([f"x.{kind}" for kind in MEDIA_TYPES]))
def test_any_bytes_are_taken_or_refused_with_a_way_out(content: bytes, name: str) -> None:
    fault = document_fault(name, content)
    assert fault is None or all(in_english(fault))
    assert extension(name) in MEDIA_TYPES


def test_a_document_is_a_file_of_the_register(register: Path) -> None:
    assert open_register(register).files["documents/letter.pdf"] == PLAIN
    assert find_faults(register) == []


def test_the_data_package_may_name_a_document(register: Path) -> None:
    package = register / "datapackage.json"
    package.write_text('{"resources": [{"name": "letter", "path": "documents/letter.pdf"}]}')
    assert find_faults(register) == []
    package.write_text('{"resources": [{"name": "letter", "path": "documents/../register.toml"}]}')
    assert find_faults(register)[0].code == "package_path"


@pytest.mark.parametrize("name", ["лист.pdf", ".hidden.pdf", "a b.pdf", "x" * 70 + ".pdf", "a\nb.pdf"])
def test_an_odd_file_name_is_refused(register: Path, name: str) -> None:
    (register / "documents" / name).write_bytes(PLAIN)
    with pytest.raises(RegisterRefused) as refused:
        open_register(register)
    assert refused.value.findings[0].file.startswith("documents/")
    assert refused.value.findings[0].code == "file_name"


def test_a_link_out_of_the_folder_and_a_folder_within_it_are_refused(register: Path) -> None:
    (register / "documents" / "passwords.txt").symlink_to("/etc/passwd")
    assert find_faults(register)[0].code == "file_link"
    (register / "documents" / "passwords.txt").unlink()
    (register / "documents" / "more.pdf").mkdir()
    assert find_faults(register)[0].code == "file_not_regular"


def test_a_document_larger_than_other_files_may_be_is_refused(register: Path) -> None:
    (register / "documents" / "letter.pdf").write_bytes(PLAIN + b" " * FILE_LIMIT)
    assert find_faults(register)[0].code == "file_large"


def test_a_document_that_runs_something_is_a_finding_of_its_file(register: Path) -> None:
    (register / "documents" / "letter.pdf").write_bytes(pdf(b"<< /JS (x) >>"))
    (fault,) = find_faults(register)
    assert (fault.file, fault.code, fault.reason.values) == ("documents/letter.pdf", "document_runs", {"name": "JS"})


@pytest.mark.parametrize("value", ["other.pdf", "../statements.csv", "documents/letter.pdf", "/etc/passwd"])
def test_a_statement_whose_document_is_not_there_is_a_finding_with_its_line(register: Path, value: str) -> None:
    text = (register / "statements.csv").read_text()
    (register / "statements.csv").write_text(text.replace("letter.pdf", value))
    missing, unnamed = find_faults(register)
    assert (missing.file, missing.line, missing.value) == ("statements.csv", len(STATEMENTS) + 2, value)
    assert missing.code == "attachment_missing"
    assert unnamed.file == "documents/letter.pdf"


def test_a_document_that_no_statement_names_is_a_finding(register: Path) -> None:
    (register / "documents" / "stray.txt").write_text("stray")
    (fault,) = find_faults(register)
    assert (fault.file, fault.code) == ("documents/stray.txt", "document_unnamed")


def test_withdrawing_the_statement_takes_the_document_out(register: Path) -> None:
    withdrawn = row(entity="letter", property="retraction", value=make_statement(LETTER).id, note="not ours")
    rows = (*STATEMENTS, LETTER, withdrawn)
    (register / "statements.csv").write_text(csv_text("statements.csv", rows), encoding="utf-8", newline="")
    (fault,) = find_faults(register)
    assert fault.file == "documents/letter.pdf"
    (register / "documents" / "letter.pdf").unlink()
    assert find_faults(register) == []
