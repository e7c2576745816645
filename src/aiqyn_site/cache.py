"""The page cache: whole answers kept for one version of the ledger, so that none can be stale.

Every page and API answer is a function of its address and the ledger. The cache asks the ledger's version at every
request (on SQLite that costs microseconds) and forgets everything when it has changed. It also answers
conditional requests (RFC 9110, If-None-Match) and compresses what it keeps, once.

An address may carry any parameter, so anybody can ask for pages that nobody asks for again. These push out each other,
not the pages that are asked for again and again: what is kept is a segmented LRU (Karedla, Love and Wherry 1994).

Whoever can tell that nothing was written since a page was asked for (the listener, by a stamp) may take what is kept
without asking for the version: it never waits for the database then.
"""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

READING = frozenset({"GET", "HEAD"})
_LONGEST_KEY = 2_000
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/atom+xml",
    "application/feed+json",
    "image/svg+xml",
)
_LEAST_TO_COMPRESS = 500
#: How much of the cache pages that were asked for again may hold, in percent: the rest is always there for new ones.
_MOST_FOR_REPEATED = 80


class _Key(NamedTuple):
    host: str
    scheme: str
    path: str
    query: str


class Kept(NamedTuple):
    """An answer as it is sent: plain, and compressed where that pays."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    compressed_headers: list[tuple[str, str]]
    compressed: bytes


class Answer(NamedTuple):
    """What an application answers to one request: a status as `200 OK`, headers, and all of the body."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def answer_of(application: Application, environ: Environ) -> Answer:
    """Let a WSGI application answer, and take all that it says."""
    begun: list[Any] = []
    content = application(environ, lambda status, headers, *_: begun.extend((status, headers)))
    try:
        body = b"".join(content)
    finally:
        close = getattr(content, "close", None)
        if close is not None:
            close()
    status, headers = begun
    return Answer(status, headers, body)


