"""Granian beside gunicorn, both sending a finished answer: the recorded reason for the choice."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.rsgi import Scope

from benchmarks import rows
from benchmarks.data import Size
from benchmarks.http import NO_WRK, Answered, ask, free_port, gunicorn, has_wrk, running, write_paths

TITLE = "Servers with a finished answer of 30 kB, one worker, 8 connections"
_BODY = b"x" * 30_000
_HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_BODY)))]
_APPLICATION = "benchmarks.servers:application"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI: the same answer to everything."""
    start_response("200 OK", _HEADERS)
    return [_BODY]


async def called(scope: Scope, protocol: HTTPProtocol) -> None:
    """RSGI, as the site is served: the same answer to everything."""
    protocol.response_bytes(200, _HEADERS, _BODY)


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    if not has_wrk():
        return [rows.stated("servers", NO_WRK)]
    path = write_paths(size.folder / "paths-finished.txt", ["/"])
    port = free_port()
    granian = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "rsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    granian += ["--workers", "1", "--http", "1", "benchmarks.servers:called"]
    with ExitStack() as stack:
        ours = stack.enter_context(running(granian, port, "/", {}))
        sync = stack.enter_context(gunicorn(_APPLICATION, "/", {}))
        threads = stack.enter_context(gunicorn(_APPLICATION, "/", {}, "--threads", "4"))
        rounds = [
            tuple(ask(server, path, min(4, size.seconds)) for server in (ours, sync, threads))
            for _ in range(size.rounds)
        ]
    chosen, by_sync, by_threads = (list(column) for column in zip(*rounds, strict=True))
    return [
        _compared("Granian, RSGI", chosen, "gunicorn sync", by_sync),
        _compared("Granian, RSGI", chosen, "gunicorn gthread, 4 threads", by_threads),
    ]


def _compared(what: str, ours: list[Answered], named: str, others: list[Answered]) -> rows.Row:
    rate, other = (rows.median([answer.rate for answer in answers]) for answers in (ours, others))
    p99, other_p99 = (rows.median([answer.p99_ms for answer in answers]) for answers in (ours, others))
    return rows.stated(
        what,
        f"{rate:,.0f} requests/s, p99 {p99:.1f} ms",
        f"{named}: {other:,.0f} requests/s, p99 {other_p99:.1f} ms",
        f"{rate / other:.2f}",
    )
