"""The site as a WSGI application: one version of the ledger a request, page cache, static files, then Django.

AIQYN_CACHE_MB sets how much the page cache may keep in each worker (default 9; 0 turns it off).
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiqyn_site.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it has no types

import aiqyn
from aiqyn_site.articles.reads import READS_PATH, readers, today
from aiqyn_site.cache import Application, Environ, PageCache, StartResponse
from aiqyn_site.code_tag import code_tag
from aiqyn_site.ledger.version import reading, version
from aiqyn_site.request_length import measured

_DAY = 86_400


def make_application() -> Application:
    """The whole stack, made once a process."""
    return measured(_at_one_version(make_cached()), max(most for _, most in settings.FORMS))


def _at_one_version(cached: Application) -> Application:
    """Cache and page go by the same version of the ledger, asked for once."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with reading():
            return cached(environ, start_response)

    return answer


def make_cached() -> PageCache:
    """The site behind its page cache."""
    site: Application = get_wsgi_application()
    static = WhiteNoise(site, root=str(settings.STATIC_ROOT), prefix="static/", max_age=_DAY)
    code = code_tag(settings.BASE_DIR) + code_tag(Path(aiqyn.__file__).parent)
    most_bytes = int(os.environ.get("AIQYN_CACHE_MB", "9")) * 1_000_000
    return PageCache(static, _state, code, most_bytes, past=(READS_PATH, settings.DESK_PATH))


def _state() -> str:
    """What pages follow from: the ledger, and the day, for articles say how often they were read up to yesterday."""
    day = today()
    readers.begin(day)
    return f"{version().tag}.{day}"


application = make_application()
# A full collection walks through all that is kept, for seventy milliseconds, and finds next to nothing: pages leave no
# cycles behind. So it comes three times more seldom than by default.
gc.set_threshold(700, 10, 30)
