"""Reads of the articles: the register's own, and publications that statements were drawn from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from aiqyn.exchange.folder import ARTICLES, PROGRAMME
from aiqyn.ledger import Source
from aiqyn.prose.document import Document, parse_document, plain_text, references_of
from aiqyn.prose.header import Header
from aiqyn.prose.reading import reading_minutes
from aiqyn.prose.reference import SELECTING
from aiqyn.values.dates import parse_date
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import marks, select

#: Kinds of source that are articles of others: reporting and analysis, not documents of those concerned.
OUTSIDE_KINDS = ("news_agency", "press", "ngo", "think_tank", "reprint", "aggregator")
_MOST_ARTICLES = 1_000


class Article(NamedTuple):
    """One of the register's own articles in one language. `figures` counts the statements it names."""

    slug: str
    lang: str
    header: Header
    minutes: int
    figures: int


class ArticleText(NamedTuple):
    """An article in words, for search."""

    slug: str
    lang: str
    title: str
    lead: str
    text: str


@kept(most=1)
def _files() -> Mapping[str, Mapping[str, int]]:
    """The texts of the present version: by language, then by name without language, the number of the file."""
    numbers: dict[str, dict[str, int]] = {}
    for name, number in ledger.files().items():
        stem, _, lang = name.removesuffix(".md").rpartition(".")
        if name.endswith(".md") and (stem == PROGRAMME or stem.startswith(f"{ARTICLES}/")):
            numbers.setdefault(lang, {})[stem] = number
    return numbers


def document(name: str, lang: str) -> Document | None:
    """A text of the register, `programme` or `articles/SLUG`, in a language; None where there is none."""
    number = _files().get(lang, {}).get(name)
    return parse_document(ledger.file_content(number)).document if number is not None else None


@kept(most=_MOST_ARTICLES)
def article(slug: str, lang: str) -> Article | None:
    """One article in a language, without its text."""
    read = document(f"{ARTICLES}/{slug}", lang)
    if read is None:
        return None
    named = {reference.selector for reference in references_of(read) if reference.form in SELECTING}
    return Article(slug, lang, read.header, reading_minutes(read, lang), len(named))


def articles(lang: str, *, tag: str = "", project: str = "", region: str = "") -> list[Article]:
    """The articles in a language, the latest first; `region` means about a project of the region."""
    names = (name.removeprefix(f"{ARTICLES}/") for name in _files().get(lang, {}) if name != PROGRAMME)
    shown = [item for item in (article(slug, lang) for slug in names) if item is not None]
    if tag:
        shown = [item for item in shown if tag in item.header.tags]
    if project:
        shown = [item for item in shown if project in item.header.projects]
    if region:
        there = _projects_of(region, {key for item in shown for key in item.header.projects})
        shown = [item for item in shown if not there.isdisjoint(item.header.projects)]
    return sorted(shown, key=lambda item: (item.header.published, item.slug), reverse=True)


def _projects_of(region: str, projects: Iterable[str]) -> set[str]:
    """Those of the projects that a statement places in the region, and the region itself."""
    wanted = sorted(projects)
    if not wanted:
        return set()
    rows = select(f"SELECT id, facets FROM projects_project WHERE id IN ({marks(wanted)})", wanted)
    return {region} | {key for key, facets in rows if region in json.loads(facets)["region"]}


def latest_articles(lang: str, n: int) -> list[Article]:
    """The `n` latest articles in a language."""
    return articles(lang)[:n]


def languages_of(slug: str) -> list[str]:
    """The languages an article exists in."""
    return [lang for lang, names in _files().items() if f"{ARTICLES}/{slug}" in names]


def article_texts() -> Iterator[ArticleText]:
    """Every article in every language, in words, one article after another."""
    texts = [(name, lang, number) for lang, names in _files().items() for name, number in names.items()]
    for name, lang, number in sorted(texts):
        read = parse_document(ledger.file_content(number)).document if name != PROGRAMME else None
        if read is not None:
            slug = name.removeprefix(f"{ARTICLES}/")
            yield ArticleText(slug, lang, read.header.title, read.header.lead, plain_text(read))


# --- what others published ----------------------------------------------------------------------------------


def outside(offset: int, limit: int, project: str = "") -> tuple[int, list[tuple[Source, int]]]:
    """How many publications of others have statements (about a project); some, with how many, the latest first."""
    counted = _counted(project)
    page = counted[offset : offset + limit]
    described = ledger.sources(key for key, _ in page)
    return len(counted), [(described[key], count) for key, count in page]


@kept()
def _counted(project: str) -> list[tuple[str, int]]:
    """Ids of outside publications with the number of statements drawn from them, the latest first."""
    about = "WHERE s.entity_id = (SELECT number FROM ledger_entity WHERE id = %s)" if project else ""
    sql = f"""
    SELECT o.id, c.n FROM (SELECT s.source_id, count(*) AS n FROM ledger_statement s {about} GROUP BY s.source_id) c
    JOIN ledger_source o ON o.number = c.source_id
    """
    counts = dict(select(sql, [project] if project else []))
    kinds = f"SELECT id, published, kind FROM ledger_source WHERE kind IN ({marks(OUTSIDE_KINDS)}) ORDER BY number"
    published = {key: text for key, text, _ in select(kinds, OUTSIDE_KINDS) if key in counts}
    latest = sorted(published, key=lambda key: (_last_day(published[key]), key), reverse=True)
    return [(key, counts[key]) for key in latest]


@lru_cache(maxsize=4096)
def _last_day(published: str) -> str:
    """The last day a date of publication may mean; blank, and so last of all, where there is none."""
    return parse_date(published).last.isoformat() if published else ""
