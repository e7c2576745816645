"""What comes in from the network: received whole and within bounds, then handed to a thread that answers.

Nobody waits for somebody else's slow line, lock or page:

- the event loop receives, and answers what the cache keeps. It waits for nothing, not for the database either;
- one thread makes pages. Its connection may only read, so that no writer's lock can hold it, and two would take turns:
  with two, a page took a quarter longer;
- two threads take forms, serve the desk and count reads. They may write, and wait for a lock, but not long.

A body must keep coming, may take so long in all, and is held in memory, so few may come at once; where one more comes,
the slowest of the network that sends most of them is given up. The body of a request that only reads is left unread.
"""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.rsgi import Scope

from aiqyn_site.articles.reads import READS_PATH
from aiqyn_site.cache import READING, Answer, Application, Environ, PageCache, answer_of
from aiqyn_site.failure import plain_page
from aiqyn_site.form_sizes import most_bytes
from aiqyn_site.ledger import medium
from aiqyn_site.ledger.locks import FORM, READER, bind_threads
from aiqyn_site.ledger.present_file import let_go_of_replaced, use_present_file
from aiqyn_site.networks import address_of, network_of
from aiqyn_site.pages.busy import TOO_BUSY

#: Seconds without a byte of a body, and for all of it; 5 MB take three minutes at 28 kB/s.
STALLED, WHOLE = 10.0, 180.0
#: Bodies that may come at once: 5.2 MB each at most.
MOST_BODIES = 12
#: Requests that may wait for a thread of their kind. One more is told so.
MOST_READERS, MOST_FORMS = 400, 16
_FORM_THREADS = 2
#: A charset that is not the one of our forms.
_CHARSET = re.compile(r'charset(?!="?utf-?8"?\s*(?:;|$))', re.IGNORECASE)
#: Seconds. In every zone days begin with a quarter of an hour.
_QUARTER = 900
#: Addresses that write though they are only read: sessions of the desk, and the count of reads.
WRITING = (settings.DESK_PATH, READS_PATH)


class Listener:
    """The site as Granian calls it (RSGI): one a worker."""

    def __init__(self, application: Application, cache: PageCache) -> None:
        """`application` answers, through all its layers; `cache` is the one in it."""
        self._application, self._cache = application, cache
        self._readers = Queue(ThreadPoolExecutor(1, READER), MOST_READERS)
        self._forms = Queue(ThreadPoolExecutor(_FORM_THREADS, FORM), MOST_FORMS)
        self._bodies = Bodies()
        self._watch = Watch()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        if not scope.method.isupper():
            # Methods are case-sensitive (RFC 9110, 9.1); Django would take `get` for GET.
            answer = Answer(*plain_page("malformed_title", "malformed", 501))
        elif _CHARSET.search(environ.get("CONTENT_TYPE", "")):
            # Django would read all that was sent by any codec of Python's that is named.
            answer = Answer(*plain_page("malformed_title", "malformed", 415))
        elif scope.method in READING and not environ["PATH_INFO"].startswith(WRITING):
            answer = await self._read(environ)
        else:
            answer = await self._take(environ, protocol)
        _send(protocol, answer, is_head=scope.method == "HEAD")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let go of what waits: the worker ends."""
        for queue in (self._readers, self._forms):
            queue.executor.shutdown(wait=False, cancel_futures=True)

    async def _read(self, environ: Environ) -> Answer:
        stamp = self._watch.stamp()
        answer = self._cache.at_once(environ, stamp)
        if answer is None and (answer := await self._readers.run(self._application, environ)):
            self._cache.prove(stamp)
        return answer or Answer(*plain_page("full_title", "full", 503))

    async def _take(self, environ: Environ, protocol: HTTPProtocol) -> Answer:
        """Receive a form and let it be answered; a request at the desk that only reads has no body."""
        most = None if environ["REQUEST_METHOD"] in READING else most_bytes(environ["PATH_INFO"])
        if most is not None and "HTTP_TRANSFER_ENCODING" in environ:
            # Whether a body in chunks came whole cannot be told; no browser sends a form so (RFC 9110, 15.5.12).
            return Answer(*plain_page("malformed_title", "malformed", 411))
        length = int(environ.get("CONTENT_LENGTH", "0"))  # the server has refused what is no number
        # What cannot be taken is not received: the site refuses it by its address, its method or its length.
        if most is not None and length <= most:
            body = await self._bodies.receive(protocol, length, network_of(address_of(environ)))
            if body is None:
                return Answer(*plain_page("late_title", "late", 408))
            environ["wsgi.input"] = io.BytesIO(body)
        answer = await self._forms.run(self._with_present_file, environ)
        # What was typed is given back by the thread of the pages: the other two wait for a lock.
        return (
            answer
            or await self._readers.run(self._application, {**environ, TOO_BUSY: True})
            or Answer(*plain_page("full_title", "full", 503))
        )

    def _with_present_file(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer what may write: never into a file that was taken away or replaced while it was open."""
        let_go_of_replaced()
        return self._application(environ, start_response)


