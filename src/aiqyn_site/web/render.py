"""From a template and its context to a response: one environment, escaping always on, no undefined name.

Every page gets its frame here: language, title, description, canonical address, twins in other languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from aiqyn.vocabulary.model import LANGUAGES
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.web.date_forms import date_text
from aiqyn_site.web.formats import count_text, wording
from aiqyn_site.web.wording import LANGUAGE_NAMES

_SITE = Path(__file__).resolve().parents[1]
_LONGEST_DESCRIPTION = 300


class Alternate(NamedTuple):
    """The same page in one language."""

    lang: str
    name: str
    url: str
    current: bool


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


@cache
def environment() -> Environment:
    """The one template environment."""
    made = Environment(
        loader=FileSystemLoader(_SITE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["stylesheet"] = _stamped("aiqyn/aiqyn.css")
    made.globals["icon"] = _stamped("aiqyn/mark.svg")
    made.globals["capital"] = capital
    return made


@cache
def raw_environment() -> Environment:
    """The environment of the figure component alone: no automatic escaping. Its caller escapes."""
    return Environment(  # noqa: S701 - see components/figure.html
        loader=FileSystemLoader(_SITE / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


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
    """A page. `query` is the part of the request's query that the page knows, in its canonical order."""
    text = (
        environment()
        .get_template(template)
        .render(
            context,
            t=wording(lang),
            lang=lang,
            frame=frame(request, lang, title, description, query, status),
        )
    )
    response = HttpResponse(text, status=status)
    response.headers["Content-Language"] = lang
    return response


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
