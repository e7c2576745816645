"""The text of recorded rows is taken away: the chain holds, nothing of it is left, and nothing brings it back."""

from __future__ import annotations

import datetime
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from aiqyn.errors import Refused
from aiqyn.exchange.assessments import HEADER as ASSESSMENTS_HEADER
from aiqyn.exchange.assessments import read_assessments
from aiqyn.exchange.corrections import HEADER as CORRECTIONS_HEADER
from aiqyn.exchange.replies import HEADER as REPLIES_HEADER
from aiqyn.exchange.tombstones import without_texts, without_verdict_texts
from aiqyn.ledger.identity import CHAIN_START, chain_link, commitment, digest_of
from aiqyn.ledger.statement import BLANKED
from aiqyn_site.derived import rebuild_derived, verify_derived
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.blanking import Grounds, blank_rows, blank_statements, erase, rehearse, statements_to_blank
from aiqyn_site.ledger.models import Blanking, File, Seal, Statement
from aiqyn_site.ledger.seal_link import seal_link
from aiqyn_site.ledger.verify import verify_ledger
from tests.aiqyn_site.ledger.test_verify import tamper
from tests.aiqyn_site.store import HEADER, ROWS, Databases, Store, write_small

DAY = datetime.date(2026, 11, 29)
GROUNDS = Grounds("A person asked for it.", "Editor one", "Publisher one")
SECRET = "Zhibek Zhibekova"
PRIVATE = f"bridge,other_name,{SECRET},,en,,reported,,gazette,,p. 9,{SECRET},high,by {SECRET},2026-01-02\n"


def private_of(store: Store) -> str:
    with store.used():
        return next(row.statement.id for row in ledger.find_statements(property="other_name"))


def write_private(folder: Path, *more: str) -> Path:
    """The small register with a private person in one statement."""
    register = write_small(folder)
    (register / "statements.csv").write_text(HEADER + "".join((*ROWS, PRIVATE, *more)), encoding="utf-8")
    return register


def blank(store: Store, identifier: str) -> dict[str, str]:
    with store.used():
        renamed = blank_statements(identifier, GROUNDS, DAY)
        rebuild_derived()
        erase()
    return renamed


def kept_bytes(store: Store) -> bytes:
    return b"".join(path.read_bytes() for path in store.folder.glob("site.sqlite3*"))


def test_a_blanked_statement_leaves_a_tombstone_and_a_sound_chain(store: Store, tmp_path: Path) -> None:
    store.run("load", write_private(tmp_path / "register"))
    before = private_of(store)
    ((old, new),) = blank(store, before).items()
    assert old == before
    with store.used():
        assert (verify_ledger(), verify_derived()) == ([], [])
        assert ledger.statement(old) is None
        stone = ledger.statement(new)
        assert stone is not None
        assert (stone.number, stone.statement.property, stone.statement.value) == (5, BLANKED, "2026-11-29")
    assert "row 5 of ledger_statement: blanked on 2026-11-29" in store.run("verify").stdout
    assert SECRET not in "".join(store.run("verify"))


