"""The site as a WSGI application: the host, one version of the ledger a request, page cache, static files, then Django.

It is served by the listener, which receives what is sent in.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from wsgiref.headers import Headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiqyn_site.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it has no types

import aiqyn
from aiqyn_site.articles.reads import READS_PATH, readers, today
from aiqyn_site.cache import Application, Environ, PageCache, StartResponse
from aiqyn_site.clock import elsewhere
from aiqyn_site.code_tag import code_tag
from aiqyn_site.failure import plain_page
from aiqyn_site.hosts import Request, only_for
from aiqyn_site.ledger.fault import UNREADABLE
from aiqyn_site.ledger.version import reading, version
from aiqyn_site.response_headers import HEADERS

_log = logging.getLogger(__name__)
_DAY = 86_400


class _Site(WSGIHandler):
    request_class = Request


def around(cached: PageCache) -> Application:
    """What stands before the page cache: the host is judged, then cache and page go by one version of the ledger."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            with reading():
                return cached(environ, start_response)
        except UNREADABLE:
            # What fails in a page is said by Django. Here it is the state of the ledger that cannot be told.
            _log.exception("Internal Server Error before any page")
            status, headers, body = plain_page("failed_title", "failed", 500)
            start_response(status, headers)
            return [body]

    return only_for(settings.HOSTS, answer)


def make_cached() -> PageCache:
    """The site behind its page cache."""
    django.setup(set_prefix=False)
    static = WhiteNoise(
        _Site(),
        root=str(settings.STATIC_ROOT),
        prefix="static/",
        max_age=_DAY,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    code = code_tag(settings.BASE_DIR) + code_tag(Path(aiqyn.__file__).parent)
    return PageCache(static, _state, code, settings.CACHE_BYTES, past=(READS_PATH, settings.DESK_PATH))


def _add_headers(headers: Headers, path: str, url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value


def _state() -> str:
    """What pages follow from: the ledger, and the day, at home and where the law of another country counts."""
    day = today()
    readers.begin(day)
    return ".".join([version().tag, day, *(f"{country}{other}" for country, other in elsewhere())])


cached = make_cached()
application = around(cached)
# A full collection walks through all that is kept, for seventy milliseconds, and finds next to nothing: pages leave no
# cycles behind. So it comes three times more seldom than by default.
gc.set_threshold(700, 10, 30)
