"""Serving the site with Granian, in as many worker processes as asked for."""

from __future__ import annotations

import os
import socket
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

_BACKLOG = 256
#: A thread waits for the body of a form: a telephone that loses its network in the middle must not hold up everybody.
#: More than two cost: with four, 99 of 100 answers from the cache took 12 ms instead of 3 (`make bench`).
_THREADS = 2


def _is_taken(address: str, port: int) -> bool:
    """Whether somebody listens there already: Granian would share the port instead of saying so."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return True
    return False


def run(bind: str, workers: int) -> int:
    """Serve until interrupted and return the exit code; 2 when `bind` is not ADDRESS:PORT."""
    address, _, port = bind.rpartition(":")
    if not address or not port.isascii() or not port.isdigit() or int(port) > 65535:
        print(f"--bind '{bind}' is not an address and a port; write it like 127.0.0.1:8000", file=sys.stderr)
        return 2
    if _is_taken(address.strip("[]"), int(port)):
        print(f"{bind} is in use by another program; choose another with --bind", file=sys.stderr)
        return 2
    # Heaps for every thread leave each other's gaps unused: a worker grew to half as much again. For the workers, which
    # start after this.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    print(f"Aiqyn is served on http://{address}:{port}/ (stop with Ctrl-C)", flush=True)
    server = Granian(
        "aiqyn_site.wsgi:application",
        address=address.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=max(1, workers),
        blocking_threads=_THREADS,
        backlog=_BACKLOG,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.serve()
    return 0
