"""A database of a test's own and the real command line that works on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REGISTER = ROOT / "registers" / "kazakhstan-china"
HEADER = "entity,property,value,unit,lang,as_of,basis,part,source,said_by,place,printed,confidence,note,recorded\n"
ROWS = (
    "bridge,name,Bridge,,en,,reported,,gazette,,,,high,,2026-01-01\n",
    "bridge,cost,27.6,USD million,,2019,reported,,gazette,,p. 3,,high,,2026-01-01\n",
    "bridge,cost,30,USD million,,2019,reported,,herald,,,,medium,=1+1,2026-01-02\n",
    "bridge,status,operating,,,2021-05,reported,,herald,,,,high,,2026-01-02\n",
)


@dataclass(frozen=True)
class Store:
    """A database and the command line that works on it."""

    url: str
    folder: Path

    def run(self, *arguments: str | Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        """Run `aiqyn` and check its exit code."""
        done = subprocess.run(
            self.command(*arguments), env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "aiqyn.cli", *map(str, arguments)]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url}

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.url.removeprefix("sqlite:///"))

    def exported(self) -> dict[str, bytes]:
        """What `aiqyn export` writes, by file name."""
        target = self.folder / "exported"
        shutil.rmtree(target, ignore_errors=True)
        self.run("export", target)
        return contents(target)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder and its subfolders, by their path in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
