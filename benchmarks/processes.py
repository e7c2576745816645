"""Measured parts run in processes of their own, so that each starts cold and its memory is its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def run_part(module: str, *arguments: object, database: Path | None = None) -> dict[str, Any]:
    """Run `python -m benchmarks.<module> arguments` and return the JSON it prints last."""
    environment = dict(os.environ)
    if database is not None:
        environment["DATABASE_URL"] = database_url(database)
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    printed: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return printed


def database_url(path: Path) -> str:
    """The DATABASE_URL of an SQLite file."""
    return f"sqlite:///{path.resolve()}"


def set_up_site() -> None:
    """Make Django and the tables ready in this process (DATABASE_URL says where)."""
    import django  # noqa: PLC0415 - settings are read on import, the environment must be set before
    from django.core.management import call_command  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiqyn_site.settings")
    django.setup()
    call_command("migrate", verbosity=0)


def answer(**values: object) -> None:
    """Give a part's outcome to whoever started it."""
    print(json.dumps(values))


def peak_memory_mb(process: int | str = "self") -> float:
    """The most memory a process has held at once (VmHWM), in MB of a million bytes."""
    return _status(process, "VmHWM")


def memory_mb(process: int | str, kind: str = "VmRSS") -> float:
    """The memory a process holds, in MB: VmRSS counts all of it, shared memory and mapped files too."""
    return _status(process, kind)


def _status(process: int | str, key: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise KeyError(key)


def children_of(process: int) -> list[int]:
    """The processes that a process started, and theirs."""
    descendants: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, path.read_text(encoding="utf-8").split()):
            descendants += [child, *children_of(child)]
    return descendants
