"""Where a form may be sent to, and how many bytes it may be."""

from __future__ import annotations

import re

from django.conf import settings

_FORMS = [(re.compile(pattern), most) for pattern, most in settings.FORMS]


def most_bytes(path: str) -> int | None:
    """How many bytes may be sent to an address; None where nothing may."""
    return next((most for pattern, most in _FORMS if pattern.match(path)), None)
