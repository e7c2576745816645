"""Environment variables, read strictly: what cannot be is refused in words, never guessed at or passed over."""

from __future__ import annotations

import datetime
import os
import re
from urllib.parse import urlsplit

_NUMBER = re.compile(r"[0-9]{1,6}")
_YEARS = range(1900, 2200)
_HOST = re.compile(r"\.?[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


def text(name: str, usual: str = "") -> str:
    """What a variable says; what is usual where it is not set, or blank."""
    return os.environ.get(name, "").strip() or usual


def number(name: str, usual: int) -> int:
    """A whole number of at most six digits. Raises ValueError for anything else."""
    given = text(name, str(usual))
    if not _NUMBER.fullmatch(given):
        raise ValueError(f"{name} is '{given}'; write a whole number, such as {usual}")
    return int(given)


def switch(name: str) -> bool:
    """1 for yes, 0 for no and by default. Raises ValueError for anything else."""
    given = text(name, "0")
    if given not in {"0", "1"}:
        raise ValueError(f"{name} is '{given}'; write 1, or leave it out")
    return given == "1"


def day(name: str) -> datetime.date | None:
    """A day as 2026-11-29, of a century in which laws can be counted. Raises ValueError for anything else."""
    given = text(name)
    try:
        read = datetime.date.fromisoformat(given) if given else None
    except ValueError:
        read = datetime.date.min
    if read is not None and read.year not in _YEARS:
        raise ValueError(f"{name} is '{given}'; write a day such as 2026-11-29")
    return read


def hosts(name: str) -> list[str]:
    """Host names, comma-separated; `*` is any. Raises ValueError for what is no name, such as an address or a port."""
    given = [host.strip() for host in text(name).split(",")] if text(name) else []
    for host in given:
        if host != "*" and not _HOST.fullmatch(host):
            raise ValueError(f"{name} has '{host}'; write host names alone, such as example.org,.example.net")
    return given


def address(name: str) -> str:
    """An address of a site, without the slash at its end. Raises ValueError for anything else than http(s)://HOST."""
    given = text(name).rstrip("/")
    parts = urlsplit(given)
    is_site = parts.scheme in {"http", "https"} and parts.hostname and not (parts.path or parts.query or parts.fragment)
    if given and (not is_site or "@" in parts.netloc):
        raise ValueError(f"{name} is '{given}'; write the address of the site, such as https://example.org")
    return given