def test_nothing_of_it_is_left_in_the_bytes_of_the_database_or_in_an_export(
    sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.run("load", write_private(tmp_path / "register"))
    before = private_of(sqlite_store)
    assert SECRET.encode() in kept_bytes(sqlite_store)
    blank(sqlite_store, before)
    kept = kept_bytes(sqlite_store)
    exported = b"".join(sqlite_store.exported().values())
    for text in (SECRET.encode(), b"zhibekova", before.encode()):
        assert text not in kept
        assert text not in exported


def test_an_export_with_a_tombstone_is_a_register_like_any_other(
    store: Store, databases: Databases, tmp_path: Path
) -> None:
    store.run("load", write_private(tmp_path / "register"))
    blank(store, private_of(store))
    exported = store.exported()
    folder = tmp_path / "again"
    store.run("export", folder)
    assert store.run("check", folder)
    (tmp_path / "new").mkdir()
    other = databases.copy("sqlite", tmp_path / "new", loaded=False)
    other.run("load", folder)
    other.run("verify")
    assert other.exported() == exported
    store.run("load", folder)
    assert store.exported() == exported


def test_what_names_a_blanked_statement_goes_with_it_and_files_name_the_tombstone(store: Store, tmp_path: Path) -> None:
    register = write_private(tmp_path / "register")
    store.run("load", register)
    before = private_of(store)
    retraction = f"bridge,retraction,{before},,,,reported,,gazette,,,,high,,2026-01-03\n"
    naming = f"bridge,purpose,A bridge.,,en,,reported,,gazette,,,,high,See {before}.,2026-01-03\n"
    with (register / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(retraction + naming)
    summary = "c1,2026-01-01,statements/{}/,correction,accepted,2026-01-02,,,Mended.,\n"
    header = "id,received_on,about,kind,outcome,decided_on,kk,ru,en,zh\n"
    (register / "corrections.csv").write_text(header + summary.format(before), encoding="utf-8")
    store.run("load", register)
    renamed = blank(store, before)
    assert len(renamed) == 3
    exported = b"".join(store.exported().values())
    assert [old for old in renamed if old.encode() in exported] == []
    assert summary.format(renamed[before]).encode() in exported
    store.run("verify")
    store.run("check", store.folder / "exported")


def test_a_text_that_names_the_statement_has_to_let_go_of_it_first(small_store: Store) -> None:
    with small_store.used():
        statement = ledger.find_statements(property="cost")[0].statement
    folder = small_store.folder / "more"
    small_store.run("export", folder)
    (folder / "README.md").write_text(f"See {statement.id}.\n", encoding="utf-8")
    small_store.run("load", folder)
    with small_store.used(), pytest.raises(Refused, match="blanking_in_text"):
        statements_to_blank(statement.id)
    (folder / "README.md").write_text("Nothing.\n", encoding="utf-8")
    small_store.run("load", folder)
    renamed = blank(small_store, statement.id)
    assert statement.id.encode() not in kept_bytes(small_store), "older versions of the text name the tombstone"
    assert renamed[statement.id].encode() in kept_bytes(small_store)
    small_store.run("verify")


def test_wrong_use_is_said_in_words(small_store: Store) -> None:
    with small_store.used():
        statement = ledger.find_statements(property="cost")[0].statement
    (new,) = blank(small_store, statement.id).values()
    with small_store.used():
        for identifier, code in ((statement.id, "blanking_absent"), (new, "blanked_before"), ("x", "blanking_absent")):
            with pytest.raises(Refused, match=code):
                blank_statements(identifier, GROUNDS, DAY)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_statement SET value = '1' WHERE number = 5",
        "UPDATE ledger_statement SET salt = x'' WHERE number = 1",
        "UPDATE ledger_file SET content = x'' WHERE number = 1",
        "UPDATE ledger_seal SET file_bytes = 0, file_digest = x''",
        "UPDATE ledger_blanking SET reason = ''",
        "DELETE FROM ledger_blanking",
        "INSERT OR REPLACE INTO ledger_blanking SELECT * FROM ledger_blanking",
    ],
)
def test_once_it_is_sealed_the_database_refuses_every_other_change(
    sqlite_store: Store, tmp_path: Path, change: str
) -> None:
    sqlite_store.run("load", write_private(tmp_path / "register"))
    blank(sqlite_store, private_of(sqlite_store))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        sqlite_store.execute(change)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE ledger_statement SET value = '2026-11-28' WHERE number = 5", "ledger_statement row 5"),
        ("UPDATE ledger_statement SET salt = x'00' WHERE number = 5", "ledger_statement row 5"),
        ("UPDATE ledger_blanking SET becomes = x'00'", "ledger_statement row 5"),
        ("UPDATE ledger_blanking SET commitment = x'00'", "ledger_statement row 5"),
        ("UPDATE ledger_blanking SET reason = 'none'", "ledger_blanking row 1"),
        ("DELETE FROM ledger_blanking", "ledger_statement row 5"),
        ("UPDATE ledger_statement SET salt = x'00' WHERE number = 1", "ledger_statement row 1"),
    ],
)
def test_an_audit_names_what_was_tampered_with_around_a_blanking(
    sqlite_store: Store, tmp_path: Path, change: str, fault: str
) -> None:
    sqlite_store.run("load", write_private(tmp_path / "register"))
    blank(sqlite_store, private_of(sqlite_store))
    tamper(sqlite_store, change)
    assert fault in sqlite_store.run("verify", expect=1).stderr


