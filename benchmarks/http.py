"""Real servers on loopback and wrk asking them: one worker each, eight connections."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.processes import children_of, database_url, memory_mb

CONNECTIONS = 8
NO_WRK = "wrk is not installed (Debian: apt-get install wrk): not measured"
_HERE = Path(__file__).resolve().parent
_PATIENCE = 60


class Answered(NamedTuple):
    """What wrk saw in one round."""

    rate: float
    p50_ms: float
    p99_ms: float
    bytes_each: float
    bad: int


class Server(NamedTuple):
    """A running server."""

    process: int
    port: int

    def worker(self) -> int:
        """The process that answers: the largest of those the server started, or the server itself."""
        return max(children_of(self.process) or [self.process], key=memory_mb)


def has_wrk() -> bool:
    """Whether wrk is here."""
    return shutil.which("wrk") is not None


def ask(server: Server, paths: Path, seconds: int, *, gzip: bool = False) -> Answered:
    """One round of wrk over the addresses of a file. Raises RuntimeError when an answer was no good."""
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "60s",
        "-s",
        str(_HERE / "requests.lua"),
    ]
    environment = {**os.environ, "BENCH_PATHS": str(paths), "BENCH_GZIP": "1" if gzip else "0"}
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}/"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    summary = json.loads(done.stdout.splitlines()[-1])
    if summary["bad"] or not summary["requests"]:
        raise RuntimeError(f"{summary['bad']} of {summary['requests']} answers were bad ({paths.name})")
    count = summary["requests"]
    return Answered(
        count / summary["microseconds"] * 1e6,
        summary["p50"] / 1000,
        summary["p99"] / 1000,
        summary["bytes"] / count,
        summary["bad"],
    )


@contextmanager
def running(command: Sequence[str], port: int, path: str, environment: dict[str, str]) -> Iterator[Server]:
    """A server while it is needed: started, asked once for `path` until it answers, stopped at the end."""
    log = _HERE.parent / "var" / "bench" / f"server-{port}.log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=stream, stderr=subprocess.STDOUT)
        try:
            _await(process, f"http://127.0.0.1:{port}{path}", log)
            yield Server(process.pid, port)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    log.unlink()  # kept only where something went wrong


def _await(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=_PATIENCE) as answered:
                answered.read()
                return
        except urllib.error.HTTPError as fault:
            raise RuntimeError(f"{url} answers {fault.code}; see {log}") from None
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server of {url} does not answer; see {log}") from None
            time.sleep(0.1)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def our_site(database: Path, path: str, cache_mb: int | None = None) -> AbstractContextManager[Server]:
    """`aiqyn serve` with one worker; `cache_mb` None leaves the cache as it is by default."""
    port = free_port()
    environment = {"DATABASE_URL": database_url(database)}
    if cache_mb is not None:
        environment["AIQYN_CACHE_MB"] = str(cache_mb)
    command = [
        str(Path(sys.executable).with_name("aiqyn")),
        "serve",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
    ]
    return running(command, port, path, environment)


def gunicorn(application: str, path: str, environment: dict[str, str], *options: str) -> AbstractContextManager[Server]:
    """Gunicorn with one worker."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        *options,
        application,
    ]
    return running([*command, "--log-level", "warning"], port, path, environment)


def write_paths(path: Path, paths: Sequence[str]) -> Path:
    """Write the addresses wrk shall ask for."""
    path.write_text("\n".join(paths) + "\n", encoding="utf-8")
    return path
