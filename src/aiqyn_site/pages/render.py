"""From a template and its context to a response: one environment, escaping always on, no undefined name.

Every page gets its frame here: language, title, description, canonical address, twins in other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.wording import LANGUAGE_NAMES
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.wording import wording

_SITE = Path(__file__).resolve().parents[1]
_LONGEST_DESCRIPTION = 300
_FEED = Markup('<link rel="alternate" type="{}" title="{}" href="{}">\n')


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
    licence: str
    is_found: bool
    feeds: tuple[FeedLink, ...] = ()


class _InOneLanguage(FileSystemLoader):
    """Templates with the texts of a language written into them, so that a page need not ask for each."""

    def __init__(self, folder: Path, lang: str) -> None:
        super().__init__(folder)
        self._text = wording(lang) if lang else None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """A template's source, its path and what tells whether it changed."""
        source, path, unchanged = super().get_source(environment, template)
        text = self._text
        if text is not None:
            source = _PLAIN_TEXT.sub(lambda found: str(escape(text(found[1]))), source)
        return source, path, unchanged


_PLAIN_TEXT = re.compile(r"{{ t\('(\w+)'\) }}")


@cache
def environment(lang: str = "") -> Environment:
    """The template environment of a language; without one it is for any, given `t`."""
    made = Environment(
        loader=_InOneLanguage(_SITE / "templates", lang),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["stylesheet"] = _stamped("aiqyn/aiqyn.css")
    made.globals["script"] = _stamped("aiqyn/aiqyn.js")
    made.globals["icon"] = _stamped("aiqyn/mark.svg")
    made.globals["capital"] = capital
    return made


def _stamped(name: str) -> str:
    """A static file's address with a stamp of its content, so that it may be cached for ever."""
    stamp = sha256((_SITE / "static" / name).read_bytes()).hexdigest()[:8]
    return f"/{settings.STATIC_URL.strip('/')}/{name}?v={stamp}"


def capital(text: str) -> str:
    """A label with a capital first letter: the vocabulary writes labels as within a sentence."""
    return text[:1].upper() + text[1:]


def host_of(request: HttpRequest) -> str:
    """Scheme and host for permanent links: as set for the site, else as the reader came."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    lang: str,
    *,
    title: str,
    description: str,
    query: str = "",
    status: int = 200,
) -> HttpResponse:
    """A page. `query` is the part of the request's query that the page knows, in its canonical order.

    The page offers the feeds that are in the context under `feeds`, each a FeedLink.
    """
    made = environment(lang).get_template(template)
    here = request.path[len(lang) + 2 :]
    main = "".join(made.blocks["main"](made.new_context({**context, "t": wording(lang), "lang": lang, "here": here})))
    framed = frame(request, lang, title, description, query, status)
    offered = context.get("feeds", ())
    if isinstance(offered, tuple):
        framed = framed._replace(feeds=offered)
    text = _framed(framed, lang, main)
    response = HttpResponse(text, status=status)
    response.headers["Content-Language"] = lang
    return response


def _framed(frame: Frame, lang: str, main: str) -> str:
    """The frame with the page in it, and all that changes from page to page."""
    changing = {
        "title": escape(frame.title),
        "description": escape(frame.description),
        "canonical": escape(frame.canonical),
        "host": escape(frame.host),
        "tail": escape(frame.alternates[0].url.removeprefix(f"/{frame.alternates[0].lang}/")),
        "feeds": "".join([_FEED.format(*one) for one in frame.feeds]),
        "main": main,
    }
    names_itself = frame.title == frame.register
    same = (frame.section, frame.is_found, frame.register, frame.version, frame.known_on)
    literals, fields = _frame_pieces(lang, names_itself, *same)
    made = [literals[0]]
    for field, literal in zip(fields, literals[1:], strict=True):
        made += (changing[field], literal)
    return "".join(made)


@lru_cache(maxsize=64)
def _frame_pieces(
    lang: str, names_itself: bool, section: str, is_found: bool, register: str, version: str, known_on: str
) -> tuple[list[str], list[str]]:
    """The frame as it is for every page of a section: its markup cut where something changes, and what goes there."""
    fields = ("title", "description", "canonical", "host", "tail", "feeds", "main")
    mark = {field: f"\0{field}\0" for field in fields}
    text = (
        environment()
        .get_template("base.html")
        .render(
            t=wording(lang),
            lang=lang,
            frame={
                **mark,
                "title": register if names_itself else mark["title"],
                "alternates": [
                    Alternate(one, LANGUAGE_NAMES[one], f"/{one}/{mark['tail']}", one == lang) for one in LANGUAGES
                ],
                "section": section,
                "register": register,
                "version": version,
                "known_on": known_on,
                "is_found": is_found,
            },
        )
    )
    pieces = text.split("\0")
    return pieces[::2], pieces[1::2]


def frame(request: HttpRequest, lang: str, title: str, description: str, query: str, status: int) -> Frame:
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
        alternates=tuple(Alternate(one, LANGUAGE_NAMES[one], f"/{one}/{tail}", one == lang) for one in LANGUAGES),
        section=place.partition("/")[0],
        register=register.meta["title"].get(lang, "") or "Aiqyn",
        version=count_text(register.version.number, lang),
        known_on=date_text(register.version.recorded[:10], lang),
        licence=str(register.meta.get("licence", "")),
        is_found=status == 200,
    )