def test_the_chain_does_not_let_a_short_text_be_guessed(sqlite_store: Store, tmp_path: Path) -> None:
    """Somebody who knows all but the text cannot tell from what is left whether a guess at it is right."""
    sqlite_store.run("load", write_private(tmp_path / "register"))
    before = private_of(sqlite_store)
    blank(sqlite_store, before)
    guess = digest_of(before)
    with sqlite_store.used():
        (entry,) = Blanking.objects.all()
        *others, stone = Statement.objects.order_by("number")
        head = CHAIN_START
        for row in others:
            head = chain_link(head, commitment(bytes(row.digest), bytes(row.salt)), row.recorded)
        assert chain_link(head, bytes(entry.commitment), stone.recorded)[:8] == bytes(stone.link)
        assert chain_link(head, guess, stone.recorded)[:8] != bytes(stone.link)
        assert {bytes(seal.file_digest) for seal in Seal.objects.all()} == {b""}
    assert guess not in kept_bytes(sqlite_store)


def without_salts(store: Store) -> None:
    """Make a database as it was filled before there were salts: the chains over the digests themselves."""
    changes = []
    with store.used():
        (seal,) = Seal.objects.all()
        for model, table, head_of in ((Statement, "statement", "statements"), (File, "file", "files")):
            head = CHAIN_START
            for row in model.objects.order_by("number"):
                head = chain_link(head, bytes(row.digest), getattr(row, "recorded", ""))
                changes.append(
                    f"UPDATE ledger_{table} SET salt = x'', link = x'{head[:8].hex()}' WHERE number = {row.number}"
                )
            setattr(seal, f"{head_of}_head", head)
            changes.append(f"UPDATE ledger_seal SET {head_of}_head = x'{head.hex()}' WHERE number = {seal.number}")
        changes.append(f"UPDATE ledger_seal SET link = x'{seal_link(seal, CHAIN_START).hex()}'")
    tamper(store, ";".join(changes))


def test_a_database_filled_before_there_were_salts_goes_on_and_can_be_blanked(
    sqlite_store: Store, tmp_path: Path
) -> None:
    register = write_private(tmp_path / "register")
    sqlite_store.run("load", register)
    without_salts(sqlite_store)
    sqlite_store.run("verify")
    with (register / "statements.csv").open("a", encoding="utf-8") as file:
        file.write("bridge,cost,31,USD million,,2020,reported,,herald,,,,high,,2026-01-03\n")
    sqlite_store.run("load", register)
    blank(sqlite_store, private_of(sqlite_store))
    assert "row 5 of ledger_statement" in sqlite_store.run("verify").stdout
    assert SECRET.encode() not in kept_bytes(sqlite_store)
    with sqlite_store.used():
        assert [bool(row.salt) for row in Statement.objects.order_by("number")] == [*[False] * 5, True]


@pytest.mark.parametrize("after", [(), ("bridge,cost,31,USD million,,2020,reported,,herald,,,,high,,2026-01-03\n",)])
def test_an_older_folder_does_not_bring_it_back(store: Store, tmp_path: Path, after: tuple[str, ...]) -> None:
    register = write_private(tmp_path / "register", *after)
    store.run("load", register)
    blank(store, private_of(store))
    before = store.exported()
    for lines in (HEADER, *ROWS, PRIVATE, *after), (HEADER, PRIVATE), (HEADER, PRIVATE.replace(",high,", ",medium,")):
        (register / "statements.csv").write_text("".join(lines), encoding="utf-8")
        complaint = store.run("load", register, expect=1).stderr
        assert "2026-11-29" in complaint
        assert "aiqyn export" in complaint
        assert SECRET not in complaint
    assert store.exported() == before
    store.run("verify")


