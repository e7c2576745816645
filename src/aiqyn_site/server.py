"""Serving the site with Granian, in as many worker processes as asked for."""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING, Any

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

if TYPE_CHECKING:
    from aiqyn_site.listener import Listener

#: Connections that wait to be taken up, and that a worker holds at once: most are idle, or never say what they want.
_BACKLOG, _MOST_CONNECTIONS = 1_024, 4_096
#: Milliseconds in which the head of a request must have come; a connection that asks nothing more is closed as soon.
_HEAD_MS = 10_000
#: Milliseconds in which something of an answer must be taken.
_UNTAKEN_MS = 20_000
#: MB of memory at which a worker is replaced (with a full cache it holds 120), and seconds between two looks.
_MOST_MEMORY_MB, _LOOK_SECONDS = 400, 30
#: Seconds that a worker has to end before it is killed.
_KILLED_AFTER = 10
#: Seconds before a worker that died soon again is replaced, doubled each time; and for how long a life is no short one.
_PAUSE, _LONGEST_PAUSE, _LONG_LIFE = 1, 60, 60
#: The exit code of a worker that could not load the site.
_NOT_LOADED = 3


class _Server(MPServer):
    """Granian with one listening socket for all workers, as it has where workers cannot have one each.

    While a worker is dead, connections wait in the queue of the socket for the next. Its own socket would be gone with
    it, and the connections refused.

    A worker that dies is always replaced, at once or after a pause, where Granian ends the site when one dies twice in
    5.5 seconds. Only one of the first that cannot load the site ends it: then no other will.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._lives = Lives()
        #: Whether the site could not be loaded.
        self.has_failed = False

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while True:
            self.main_loop_interrupt.wait(self._lives.seconds(time.monotonic()))
            # Before anything is looked at: what comes meanwhile wakes the loop again.
            self.main_loop_interrupt.clear()
            while self.interrupt_children and not self.interrupt_signal:
                self._note_end(self.interrupt_children.pop())
            if self.interrupt_signal or self.has_failed:
                self.interrupt_children.clear()  # by which Granian would exit on its own
                return
            if due := self._lives.due(time.monotonic()):
                self._respawn_workers(due, spawn_target, target_loader)
            if self.reload_signal:
                self._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call]
            if self.rss_signal:
                self.rss_signal = False
                self._handle_rss_signal(spawn_target, target_loader)  # type: ignore[no-untyped-call]
                self._watch_workers_rss()  # type: ignore[no-untyped-call]

    def _note_end(self, idx: int) -> None:
        worker = self.wrks[idx]
        code = worker.inner.exitcode
        if code is None:  # the one that died was being replaced already, for its memory
            return
        if code == _NOT_LOADED and not self._lives.has_ended(idx):
            self.has_failed = True
            return
        pause = self._lives.end(idx, worker.birth, time.monotonic())
        how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        when = f"in {pause} s" if pause else "now"
        print(f"Worker {idx + 1} of the site has died ({how}); a new one is started {when}.", file=sys.stderr)

    def _init_shared_socket(self) -> None:
        held = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._shd, self._sfd, self._ssp = held, held.get_fd(), None  # type: ignore[assignment]  # Granian types it None
        self._sso = socket.socket(fileno=self._sfd)
        self._sso.set_inheritable(True)
        # Connections have it from the socket: whoever asks for much and takes nothing of it is let go of.
        self._sso.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNTAKEN_MS)


class Lives:
    """Workers that died: when each is replaced."""

    def __init__(self) -> None:
        self._pauses: dict[int, int] = {}
        self._due: dict[int, float] = {}

    def has_ended(self, worker: int) -> bool:
        """Whether this worker died before."""
        return worker in self._pauses

    def end(self, worker: int, born: float, now: float) -> int:
        """Note a death; the seconds until it is replaced: none after a long life or for the first, then ever more."""
        last = self._pauses.get(worker)
        pause = 0 if last is None or now - born >= _LONG_LIFE else min(max(2 * last, _PAUSE), _LONGEST_PAUSE)
        self._pauses[worker], self._due[worker] = pause, now + pause
        return pause

    def seconds(self, now: float) -> float | None:
        """The seconds until the next is due; None where none is."""
        return max(min(self._due.values()) - now, 0) if self._due else None

    def due(self, now: float) -> list[int]:
        """The workers to be replaced now, each named once."""
        due = [worker for worker, when in self._due.items() if when <= now]
        for worker in due:
            del self._due[worker]
        return due


def _numeric(address: str) -> str:
    """The address in numbers, which is all that Granian takes; of a name, such as localhost, that it stands for."""
    return str(socket.getaddrinfo(address.strip("[]"), None, type=socket.SOCK_STREAM)[0][4][0])


def _try_out(address: str, port: int) -> None:
    """Raise OSError where nobody may listen, or somebody does: Granian would share the port instead of saying so."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((address, port))


def run(bind: str, workers: int) -> int:
    """Serve until interrupted and return the exit code.

    1 where the site cannot be loaded; 2 where `bind` is not ADDRESS:PORT, or nobody may listen there.
    """
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
        "aiqyn_site.listener",
        address=address,
        port=int(port),
        interface=Interfaces.RSGI,
        workers=max(1, workers),
        # A client of HTTP/2 may open a hundred streams on one connection; a proxy before the site speaks it to readers.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MS),
        backlog=_BACKLOG,
        backpressure=_MOST_CONNECTIONS,
        workers_max_rss=_MOST_MEMORY_MB,
        rss_sample_interval=_LOOK_SECONDS,
        workers_kill_timeout=_KILLED_AFTER,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
    )
    server.serve(target_loader=_load, wrap_loader=False)  # type: ignore[arg-type]  # Granian types no RSGI objects
    if server.has_failed:
        print("The site cannot be loaded, for the reason above: it is not served.", file=sys.stderr)
        return 1
    return 0


def _load() -> Listener:
    """The listener of a worker, which ends when the process that started it is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        from aiqyn_site.listener import listener  # noqa: PLC0415  # importing the site makes it

        return listener()
    except Exception:  # noqa: BLE001  # whatever it is, another worker would meet it too
        traceback.print_exc()
        sys.exit(_NOT_LOADED)


def _end_with_parent() -> None:
    """Wait until the process that started this worker is gone, then let this one end, soon at any rate."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        signal.alarm(_KILLED_AFTER)
        os.kill(os.getpid(), signal.SIGTERM)