class Queue:
    """Threads of one kind, and how many requests may wait for them."""

    def __init__(self, executor: Executor, most: int) -> None:
        self.executor, self._most, self._waiting = executor, most, 0

    async def run(self, application: Application, environ: Environ) -> Answer | None:
        """The application's answer, made in one of the threads; None at once where too many wait."""
        if self._waiting >= self._most:
            return None
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.executor, answer_of, application, environ)
        finally:
            self._waiting -= 1


@dataclass(eq=False, slots=True)
class Body:
    """A body that is coming in: from which network, since when, until when, and what has come."""

    network: str
    whole: asyncio.Timeout
    begun: float = field(default_factory=time.monotonic)
    content: bytearray = field(default_factory=bytearray)

    def slowness(self) -> float:
        """Seconds a byte."""
        return (time.monotonic() - self.begun) / (len(self.content) + 1)


class Bodies:
    """The bodies that are coming in."""

    def __init__(self) -> None:
        self._coming: set[Body] = set()

    async def receive(self, protocol: HTTPProtocol, length: int, network: str) -> bytes | None:
        """A body of so many bytes; None where it ends before, stalls, takes too long or is given up for another."""
        if len(self._coming) >= MOST_BODIES:
            self._give_up()
        try:
            async with asyncio.timeout(WHOLE) as whole:
                body = Body(network, whole)
                self._coming.add(body)
                try:
                    chunks = aiter(protocol)
                    while len(body.content) < length:
                        async with asyncio.timeout(STALLED):
                            body.content += await anext(chunks)
                except StopAsyncIteration:
                    return None
                finally:
                    self._coming.discard(body)
        except TimeoutError:
            return None
        return bytes(body.content)

    def _give_up(self) -> None:
        """Make room for one more: whoever fills the places with bodies that hardly come makes it among their own."""
        held = Counter(body.network for body in self._coming)
        body = max(self._coming, key=lambda body: (held[body.network], body.slowness()))
        self._coming.discard(body)
        body.whole.reschedule(0)


class Watch:
    """Tells without waiting whether anything was written: SQLite counts it (PRAGMA data_version)."""

    def __init__(self) -> None:
        database = settings.DATABASES["default"]
        self._file = Path(str(database["NAME"])) if str(database["ENGINE"]).endswith("sqlite3") else None
        self._connection: sqlite3.Connection | None = None

    def stamp(self) -> object | None:
        """The same as long as nothing is written and no new day may have begun; None where that cannot be told."""
        if self._file is None:
            return None
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(medium.uri(self._file, medium.READ), uri=True, timeout=0)
            return self._connection.execute("PRAGMA data_version").fetchone()[0], time.time() // _QUARTER
        except sqlite3.Error:
            self._connection = None
            return None


def environ_of(scope: Scope) -> Environ:
    """A request as WSGI tells it (PEP 3333), its body empty. Headers named twice are joined by commas.

    A header with an underscore in its name is left out: it would pass for the one with a hyphen.
    """
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" not in name:
            key = f"HTTP_{name.upper().replace('-', '_')}"
            environ[key] = f"{environ[key]}{';' if name == 'cookie' else ','}{value}" if key in environ else value
    for key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if (value := environ.pop(f"HTTP_{key}", None)) is not None:
            environ[key] = value
    # A whole address in the first line outdoes the header (RFC 9112, 3.2.2).
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ


def _send(protocol: HTTPProtocol, answer: Answer, *, is_head: bool) -> None:
    status = int(answer.status[:3])
    headers = [(name.lower(), value) for name, value in answer.headers]
    if is_head or not answer.body:
        protocol.response_empty(status, headers)
    else:
        protocol.response_bytes(status, headers, answer.body)


def listener() -> Listener:
    """The listener of a worker. Importing the site makes it, so that comes here."""
    from aiqyn_site.wsgi import application, cached  # noqa: PLC0415

    bind_threads()
    use_present_file()
    return Listener(application, cached)
