"""From a template and what it speaks of to a response: escaping always on, no undefined name, the same frame around.

A template finds `t` (the wording) and `lang` in every corner, macros too; a page's own template also finds `frame`,
`here` (its path below the language) and what `show` was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.score_text import (
    aside_text,
    coverage_text,
    covered_text,
    ends_text,
    line_text,
    of_hundred,
    points_text,
    range_of_hundred,
    range_text,
    rank_text,
    verdict_word,
)
from aiqyn.words.word_tables import LANGUAGE_NAMES, capital
from aiqyn_site.clock import zone_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.home_law import no_duties
from aiqyn_site.pages.templates import Templates
from aiqyn_site.pages.wording import wording

_SITE = Path(__file__).resolve().parents[1]
_LONGEST_DESCRIPTION = 300
#: The status of what is not taken because too much came (RFC 6585, 4), and in how many seconds to try again.
TOO_MANY, _RETRY_AFTER = 429, "3600"
SECTIONS = (
    "programme",
    "projects",
    "disclosure",
    "environment",
    "requests",
    "map",
    "disagreements",
    "indicators",
    "articles",
    "changes",
)


class Alternate(NamedTuple):
    """The same page in one language."""

    lang: str
    name: str
    url: str
    current: bool


class FeedLink(NamedTuple):
    """A feed that a page offers: its media type, what it is of, its address."""

    type: str
    title: str
    href: str


class Frame(NamedTuple):
    """What the frame of every page says."""

    title: str
    description: str
    canonical: str
    host: str
    alternates: tuple[Alternate, ...]
    section: str
    register: str
    version: str
    known_on: str
    is_found: bool
    feeds: tuple[FeedLink, ...]


@cache
def environment(lang: str) -> Templates:
    """The templates in one language."""
    templates = Templates(_SITE / "templates", wording(lang))
    templates.globals |= {
        "t": wording(lang),
        "lang": lang,
        "capital": capital,
        "no_duties": lambda: no_duties(lang),
        "zone_of": lambda derivation: zone_text(load_laws().jurisdiction(derivation.rule_id)),
        "count": lambda number: count_text(number, lang),
        "date": lambda edtf: date_text(edtf, lang),
        "stylesheet": _stamped("aiqyn/aiqyn.css"),
        "script": _stamped("aiqyn/aiqyn.js"),
        "icon": _stamped("aiqyn/mark.svg"),
        "site_sections": SECTIONS,
        "score_words": _score_words(lang),
    }
    return templates


def _score_words(lang: str) -> SimpleNamespace:
    """What is said of scores on many pages, in one language."""
    functions: dict[str, Callable[..., str]] = {
        "points": points_text,
        "of_hundred": of_hundred,
        "range": range_text,
        "range_of_hundred": range_of_hundred,
        "ends": ends_text,
        "covered": covered_text,
        "rank": rank_text,
        "share": coverage_text,
        "verdict": verdict_word,
        "line": line_text,
        "aside": aside_text,
    }
    return SimpleNamespace(**{name: partial(function, lang=lang) for name, function in functions.items()})


@cache
def macros(name: str, lang: str) -> Any:
    """The macros of a component, for markup that is made outside of a template: `macros("figure", "kk").value(...)`."""
    return environment(lang).get_template(f"components/{name}.html").module


@cache
def _stamped(name: str) -> str:
    """A static file's address with a stamp of its content, so that it may be cached for ever."""
    stamp = sha256((_SITE / "static" / name).read_bytes()).hexdigest()[:8]
    return f"/{settings.STATIC_URL.strip('/')}/{name}?v={stamp}"


def host_of(request: HttpRequest) -> str:
    """Scheme and host for permanent links: as set for the site, else as the reader came."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def show(
    request: HttpRequest,
    lang: str,
    template: str,
    *,
    title: str,
    description: str,
    query: str = "",
    feeds: Iterable[FeedLink] = (),
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """A page. `query` is the part of the request's query that the page knows, in its canonical order."""
    frame = frame_of(request, lang, title, description, query=query, feeds=feeds, status=status)
    here = request.path[len(lang) + 2 :]
    text = environment(lang).get_template(template).render(frame=frame, here=here, **context)
    response = HttpResponse(text, status=status)
    response.headers["Content-Language"] = lang
    if status == TOO_MANY:
        response.headers["Retry-After"] = _RETRY_AFTER
    return response


def frame_of(
    request: HttpRequest,
    lang: str,
    title: str,
    description: str,
    *,
    query: str = "",
    feeds: Iterable[FeedLink] = (),
    status: int = 200,
) -> Frame:
    """The frame of the page at the request's address."""
    place = request.path[len(lang) + 2 :] if status == 200 else ""
    tail = place + (f"?{query}" if query else "")
    host = host_of(request)
    register = ledger.register()
    return Frame(
        title=title,
        description=description if len(description) <= _LONGEST_DESCRIPTION else description[:299].rstrip() + "…",
        canonical=f"{host}/{lang}/{tail}",
        host=host,
        alternates=tuple(
            Alternate(other, LANGUAGE_NAMES[other], f"/{other}/{tail}", other == lang) for other in LANGUAGES
        ),
        section=place.partition("/")[0],
        register=register.title(lang),
        version=count_text(register.version.number, lang),
        known_on=date_text(register.version.recorded[:10], lang),
        is_found=status == 200,
        feeds=tuple(feeds),
    )


def markup_of(lang: str, template: str, **context: object) -> Markup:
    """A part of a page without its frame, for pages that keep it."""
    return Markup(environment(lang).get_template(template).render(**context))  # noqa: S704 - templates escape