class _Shelf:
    """Answers by address, at most `most` bytes: those asked for since they were kept apart from those that were not.

    Only an answer that was not asked for again gives way to a new one. When those that were asked for again outgrow
    their share, the one not asked for longest goes back among the others, as the newest of them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._most_repeated = most * _MOST_FOR_REPEATED // 100
        self.clear()

    def clear(self) -> None:
        self._new: OrderedDict[_Key, Kept] = OrderedDict()
        self._repeated: OrderedDict[_Key, Kept] = OrderedDict()
        self._size = self._repeated_size = 0

    def take(self, key: _Key) -> Kept | None:
        """What is kept of an address, from now on among those asked for again."""
        kept = self._repeated.get(key)
        if kept is not None:
            self._repeated.move_to_end(key)
        elif (kept := self._new.get(key)) is not None:
            self._new.move_to_end(key)
            # One larger than the share would push out all others and then itself.
            if _weight(kept) <= self._most_repeated:
                self._raise(key)
        return kept

    def add(self, key: _Key, kept: Kept) -> None:
        """Keep an answer, unless there is one of its address or it would push out what is asked for again."""
        weight = _weight(kept)
        if key in self._new or key in self._repeated or self._repeated_size + weight > self._most:
            return
        self._new[key] = kept
        self._size += weight
        while self._size > self._most:
            _, gone = self._new.popitem(last=False)
            self._size -= _weight(gone)

    def _raise(self, key: _Key) -> None:
        kept = self._repeated[key] = self._new.pop(key)
        self._repeated_size += _weight(kept)
        while self._repeated_size > self._most_repeated:
            lowered, least = self._repeated.popitem(last=False)
            self._repeated_size -= _weight(least)
            self._new[lowered] = least


class PageCache:
    """WSGI middleware that keeps answers to GET, at most `most_bytes` of them; those asked for only once go first.

    `state` tells at every request which state of the ledger the answers are for; `code` which edition of the site.
    Addresses that begin with one of `past` are answered by the site each time.
    """

    def __init__(
        self,
        application: Application,
        state: Callable[[], str],
        code: str,
        most_bytes: int,
        past: tuple[str, ...] = (),
    ) -> None:
        self._application, self._state, self._code, self._most = application, state, code, most_bytes
        self._past = past
        self._shelf = _Shelf(most_bytes)
        self._lock = threading.Lock()
        self._tag = ""
        self._proved: tuple[object, str] = (None, "")

    def at_once(self, environ: Environ, stamp: object) -> Answer | None:
        """What is kept of an address, if nothing was written since: `stamp` is the last one proved. None else.

        Also none where no host is named: whether that may be is not judged here. What is kept under a name was.
        """
        if (
            not environ.get("HTTP_HOST")
            or stamp is None
            or self._proved != (stamp, self._tag)
            or environ["REQUEST_METHOD"] not in READING
        ):
            return None
        kept = self._find(self._tag, _key(environ))
        return kept and _sent(kept, environ)

    def prove(self, stamp: object) -> None:
        """Say that the cache was asked after the ledger had this stamp: what it keeps is no older."""
        self._proved = (stamp, self._tag)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["REQUEST_METHOD"] not in READING or environ.get("PATH_INFO", "").startswith(self._past):
            return self._application(environ, start_response)
        tag, key = self._state(), _key(environ)
        kept = self._find(tag, key)
        if kept is None:
            kept = self._make(environ, tag)
            if kept.status.startswith("200") and len(key.path) + len(key.query) < _LONGEST_KEY and not _varies(kept):
                kept = self._keep(key, kept, tag)
        answer = _sent(kept, environ)
        start_response(answer.status, answer.headers)
        return [answer.body]

    def _find(self, tag: str, key: _Key) -> Kept | None:
        """What is kept of an address for this state; what was kept for another is forgotten."""
        with self._lock:
            if tag != self._tag:
                self._shelf.clear()
                self._tag = tag
            return self._shelf.take(key)

    def _make(self, environ: Environ, tag: str) -> Kept:
        """Let the site answer, as to a plain GET."""
        site_environ = {**environ, "REQUEST_METHOD": "GET"}
        for conditional in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
            site_environ.pop(conditional, None)
        status, headers, body = answer_of(self._application, site_environ)
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        names = {name.lower() for name, _ in headers}
        if status.startswith("200") and "cache-control" not in names:
            headers.append(("Cache-Control", "no-cache"))
            headers.append(("ETag", f'W/"{tag}-{self._code}"'))
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        plain = [*headers, ("Content-Length", str(len(body)))]
        if not kind.startswith(_COMPRESSIBLE) or len(body) < _LEAST_TO_COMPRESS:
            return Kept(status, plain, body, plain, b"")
        return Kept(status, [*plain, ("Vary", "Accept-Encoding")], body, [*headers, ("Vary", "Accept-Encoding")], b"")

    def _keep(self, key: _Key, kept: Kept, tag: str) -> Kept:
        """Keep an answer, compressed as well, and return it as kept. One that cannot fit is not even compressed."""
        if len(kept.body) + _LEAST_TO_COMPRESS > self._most:
            return kept
        if kept.headers != kept.compressed_headers:
            compressed = gzip.compress(kept.body, 6, mtime=0)
            headers = [
                *kept.compressed_headers,
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(compressed))),
            ]
            kept = kept._replace(compressed=compressed, compressed_headers=headers)
        with self._lock:
            # Another thread may have kept the same meanwhile, or found that the state has changed.
            if tag == self._tag:
                self._shelf.add(key, kept)
        return kept


def _weight(kept: Kept) -> int:
    return len(kept.body) + len(kept.compressed) + _LEAST_TO_COMPRESS


def _varies(kept: Kept) -> bool:
    """Whether the answer depends on more than its address, or says that nothing may keep it."""
    headers = [(name.lower(), value) for name, value in kept.headers]
    by_reader = any(name in {"vary", "set-cookie"} and value != "Accept-Encoding" for name, value in headers)
    return by_reader or ("cache-control", "no-store") in headers


def _key(environ: Environ) -> _Key:
    return _Key(
        environ.get("HTTP_HOST", ""),
        environ.get("wsgi.url_scheme", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
    )


def _sent(kept: Kept, environ: Environ) -> Answer:
    """What a reader gets of what is kept: 304, compressed, plain, or the headers alone."""
    tag = next((value for name, value in kept.headers if name == "ETag"), "")
    if tag and _is_known(tag, environ.get("HTTP_IF_NONE_MATCH", "")):
        headers = [header for header in kept.headers if header[0] not in {"Content-Length", "Content-Type"}]
        return Answer("304 Not Modified", headers, b"")
    body, headers = kept.body, kept.headers
    if kept.compressed_headers is not kept.headers and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body, headers = kept.compressed, kept.compressed_headers
        if not body:
            body = gzip.compress(kept.body, 1, mtime=0)
            headers = [*headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    return Answer(kept.status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)


def _is_known(tag: str, known: str) -> bool:
    """Whether a reader has what the tag is of: compared weakly, strong and weak tags alike (RFC 9110, 13.1.2)."""
    opaque = tag.removeprefix("W/")
    return known.strip() == "*" or any(given.strip().removeprefix("W/") == opaque for given in known.split(","))


@lru_cache(maxsize=64)
def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3): by its name or by `*`, with a weight above 0."""
    weights = dict(_coding(item) for item in accepted[:500].split(","))
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _coding(item: str) -> tuple[str, float]:
    name, _, weight = item.partition(";")
    digits = weight.strip().lower().removeprefix("q=") or "1"
    is_number = digits.replace(".", "", 1).isdecimal() and digits.isascii()
    return name.strip().lower(), float(digits) if is_number else 0.0
