"""Which texts are addresses of the web."""

from __future__ import annotations

import re

#: An address with a name or password before its host (RFC 3986, 3.2.1) would publish them, and pass for another host.
_URL = re.compile(r"https?://[^\s<>\"/?#\\@]+(?:[/?#][^\s<>\"]*)?")


def is_web_address(text: str) -> bool:
    return _URL.fullmatch(text) is not None
