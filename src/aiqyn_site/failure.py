"""The answer when making an answer failed: it asks nothing of the database, which may be what failed."""

from __future__ import annotations

import json
import logging
import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.ledger.locks import is_lock
from aiqyn_site.pages.busy import busy
from aiqyn_site.pages.wording import texts

_HEAD = '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>{status} · Aiqyn</title></head>'


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for a failure: a page in four languages, for the API a problem document.

    A form that met another writer is given back with what was typed; who only reads is asked to come again.
    """
    is_locked = is_lock(sys.exc_info()[1])
    if request.path.startswith("/api/"):
        title, status = ("busy_read", 503) if is_locked else ("failed_title", 500)
        problem = {"type": "about:blank", "title": texts()["en"][title], "status": status}
        return HttpResponse(json.dumps(problem), status=status, content_type="application/problem+json")
    if is_locked:
        return busy(request)
    return HttpResponse(_sections("failed_title", "failed", 500), status=500)


def plain_page(title: str, text: str, status: int) -> tuple[str, list[tuple[str, str]], bytes]:
    """A page made without Django, in four languages; `title` and `text` are keys of the wording."""
    body = _sections(title, text, status).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    return f"{status} {HTTPStatus(status).phrase}", headers, body


class LocksInOneLine(logging.Filter):
    """A form that met another writer is no fault of the program: it is logged without the way that led there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off a record about a lock."""
        if record.exc_info and is_lock(record.exc_info[1]):
            record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
        return True


def _sections(title: str, text: str, status: int) -> str:
    sections = "".join(
        f'<section lang="{lang}"><h1>{escape(texts()[lang][title])}</h1>'
        f'<p>{escape(texts()[lang][text])}</p><p><a href="/{lang}/">{escape(name)}</a></p></section>'
        for lang, name in LANGUAGE_NAMES.items()
    )
    return f"{_HEAD.format(status=status)}<body><main>{sections}</main></body></html>"
