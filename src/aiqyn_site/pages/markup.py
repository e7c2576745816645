"""Escaping for what Python draws itself: charts and maps. All other markup is a template's."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import escape

_is_unsafe = re.compile("[&<>\"']").search


@lru_cache(maxsize=8192)
def escaped(text: str) -> str:
    """Escaped text. The same words come up on many pages, so the last ones are kept."""
    return str(escape(text)) if _is_unsafe(text) else text
