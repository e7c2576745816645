"""Statements and register folders for tests: small, valid, and easy to spoil in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger import Entity, Grounds, Source, SourceRank, Statement, make_statement
from aiqyn.ledger.statement import COLUMNS
from aiqyn.values.dates import parse_date
from aiqyn.vocabulary import load_vocabulary

BLANK = dict.fromkeys(COLUMNS, "")
USUAL = BLANK | {
    "entity": "zhanatas-wind",
    "property": "cost",
    "value": "150",
    "unit": "USD million",
    "as_of": "2019",
    "basis": "reported",
    "source": "inform-2019",
    "confidence": "high",
    "recorded": "2026-11-21",
}
#: What a property needs beside its value, so that a test names only what it is about.
SHAPES: Mapping[str, Mapping[str, str]] = {
    "jobs": {"unit": "persons"},
    "capacity": {"unit": "MW"},
    "generation": {"unit": "GWh/year"},
    "projects_total": {"unit": "projects"},
    "projects_by_year": {"unit": "projects"},
    "localisation": {"unit": "percent"},
    "cost_growth": {"unit": "percent change"},
    "name": {"unit": "", "lang": "en"},
    "purpose": {"unit": "", "lang": "en"},
    **{
        name: {"unit": ""}
        for name in ("status", "sector", "commissioning", "region", "coordinates", "retraction", "preference")
    },
}


def row(**fields: str) -> list[str]:
    """A valid row of statements.csv with some fields changed; `property` brings its unit and language."""
    filled = USUAL | SHAPES.get(fields.get("property", ""), {}) | fields
    assert filled.keys() == BLANK.keys(), fields
    return [filled[column] for column in COLUMNS]


def statement(**fields: str) -> Statement:
    """A statement with some fields changed."""
    return make_statement(row(**fields))


def about(name: str, *claims: tuple[str, ...], **fields: str) -> list[Statement]:
    """Statements about one property, each (value, as_of, basis) as far as given, each from its own source."""
    keys = ("value", "as_of", "basis")
    return [
        statement(**{"property": name, "source": f"source-{n}", **fields, **dict(zip(keys, claim, strict=False))})
        for n, claim in enumerate(claims)
    ]


def grounds(
    tiers: Mapping[str, int] | None = None,
    published: Mapping[str, str] | None = None,
    subjects: Mapping[str, str] | None = None,
) -> Grounds:
    """Grounds with the real vocabulary; `tiers` and dates of publication by source."""
    tiers, published = tiers or {}, published or {}
    ranks = {
        source: SourceRank(tiers.get(source, 9), parse_date(published[source]) if source in published else None)
        for source in {*tiers, *published}
    }
    return Grounds(load_vocabulary(), ranks, subjects or {})


def _told(name: str, unit: str, *values: str) -> SearchStrategy[dict[str, str]]:
    return st.sampled_from([{"property": name, "unit": unit, "value": value} for value in values])


_FIGURES = ("130", "136.2", "136", "150", "about 160", ">140", "25-30", "0.15", "-3", "0")
_VALUES = st.one_of(
    _told("cost", "USD million", *_FIGURES),
    _told("cost", "USD billion", "0.13", "0.15", "1"),
    _told("cost", "KZT billion", "50", "about 60"),
    _told("jobs", "persons", "15", "20", "about 20", "40", ">15"),
    _told("capacity", "MW", "100", "98", "about 100"),
    _told("capacity", "GW", "0.1", "1.2"),
    _told("capacity", "t/year", "100", "200"),
    _told("generation", "GWh/year", "319", "350", "about 360"),
    _told("projects_by_year", "projects", "5", "8"),
    _told("commissioning", "", "2020", "2020-09", "2021-06-20", "2021~", "../2019", "XXXX-09"),
    _told("status", "", "announced", "operating"),
    _told("coordinates", "", "43.5,69.7", "43.55,69.72;u=500", "44,70"),
    _told("region", "", "jambyl", "turkistan"),
    _told("name", "", "Жаңатас", "Zhanatas"),
)
_CIRCUMSTANCES = st.fixed_dictionaries(
    {
        "entity": st.sampled_from(["zhanatas-wind", "edition-2016", "edition-2019"]),
        "as_of": st.sampled_from(["", "2013", "2019", "2019-07", "2020/2021", "2019-05-15", "XXXX-09", "../2018"]),
        "basis": st.sampled_from(["reported", "reported", "planned", "measured", "estimated", "claimed"]),
        "part": st.sampled_from(["", "", "", "phase-2"]),
        "source": st.sampled_from(["act", "agency", "press", "blog"]),
        "recorded": st.sampled_from(["2026-11-21", "2026-11-22", "2027-01-01"]),
    }
)
_PLAIN = st.builds(lambda value, where: statement(**{**value, **where}), _VALUES, _CIRCUMSTANCES)


def _with_decisions(plain: list[Statement], picks: list[tuple[str, int]]) -> list[Statement]:
    """The statements, and retractions and preferences of some of them or of one another."""
    statements = list(plain)
    for name, place in picks:
        target = statements[place % len(statements)]
        statements.append(statement(entity=target.entity, property=name, value=target.id, note=str(len(statements))))
    return statements


#: Statements of several properties, entities and sources, some of them retracted or preferred.
ledgers = st.builds(
    _with_decisions,
    st.lists(_PLAIN, min_size=1, max_size=12),
    st.lists(st.tuples(st.sampled_from(["retraction", "preference"]), st.integers(0, 30)), max_size=4),
)
#: Grounds that go with them: two editions of one programme, sources of several tiers and dates.
LEDGER_GROUNDS = grounds(
    tiers={"act": 1, "agency": 4, "press": 5},
    published={"act": "2019-03", "press": "2020"},
    subjects={"edition-2016": "programme", "edition-2019": "programme"},
)


ENTITIES = (
    ("aiib", "organisation", ""),
    ("edition-2016", "edition", "programme"),
    ("jambyl", "region", ""),
    ("programme", "programme", ""),
    ("zhanatas-wind", "project", ""),
)
SOURCES = (
    (
        "aiib-2019",
        "https://www.aiib.org/zhanatas",
        "Zhanatas",
        "seen",
        "AIIB",
        "2019-11-08",
        "stated",
        "en",
        "lender",
        "",
    ),
    ("inform-2019", "", "A page of Inform", "described", "Inform", "", "unknown", "ru", "news_agency", ""),
)
PARTS = (("phase-2", "phase 2", "вторая очередь", "екінші кезең", "二期"),)
STATEMENTS = (
    row(),
    row(property="name", value="Жаңатас жел электр станциясы", lang="kk"),
    row(property="capacity", value="100", as_of="2021-06-20", source="aiib-2019"),
    row(property="commissioning", value="2021-06-20", as_of="2021-06-20"),
    row(property="jobs", value="about 20", as_of="", printed="20"),
    row(property="region", value="jambyl"),
    row(property="status", value="operating", as_of="2022"),
    row(property="coordinates", value="43.55465,69.722525;u=5000"),
    row(property="capacity", value="400", part="phase-2", basis="planned", note="twice, with a comma"),
    row(entity="edition-2016", property="projects_total", value="51", said_by="aiib"),
)
HEADERS: Mapping[str, Sequence[str]] = {
    "entities.csv": Entity._fields,
    "sources.csv": Source._fields,
    "parts.csv": ("id", "en", "ru", "kk", "zh"),
    "statements.csv": COLUMNS,
}
META = """id = "test"
country = "KZ"
licence = "CC-BY-4.0"

[title]
kk = "Тізілім"
ru = "Реестр"
en = "Register"
zh = "登记册"

[summary]
kk = "Сынақ үшін."
ru = "Для проверки."
en = "For tests."
zh = "用于测试。"
"""
PACKAGE = '{"resources": [{"name": "statements", "path": "statements.csv"}]}\n'


def csv_text(name: str, rows: Sequence[Sequence[str]]) -> str:
    """The text of a register's file with its header."""
    return "".join(csv_line(line) for line in (HEADERS[name], *rows))


def write_register(folder: Path, statements: Sequence[Sequence[str]] = STATEMENTS) -> Path:
    """Write a small valid register into a new folder below `folder` and return its path."""
    register = folder / "register"
    register.mkdir(parents=True)
    tables = {
        "entities.csv": ENTITIES,
        "sources.csv": SOURCES,
        "parts.csv": PARTS,
        "statements.csv": statements,
    }
    for name, rows in tables.items():
        (register / name).write_text(csv_text(name, rows), encoding="utf-8", newline="")
    (register / "register.toml").write_text(META, encoding="utf-8")
    (register / "datapackage.json").write_text(PACKAGE, encoding="utf-8")
    return register
