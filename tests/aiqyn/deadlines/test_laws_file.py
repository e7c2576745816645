"""Tests of aiqyn.deadlines.laws_file: the laws are complete and honest, and a wrong entry is refused with its place."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from aiqyn.deadlines.calendars import open_calendar
from aiqyn.deadlines.law import ClauseKey
from aiqyn.deadlines.laws_file import load_laws, read_laws
from tests.aiqyn.refusals import refused_in_words

DATA = resources.files("aiqyn.deadlines").joinpath("data/laws.toml").read_text("utf-8")
HEAD, *RULES = re.split(r"(?m)^(?=\[\[rules\]\])", DATA)
ONE = HEAD + next(rule for rule in RULES if '"kg.rti"' in rule)


def test_every_rule_of_the_domain_notes_is_there() -> None:
    expected = (
        "kz.ati kz.appc kz.appc.complaint kz.media kz.env aarhus.4 cn.ogi gb.foia kg.rti uz.openness ua.api ru.8fz"
    )
    assert set(expected.split()) <= set(load_laws().ids)


def test_every_rule_names_calendars_that_exist() -> None:
    for rule in load_laws().rules:
        assert open_calendar(rule.calendar).keys == rule.calendar


def test_what_was_read_nowhere_is_never_called_verified() -> None:
    clauses = [clause for rule in load_laws().rules for clause in rule.clauses.values()]
    assert all(clause.source in load_laws().sources for clause in clauses if clause.verified)
    assert not any(clause.verified for clause in clauses if not clause.source)
    (ati,) = load_laws().versions("kz.ati")
    assert not any(clause.verified for clause in ati.clauses.values())


def test_a_rule_is_verified_when_all_of_it_was_read() -> None:
    whole = ONE.replace('unverified = ["valid_from", "start"]', "unverified = []")
    assert read_laws(whole.encode()).rules[0].verified
    assert not read_laws(ONE.encode()).rules[0].verified


def test_a_changed_rule_has_another_version_mark() -> None:
    (rule,) = read_laws(ONE.encode()).rules
    (changed,) = read_laws(ONE.replace("{ n = 10,", "{ n = 11,", 1).encode()).rules
    assert rule.version != changed.version
    assert changed.clauses[ClauseKey.REPLY].terms[0].n == 11


def test_two_versions_are_told_apart_by_the_day() -> None:
    second = ONE[len(HEAD) :].replace("valid_from = 2023-12-29", "valid_from = 2025-01-01").replace("n = 10", "n = 5")
    first = ONE.replace("valid_from = 2023-12-29", "valid_from = 2023-12-29\nvalid_to = 2024-12-31")
    laws = read_laws((first + second).encode())
    days = [laws.rule_on("kg.rti", rule.valid_from).clauses[ClauseKey.REPLY].terms[0].n for rule in laws.rules]
    assert days == [10, 5]
    with refused_in_words("did not hold"):
        read_laws(first.encode()).rule_on("kg.rti", laws.rules[1].valid_from)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('start = "received"', 'start = "posted"', r"kg.rti, start: 'posted' is not known here; use one of: sent"),
        ('roll = "none"\n', "", "roll: is missing"),
        ('number = "217"', 'number = "217"\nnumer = "1"', "numer: is not known here"),
        ('number = "217"', "number = 217", "number: is not a text"),
        ("valid_from = 2023-12-29", 'valid_from = "2023-12-29"', "valid_from: is not a day"),
        ("valid_from = 2023-12-29", "valid_from = 2023-12-29\nvalid_to = 2023-12-28", "valid_to: 2023-12-28 is before"),
        ('calendar = ["KG"]', "calendar = []", "calendar: names no calendar"),
        ('calendar = ["KG"]', 'calendar = "KG"', "calendar: is not a list of texts"),
        ('source = "S27"\nunver', 'source = "S999"\nunver', "source: 'S999' is not listed"),
        ('["valid_from", "start"]', '["valid_from", "star"]', "unverified: 'star' is not known here"),
        ('verified = true, source = "S27"', 'verified = true, source = ""', "true without a source"),
        ('verified = true, source = "S27"', 'verified = 1, source = "S27"', "neither true nor false"),
        ("{ n = 10,", "{ n = -1,", "n: is not a whole number from 0 to 366"),
        ("{ n = 10,", "{ n = true,", "n: is not a whole number"),
        ("reply = {", "repli = {", "repli: is no clause"),
        ("reply = {", "refusal = {", "reply: has no term"),
        ("terms = [{ n = 10", "terms = [3, { n = 10", "terms 1: is not a table"),
        ("terms = [{", "terms = 1 #", "laws.toml: "),
        ("[rules.clauses]", "[rules.clauses", "laws.toml: "),
        (re.search(r"(?m)^kk = .*$", ONE[len(HEAD) :])[0], 'kk = ""', "title, kk: is blank"),  # type: ignore[index]
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert old in ONE
    with refused_in_words(message):
        read_laws(ONE.replace(old, new, 1).encode())


def test_two_laws_at_once_are_refused() -> None:
    with refused_in_words("two laws at once"):
        read_laws((ONE + ONE[len(HEAD) :]).encode())


def test_bytes_that_are_no_text_are_refused() -> None:
    with refused_in_words("byte 0 is not UTF-8"):
        read_laws(b"\xff")
    with refused_in_words("terms: is not a list of tables"):
        read_laws(ONE.replace('terms = [{ n = 10, unit = "working_days" }]', "terms = 1", 1).encode())
