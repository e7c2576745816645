"""Whole pages from words that try to be markup, and statements that were withdrawn or preferred."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from aiqyn.ledger import Entity, Grounds, Source, Statement, make_statement
from aiqyn.ledger.statement import COLUMNS
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger.queries import Name, Names, Recorded, Register
from aiqyn_site.ledger.version import EMPTY
from aiqyn_site.pages import figures, project, render, statement

NASTY = "\"'><script>alert(1)</script>&amp;{{ 7*7 }}"
TITLES = dict.fromkeys(("en", "ru", "kk", "zh"), NASTY)
REGISTER = Register(
    id="trial",
    meta={"title": TITLES, "summary": TITLES, "licence": NASTY},
    parts={"nasty": TITLES},
    translations={("en", "translated"): TITLES},
    grounds=Grounds(load_vocabulary()),
    version=EMPTY,
)
SOURCES = {
    "s": Source("s", "https://x.example/?a=1&b=%22", NASTY, "seen", NASTY, "2019", "stated", "en", "press", NASTY)
}
NAMES = Names(en=Name(NASTY, "en", "reported", "s1"), ru=Name(NASTY + "2", "ru", "rendered", "s2"))


def said(**given: str) -> Statement:
    row = {"entity": "p", "source": "s", "basis": "reported", "confidence": "high", "recorded": "2026-01-01"} | given
    return make_statement([row.get(key, "") for key in COLUMNS])


STATEMENTS = [
    said(
        property="cost",
        value="10",
        unit="USD million",
        part="nasty",
        said_by="who",
        note=NASTY,
        place=NASTY,
        printed=NASTY,
    ),
    said(property="cost", value="20", unit="USD million", part="nasty", as_of="2019"),
    said(property="cost", value="30", unit="USD million", part="nasty", as_of="2019"),
    said(property="delay", value=NASTY, lang="ru"),
    said(property="delay", value="translated", lang="en"),
    said(property="partner_cn", value="who"),
    said(property="settlement", value=NASTY, lang="en"),
]


@pytest.fixture(autouse=True)
def _hostile_register(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = SimpleNamespace(
        register=lambda: REGISTER,
        names=lambda identifiers: dict.fromkeys(identifiers, NAMES),
        sources=lambda identifiers: SOURCES,
        entity=lambda identifier: Entity(identifier, "project", ""),
        statements_about=lambda identifier: STATEMENTS,
    )
    for module in (figures, project, render, statement):
        monkeypatch.setattr(module, "ledger", queries)


def page(template: str, view: object, lang: str) -> str:
    request = RequestFactory().get(f"/{lang}/projects/p/")
    text = render.render(request, template, {"p": view}, lang, title=NASTY, description=NASTY).content.decode()
    own = re.findall(r'<script src="/static/aiqyn/aiqyn\.js\?v=[0-9a-f]{8}" defer></script>', text)
    assert len(own) == 1
    return text.replace(own[0], "")


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "zh"])
def test_a_project_of_hostile_words_is_shown_as_words(lang: str) -> None:
    text = page("project.html", project.project_view(lang, "p", STATEMENTS, "https://host.example"), lang)
    assert "<script" not in text
    assert text.count("&lt;script&gt;") > 20
    assert "&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;{{ 7*7 }}" in text


@pytest.mark.parametrize("one", STATEMENTS, ids=lambda one: one.property)
def test_a_statement_of_hostile_words_is_shown_as_words(one: Statement) -> None:
    text = page("statement.html", statement.statement_view("zh", Recorded(1, one), "https://host.example"), "zh")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert 'href="https://x.example/?a=1&amp;b=%22"' in text


def test_a_withdrawn_statement_says_so_with_the_reason() -> None:
    gone = STATEMENTS[0]
    by = said(property="retraction", value=gone.id, note="misread", recorded="2026-02-01")
    text = page("statement.html", statement.statement_view("en", Recorded(1, gone, by), "https://host.example"), "en")
    assert "The editors withdrew this statement on 1\u00a0February\u00a02026." in text
    assert "misread" in text
    assert f'href="/en/statements/{by.id}/"' in text


def test_a_withdrawn_statement_stays_in_the_table_struck_out() -> None:
    by = said(property="retraction", value=STATEMENTS[1].id)
    text = page("project.html", project.project_view("en", "p", [*STATEMENTS, by], "https://host.example"), "en")
    assert text.count('<tr class="withdrawn">') == 1
    assert "withdrawn</td>" in text


def test_a_preference_says_why() -> None:
    by = said(property="preference", value=STATEMENTS[0].id, note="the only audited figure")
    recorded = Recorded(1, STATEMENTS[0], None, by)
    text = page("statement.html", statement.statement_view("en", recorded, "https://host.example"), "en")
    assert "the only audited figure" in text


def test_a_retraction_has_a_page_too() -> None:
    by = said(property="retraction", value=STATEMENTS[0].id)
    text = page("statement.html", statement.statement_view("en", Recorded(9, by), "https://host.example"), "en")
    assert f'<a href="/en/statements/{STATEMENTS[0].id}/">' in text
