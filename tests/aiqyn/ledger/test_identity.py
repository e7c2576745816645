"""Tests of aiqyn.ledger.identity."""

from __future__ import annotations

import json
from base64 import b32encode
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aiqyn.ledger import Entity, Source
from aiqyn.ledger.identity import (
    CHAIN_START,
    chain_link,
    content_digest,
    digest_of,
    entity_digest,
    make_statement,
    source_digest,
    statement_digest,
    statement_id,
    statement_ids,
)
from aiqyn.ledger.statement import COLUMNS
from tests.aiqyn.refusals import refused
from tests.aiqyn.register_factory import row, statement

IDENTITY = COLUMNS[:-1]
awkward = st.sampled_from(['"', "\\", ",", '","', "\n", "]", "", "\u0000", "é", "e\u0301", "札", "😀", "\u2028"])
texts = st.lists(awkward | st.text(max_size=3), max_size=3).map("".join)
rows = st.lists(texts, min_size=15, max_size=15)


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ({}, "s1ka325koonxzw5pnosjr4ut2obzql4hig"),
        (
            {
                "property": "name",
                "value": 'Жаңатас "жел", 札纳塔斯',
                "lang": "kk",
                "as_of": "",
                "note": "a, b",
            },
            "s1n7exjn3joaand2w3t37qgvd3zywir7z7",
        ),
        (dict.fromkeys(IDENTITY, ""), "s1ucdo4b6xurm4uzggk6mtcxo3yre3cyif"),
    ],
)
def test_golden_ids_pin_the_canonical_form_for_ever(fields: dict[str, str], identifier: str) -> None:
    assert statement(**fields).id == identifier


def test_the_canonical_form_is_a_json_array_that_other_programs_can_write() -> None:
    form = (
        '["aiqyn-statement-1","zhanatas-wind","cost","150","USD million","","2019","reported","",'
        '"inform-2019","","","","high",""]'
    )
    digest = sha256(form.encode()).digest()[:20]
    assert statement_digest(row()) == digest
    assert statement().id == "s1" + b32encode(digest).decode().lower()


@given(rows)
def test_every_row_has_the_digest_of_its_json(cells: list[str]) -> None:
    form = json.dumps(["aiqyn-statement-1", *cells[:-1]], ensure_ascii=False, separators=(",", ":"))
    assert statement_digest(cells) == sha256(form.encode()).digest()[:20]


def test_the_same_fields_give_the_same_id_in_whatever_order_they_are_given() -> None:
    fields = {"value": "5", "as_of": "2020", "note": "n"}
    assert statement(**fields) == statement(**dict(reversed(fields.items())))


@pytest.mark.parametrize("column", IDENTITY)
def test_a_change_of_any_field_changes_the_id(column: str) -> None:
    changed = row()
    changed[COLUMNS.index(column)] += "x"
    assert make_statement(changed).id != statement().id


def test_the_day_of_recording_does_not_change_the_id() -> None:
    assert statement(recorded="2030-01-01").id == statement().id


@given(rows, st.sampled_from(range(14)), st.sampled_from(range(14)))
def test_moving_text_from_one_field_to_another_changes_the_digest(fields: list[str], here: int, there: int) -> None:
    moved = list(fields)
    moved[here], moved[there] = "", fields[here] + fields[there]
    assume(moved[:-1] != fields[:-1])
    assert statement_digest(moved) != statement_digest(fields)


@given(rows, rows)
def test_two_different_rows_never_share_a_digest(row: list[str], second_row: list[str]) -> None:
    assert (statement_digest(row) == statement_digest(second_row)) is (row[:-1] == second_row[:-1])


@given(rows)
def test_an_id_leads_back_to_its_digest(fields: list[str]) -> None:
    digest = statement_digest(fields)
    assert digest_of(statement_id(digest)) == digest
    assert make_statement(fields)[1:] == tuple(fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s1",
        "ka325koonxzw5pnosjr4ut2obzql4hig",
        "s2ka325koonxzw5pnosjr4ut2obzql4hig",
        "s1KA325KOONXZW5PNOSJR4UT2OBZQL4HIG",
        "s1ka325koonxzw5pnosjr4ut2obzql4hi",
        "s1ka325koonxzw5pnosjr4ut2obzql4higg",
        "s1ka325koonxzw5pnosjr4ut2obzql4h1g",
        "s1ka325koonxzw5pnosjr4ut2obzql4h\u0131g",
        "s1ka325koonxzw5pnosjr4ut2obzql4hi=",
        " s1ka325koonxzw5pnosjr4ut2obzql4hig",
        "s1ka325koonxzw5pnosjr4ut2obzql4hig\n",
        "Жаңатас",
    ],
)
def test_what_is_not_exactly_an_id_is_refused(text: str) -> None:
    with refused("statement_id_form"):
        digest_of(text)


def test_a_row_with_too_few_or_too_many_fields_makes_no_statement() -> None:
    for fields in (row()[:-1], [*row(), ""]):
        with pytest.raises(TypeError):
            make_statement(fields)


def test_digests_of_different_kinds_of_row_never_meet() -> None:
    entity = Entity("a", "project", "")
    source = Source("a", "project", "", "", "", "", "", "", "", "")
    digests = {entity_digest(entity), source_digest(source), content_digest("aiqyn-statement-1", entity)}
    assert len(digests) == 3
    assert entity_digest(entity) == content_digest("aiqyn-entity-1", entity)
    assert source_digest(source._replace(note="n")) != source_digest(source)


def test_a_chain_link_depends_on_all_before_it_and_on_the_day() -> None:
    first, second = statement_digest(row()), statement_digest(row(value="160"))
    links = {
        chain_link(CHAIN_START, first, "2026-11-21"),
        chain_link(CHAIN_START, first, "2026-11-22"),
        chain_link(CHAIN_START, second, "2026-11-21"),
        chain_link(chain_link(CHAIN_START, second, "2026-11-21"), first, "2026-11-21"),
    }
    assert len(links) == 4
    assert all(len(link) == 32 for link in links)


@given(st.lists(st.binary(min_size=20, max_size=20), max_size=150))
def test_many_ids_at_once_are_those_made_one_by_one(digests: list[bytes]) -> None:
    assert statement_ids(digests) == [statement_id(digest) for digest in digests]
