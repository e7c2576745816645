"""The answer when making an answer failed: it asks nothing of the database, which may be what failed."""

from __future__ import annotations

import errno
import json
import logging
import sys
import time
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.commands.file_faults import database_fault, storage_fault
from aiqyn_site.ledger.fault import UNREADABLE
from aiqyn_site.ledger.locks import is_lock
from aiqyn_site.ledger.unreadable_rows import cause_in_rows
from aiqyn_site.pages.busy import busy
from aiqyn_site.pages.wording import texts

_MINUTE = 60  # seconds
_TITLES = {errno.ENOSPC: "storage_full", errno.EROFS: "storage_fixed", errno.EACCES: "storage_fixed"}
_HEAD = '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>{status} · Aiqyn</title></head>'


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for a failure: a page in four languages, for the API a problem document.

    A form that met another writer, or a database that takes nothing, is given back with what was typed; who only reads
    is asked to come again.
    """
    error = sys.exc_info()[1]
    is_locked = is_lock(error)
    if request.path.startswith("/api/"):
        title, status = ("busy_read", 503) if is_locked else ("failed_title", 500)
        problem = {"type": "about:blank", "title": texts()["en"][title], "status": status}
        return HttpResponse(json.dumps(problem), status=status, content_type="application/problem+json")
    if is_locked:
        return busy(request)
    if request.method == "POST" and (fault := database_fault(error)):
        return _given_back(request, _TITLES.get(fault.errno or 0, "storage_failing"))
    return HttpResponse(_sections("failed_title", "failed", 500), status=500)


def _given_back(request: HttpRequest, title: str) -> HttpResponse:
    """The form in the reader's language; where not even the frame of a page can be read, in all four."""
    try:
        return busy(request, title)
    except UNREADABLE:
        return HttpResponse(_sections(title, "busy", 503, _typed(request)), status=503)


def _typed(request: HttpRequest) -> str:
    fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    if any(name.startswith("password") for name, _ in fields):
        return ""
    areas = "".join(
        f'<p><textarea name="{escape(name)}" rows="4" cols="60" aria-label="{escape(name)}">\n'
        f"{escape(text)}</textarea></p>"
        for name, text in fields
    )
    again = " / ".join(dict.fromkeys(texts()[lang]["busy_again"] for lang in LANGUAGE_NAMES))
    return (
        f'<form action="{escape(request.get_full_path())}" method="post" enctype="multipart/form-data">{areas}'
        f'<p><button type="submit">{escape(again)}</button></p></form>'
    )


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


class CauseInOneLine(logging.Filter):
    """What is no fault of the program is logged without the way that led there.

    That is a form that met another writer, and a row of the database that cannot be read. Rows are looked through for
    that at most once a minute: a failure that comes of something else may come often.
    """

    _asked = -float(_MINUTE)
    _cause = ""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off a record whose cause is known, and name the rows."""
        error = record.exc_info[1] if record.exc_info else None
        if is_lock(error):
            record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
        elif getattr(record, "status_code", 500) < 500:
            record.exc_info = None  # what somebody sent could not be read: there may be many
        elif fault := storage_fault(error):
            record.msg, record.args, record.exc_info = f"{record.getMessage()}: {fault}", (), None
        elif isinstance(error, UNREADABLE) and (cause := self._cause_now()):
            record.msg, record.args, record.exc_info = f"{record.getMessage()}: {cause}", (), None
        return True

    def _cause_now(self) -> str:
        if time.monotonic() - self._asked > _MINUTE:
            self._cause = cause_in_rows()
            self._asked = time.monotonic()
        return self._cause


def _sections(title: str, text: str, status: int, more: str = "") -> str:
    sections = "".join(
        f'<section lang="{lang}"><h1>{escape(texts()[lang][title])}</h1>'
        f'<p>{escape(texts()[lang][text])}</p><p><a href="/{lang}/">{escape(name)}</a></p></section>'
        for lang, name in LANGUAGE_NAMES.items()
    )
    return f"{_HEAD.format(status=status)}<body><main>{sections}{more}</main></body></html>"