@pytest.mark.parametrize("name", ["replies.csv", "corrections.csv"])
def test_an_older_file_does_not_bring_a_reply_or_a_summary_back(store: Store, tmp_path: Path, name: str) -> None:
    register = write_small(tmp_path / "register")
    with (register / "entities.csv").open("a", encoding="utf-8") as entities:
        entities.write("builder,organisation,\nfine,record,bridge\n")
    row = {
        "replies.csv": "r1,fine,builder,2026-01-01,letter,2026-01-15,{}\n",
        "corrections.csv": "c1,2026-01-01,,correction,accepted,2026-01-02,,,{},\n",
    }[name]
    header = {"replies.csv": REPLIES_HEADER, "corrections.csv": CORRECTIONS_HEADER}[name].decode()
    if name == "replies.csv":
        header += row.format(",,,")
        row = row.format("2026-01-03,en,{},none")
    (register / name).write_text(header + row.format(f"by {SECRET}"), encoding="utf-8")
    store.run("load", register)
    with store.used():
        blank_rows(name, lambda content: without_texts(name, content, row[:2], DAY), GROUNDS, DAY)
        rebuild_derived()
    assert store.exported()[name].decode() == header + row.format("[blanked 2026-11-29]")
    complaint = store.run("load", register, expect=1).stderr
    assert "aiqyn export" in complaint
    assert SECRET not in complaint
    assert store.exported()[name].decode() == header + row.format("[blanked 2026-11-29]")
    assert "of ledger_file: blanked on 2026-11-29" in store.run("verify").stdout


def test_an_article_that_speaks_of_it_has_to_let_go_of_it_first(db: None) -> None:
    """An article may pick a statement by what it says, without its id."""
    recorded = ledger.find_statements(entity="shieli-cement", property="information_refusal")[0].statement
    with pytest.raises(Refused, match="blanking_in_text") as caught:
        rehearse(recorded.id)
    assert str(caught.value.values["name"]).startswith("articles/")
    assert ledger.statement(recorded.id) is not None
    assert not Blanking.objects.exists()


def test_verdicts_of_a_day_lose_their_words_and_the_register_goes_on_as_any_other(
    store: Store, databases: Databases, tmp_path: Path
) -> None:
    """Two verdicts of one assessor and day differ in nothing but what goes; an older version of the file has one."""
    register = write_small(tmp_path / "register")
    twin = "bridge,EN06,1,not_found,aru,2026-01-03,,portal ; {} ; 2026-01-02,asked {}\n"
    other = 'bridge,EN06,1,disclosed,dana,2026-01-04,gazette@p. 2,,"Seen, and read"\n'
    rows = [ASSESSMENTS_HEADER.decode(), twin.format(SECRET, "once"), twin.format("dam", SECRET), other]
    for number in (2, 4):
        (register / "assessments.csv").write_text("".join(rows[:number]), encoding="utf-8")
        store.run("load", register)
    with store.used():
        going = [row for row in read_assessments(ledger.file("assessments.csv") or b"") if row.line < 4]
        blank_rows("assessments.csv", partial(without_verdict_texts, going=going, day=DAY), GROUNDS, DAY)
        rebuild_derived()
        erase()
        assert (verify_ledger(), verify_derived()) == ([], [])
        versions = [bytes(row.content or b"") for row in File.objects.filter(name="assessments.csv").order_by("number")]
    assert versions[1].startswith(versions[0])
    assert [SECRET.encode() in version for version in versions] == [False, False]
    assert "of ledger_file: blanked on 2026-11-29" in store.run("verify").stdout
    exported = store.exported()
    assert exported["assessments.csv"].endswith(other.encode())
    assert store.run("check", store.folder / "exported")
    (tmp_path / "new").mkdir()
    again = databases.copy("sqlite", tmp_path / "new", loaded=False)
    for known in (again, store):
        known.run("load", store.folder / "exported")
        assert known.exported() == exported
    for number in (2, 3, 4):
        (register / "assessments.csv").write_text("".join(rows[:number]), encoding="utf-8")
        for command in ("load", "diff"):
            printed = "".join(store.run(command, register, expect=1))
            assert "taken away on 2026-11-29" in printed, command
            assert "aiqyn export" in printed
            assert SECRET not in printed
    assert store.exported() == exported
