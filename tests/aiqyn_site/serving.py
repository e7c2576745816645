"""The whole site as a process of its own, on loopback."""

from __future__ import annotations

import contextlib
import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.aiqyn_site.store import Store

_PATIENCE = 20.0  # seconds until a server must answer


class Served(NamedTuple):
    """A site that is being served."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(
    port: int, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One HTTP request: the status, the headers and the body of the answer."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@contextlib.contextmanager
def served(store: Store, *arguments: str, **environment: str) -> Iterator[Served]:
    """`aiqyn serve` on a store, until the end of the block."""
    port = free_port()
    process = store.start("serve", "--bind", f"127.0.0.1:{port}", *arguments, environment=environment)
    try:
        deadline = time.monotonic() + _PATIENCE
        while not _answers(port):
            assert process.poll() is None, "the server has ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(port: int) -> bool:
    try:
        ask(port, "/robots.txt")
    except OSError:
        return False
    return True
