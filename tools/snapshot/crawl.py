"""Every public address of a site and what it answers, asked in process through the whole WSGI stack."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

HOST = "aiqyn.test"
LANGUAGES = ("kk", "ru", "en", "zh")
_STARTS = ("/", "/api/", "/api/openapi.json", "/robots.txt", "/sitemap.xml", "/nowhere/")
#: What readers ask for through forms, good and bad, which no link leads to.
_FORMS = Path(__file__).with_name("forms.txt")
_IN_MARKUP = re.compile(r'(?:href|src|action)="(/[^"#]*)')
_IN_DATA = re.compile(rf'"(?:https?://{re.escape(HOST)})?(/(?:api|documents|kk|ru|en|zh)/[^"#]*)')
_PARAMETER = re.compile(r"{\w+}")
#: Styles do not follow from the register, the desk is not public, a read is counted by being asked for.
_APART = re.compile(r"/(?:static|desk|reads)/")
#: An answer that can be narrowed is followed one step, its pages to the end.
_PAGE = re.compile(r"[?&](?:page|cursor|after|before|day)=")


class Answer(NamedTuple):
    """What an address answers. `type` is its media type; a redirect's `body` is where it leads."""

    address: str
    status: int
    type: str
    body: bytes


def ask(application: Callable[..., Iterable[bytes]], address: str) -> Answer:
    """One answer of a WSGI application to a plain GET."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": quote(query, safe="=&+%,:;/"),
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "HTTP_HOST": HOST,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    head: list[Any] = []
    content = application(environ, lambda status, headers, *_: head.extend((status, dict(headers))))
    body = b"".join(content)
    status, headers = int(head[0][:3]), head[1]
    if "Location" in headers:
        body = headers["Location"].encode()
    return Answer(address, status, headers.get("Content-Type", "").partition(";")[0], body)


def links(answer: Answer) -> set[str]:
    """The addresses on this site that an answer leads to."""
    text = answer.body.decode("utf-8", "replace")
    if answer.status in {301, 302}:
        return {text} if text.startswith("/") else set()
    leads = {unescape(link) for link in _IN_MARKUP.findall(text)} if "html" in answer.type else set()
    if "json" in answer.type:
        leads |= set(_IN_DATA.findall(text))
    if answer.address == "/api/openapi.json":
        leads |= {f"/api{path.removeprefix('/api')}" for path in json.loads(text)["paths"] if "{" not in path}
    return {link for link in leads if not _APART.match(link) and not _PARAMETER.search(link)}


def follows(origin: str, link: str) -> bool:
    """Whether a link is followed: always without a query, else from a plain page, or on to another of its pages."""
    if "?" not in link:
        return True
    return "?" not in origin or (bool(_PAGE.search(link)) and _narrowed(link) == _narrowed(origin))


def _narrowed(address: str) -> str:
    """An address without the page of the list that it names."""
    path, _, query = address.partition("?")
    return "&".join([path, *sorted(part for part in query.split("&") if not _PAGE.match(f"?{part}"))])


def _answer(address: str) -> tuple[Answer, list[str]]:
    logging.disable(logging.WARNING)  # what is not found is part of what is saved
    from aiqyn_site.wsgi import application  # noqa: PLC0415 - in each process, with its settings

    answer = ask(application, address)
    return answer, sorted(link for link in links(answer) if follows(address, link))


def _derived(address: str) -> list[str]:
    """The API's twin of a page that stands in one language, and the same page of the API in each language."""
    part = re.fullmatch(r"/en/(projects|sources|statements)/([a-z0-9-]+)/", address)
    if part:
        return [f"/api/{part[1]}/{part[2]}"]
    if re.fullmatch(r"/api/(?!statements/|openapi)[a-z]+(?:/[a-z0-9-]+)?", address):
        return [f"{address}?lang={lang}" for lang in LANGUAGES]
    return []


def answers(only: str, processes: int = 0) -> Iterator[Answer]:
    """What every public address answers, nearest to the entrance first.

    `only` is a regular expression; an address that it does not match at its start is asked for its links alone where
    it is the page of a list.
    """
    wanted = re.compile(only)
    forms = _FORMS.read_text(encoding="utf-8").split()
    known = {*_STARTS, *(form.format(lang=lang) for form in forms for lang in LANGUAGES)}
    frontier = sorted(known)
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes or os.cpu_count()) as pool:
        while frontier:
            following: set[str] = set()
            for answer, leads in pool.imap(_answer, frontier, chunksize=8):
                if wanted.match(answer.address):
                    yield answer
                following.update(leads)
            following.update(*map(_derived, frontier))
            frontier = sorted(
                link for link in following - known if len(link) < 1_000 and (wanted.match(link) or _is_way(link))
            )
            known.update(frontier)


def _is_way(address: str) -> bool:
    """Whether a page only leads on: a list or a page of a list, not the page of one thing."""
    return address.count("/") <= 3
