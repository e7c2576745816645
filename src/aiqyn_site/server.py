"""Serving the site with Granian, in as many worker processes as asked for."""

from __future__ import annotations

import errno
import os
import resource
import socket
import sys

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

#: Connections that wait to be taken up, and that a worker holds at once: most are idle, or never say what they want.
_BACKLOG, _MOST_CONNECTIONS = 1_024, 4_096
#: Milliseconds in which the head of a request must have come; a connection that asks nothing more is closed as soon.
_HEAD_MS = 10_000
#: MB of memory at which a worker is replaced (with a full cache it holds 120), and seconds between two looks.
_MOST_MEMORY_MB, _LOOK_SECONDS = 400, 30
#: Seconds that a worker has to end before it is killed.
_KILLED_AFTER = 10


class _Server(MPServer):
    """Granian with one listening socket for all workers, as it has where workers cannot have one each.

    While a worker is dead, connections wait in the queue of the socket for the next. Its own socket would be gone with
    it, and the connections refused.
    """

    def _init_shared_socket(self) -> None:
        held = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd, self._ssp = held, held.get_fd(), None  # type: ignore[assignment]  # Granian types it None
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)


def _numeric(address: str) -> str:
    """The address in numbers, which is all that Granian takes; of a name, such as localhost, that it stands for."""
    return str(socket.getaddrinfo(address.strip("[]"), None, type=socket.SOCK_STREAM)[0][4][0])


def _try_out(address: str, port: int) -> None:
    """Raise OSError where nobody may listen, or somebody does: Granian would share the port instead of saying so."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))


def run(bind: str, workers: int) -> int:
    """Serve until interrupted and return the exit code; 2 when `bind` is not ADDRESS:PORT."""
    address, _, port = bind.rpartition(":")
    if not address or not port.isascii() or not port.isdigit() or int(port) > 65535:
        print(f"--bind '{bind}' is not an address and a port; write it like 127.0.0.1:8000", file=sys.stderr)
        return 2
    try:
        address = _numeric(address)
        _try_out(address, int(port))
    except (OSError, UnicodeError) as fault:
        reason = "it is in use by another program" if getattr(fault, "errno", 0) == errno.EADDRINUSE else fault
        print(f"the site cannot be served on {bind}: {reason}; choose another with --bind", file=sys.stderr)
        return 2
    # Heaps for every thread leave each other's gaps unused: a worker grew to half as much again. For the workers, which
    # start after this.
    os.environ.setdefault("MALLOC_ARENA_MAX", "1")
    # What forms bring, 5 MB at a time, would leave gaps as well: with this it goes back to the system when let go.
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "1000000")
    print(f"Aiqyn is served on http://{bind}/ (stop with Ctrl-C)", flush=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 2 * _MOST_CONNECTIONS), hard), hard))
    server = _Server(
        "aiqyn_site.listener:listener",
        factory=True,
        address=address,
        port=int(port),
        interface=Interfaces.RSGI,
        workers=max(1, workers),
        # A client of HTTP/2 may open a hundred streams on one connection; a proxy before the site speaks it to readers.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MS),
        backlog=_BACKLOG,
        backpressure=_MOST_CONNECTIONS,
        respawn_failed_workers=True,
        workers_max_rss=_MOST_MEMORY_MB,
        rss_sample_interval=_LOOK_SECONDS,
        workers_kill_timeout=_KILLED_AFTER,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
    )
    server.serve()
    return 0
