"""`python -m tools.kills --kills 120`: commands of Aiqyn killed at random moments, and whether anything is lost.

A register is loaded into a database of its own; then loads of further rows, rows added as the desk adds them, rebuilds,
exports, backups and restores are killed one after another, all on the same database. After each `aiqyn verify` must
find it sound and its state must be the one before or the one after, whole; what was reported as done must be there; a
folder or a file under its own name must be whole. Exits with 1 if anything was not so. By hand: it takes five seconds
a kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

_NEW_ROWS = 300
_PASSWORD = "a long sentence nobody guesses\n"  # noqa: S105 - of an account that lives as long as this program runs
_APPEND = """
import sys, django
django.setup()
from aiqyn.exchange.assessments import HEADER
from aiqyn_site.derived import add_rows
add_rows("assessments.csv", sys.argv[1].encode(), lambda content: None, header=HEADER)
"""


class State(NamedTuple):
    """What a database holds: the number and heads of its last seal, and how many people and entries of the log."""

    seal: tuple[object, ...]
    people: int
    entries: int


class Trial(NamedTuple):
    """A command, and what is wrong after it, given the state before and whether it reported that it was done."""

    command: list[str]
    judge: Callable[[State, State, bool], str]


class Trials:
    """One database and the commands that are tried on it."""

    def __init__(self, folder: Path, register: Path) -> None:
        self._folder, self._database, self._register = folder, folder / "site.sqlite3", folder / "register"
        self._environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self._database}",
            "DJANGO_SETTINGS_MODULE": "aiqyn_site.settings",
        }
        self._number = 0
        shutil.copytree(register, self._register)
        self._must(["load", str(self._register)])
        self._must(["account", "add", "aru", "--role", "editor"], _PASSWORD)
        self._older = folder / "older.backup"
        self._must(["backup", str(self._older)])
        self._older_state = self._state()
        project, source = self._ask("SELECT id FROM ledger_entity WHERE kind = 'project' ORDER BY id"), self._source()
        self._row = f"{project},jobs,{{}},persons,,2022,reported,,{source},,,,high,,\n"
        self._verdict = f"{project},ID01,1,disclosed,kill-{{}},2026-03-01,{source}@p. 1,,\n"

    def kinds(self) -> dict[str, Callable[[], Trial]]:
        return {
            "load": self._load,
            "append": self._append,
            "rebuild": self._rebuild,
            "export": self._export,
            "backup": self._backup,
            "restore": self._restore,
        }

    def run(self, make: Callable[[], Trial], wait: float | None) -> tuple[str, bool, float]:
        """Run a command, killed after some seconds: what is wrong, whether it was killed, how long it took."""
        self._number += 1
        trial = make()
        before, begun = self._state(), time.monotonic()
        process = subprocess.Popen(
            trial.command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        try:
            _, complaint = process.communicate(timeout=wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            _, complaint = process.communicate()
        took = time.monotonic() - begun
        is_killed = process.returncode == -signal.SIGKILL
        if process.returncode not in {0, -signal.SIGKILL}:
            return f"exit {process.returncode}: {complaint}", is_killed, took
        verified = self._aiqyn(["verify", "--json"])
        if verified.returncode:
            return f"verify: {verified.stdout}", is_killed, took
        return trial.judge(before, self._state(), not is_killed), is_killed, took

    def _load(self) -> Trial:
        # The folder as it is recorded now, with rows that are not.
        shutil.rmtree(self._register)
        self._must(["export", str(self._register)])
        with (self._register / "statements.csv").open("a", encoding="utf-8") as file:
            file.writelines(self._row.format(self._number * 1_000 + number) for number in range(_NEW_ROWS))
        return Trial(self._command("load", str(self._register)), self._one_seal_more)

    def _append(self) -> Trial:
        row = self._verdict.format(self._number)
        return Trial([sys.executable, "-c", _APPEND, row], self._one_seal_more)

    def _rebuild(self) -> Trial:
        return Trial(self._command("rebuild"), self._same)

    def _export(self) -> Trial:
        target, whole = self._folder / f"export-{self._number}", self._folder / f"whole-{self._number}"

        def judge(before: State, after: State, is_done: bool) -> str:
            self._must(["export", str(whole)])
            if target.exists() and _contents(target) != _contents(whole):
                return "the folder is there and not whole"
            if is_done and not target.exists():
                return "the folder is not there"
            shutil.rmtree(whole)
            shutil.rmtree(target, ignore_errors=True)
            return self._same(before, after, is_done) or self._left()

        return Trial(self._command("export", str(target)), judge)

    def _backup(self) -> Trial:
        target, place = self._folder / f"{self._number}.backup", self._folder / f"other-{self._number}.sqlite3"

        def judge(before: State, after: State, is_done: bool) -> str:
            if is_done and not target.exists():
                return "the file is not there"
            if target.exists():
                environment = {**self._environment, "DATABASE_URL": f"sqlite:///{place}"}
                restored = self._aiqyn(["restore", str(target)], environment=environment)
                if restored.returncode or self._state(place) != after:
                    return f"the file is there and not whole: {restored.stderr}"
                place.unlink()
                target.unlink()
            return self._same(before, after, is_done)

        return Trial(self._command("backup", str(target)), judge)

    def _restore(self) -> Trial:
        def judge(before: State, after: State, is_done: bool) -> str:
            if after == self._older_state:
                return ""
            return "what was restored is not there" if is_done else self._same(before, after, is_done)

        return Trial(self._command("restore", str(self._older), "--yes"), judge)

    def _same(self, before: State, after: State, _is_done: bool) -> str:
        return "" if after == before else f"{before} became {after}"

    def _one_seal_more(self, before: State, after: State, is_done: bool) -> str:
        if after.seal[0] == int(str(before.seal[0])) + 1:
            return ""
        return "what was reported as done is not there" if is_done else self._same(before, after, is_done)

    def _left(self) -> str:
        left = [path.name for path in self._folder.glob(".aiqyn-*")]
        return f"left behind: {left}" if left else ""

    def _state(self, database: Path | None = None) -> State:
        with closing(sqlite3.connect(database or self._database)) as connection:
            seal = connection.execute("SELECT * FROM ledger_seal ORDER BY number DESC LIMIT 1").fetchone()
            people, entries = connection.execute(
                "SELECT (SELECT count(*) FROM accounts_person), (SELECT count(*) FROM accounts_logentry)"
            ).fetchone()
        return State(tuple(seal), people, entries)

    def _ask(self, sql: str) -> str:
        with closing(sqlite3.connect(self._database)) as connection:
            return str(connection.execute(sql).fetchone()[0])

    def _source(self) -> str:
        return self._ask("SELECT id FROM ledger_source ORDER BY number")

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "aiqyn.cli", *words]

    def _aiqyn(
        self, words: list[str], given: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*words),
            env=environment or self._environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def _must(self, words: list[str], given: str = "") -> None:
        outcome = self._aiqyn(words, given)
        if outcome.returncode:
            raise SystemExit(f"aiqyn {' '.join(words)}: {outcome.stderr}")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.kills", description="Kill commands at random moments.")
    parser.add_argument("--kills", type=int, default=120)
    parser.add_argument("--register", type=Path, default=Path("registers/kazakhstan-china"))
    parser.add_argument("--seed", type=int, default=None, help="for the same moments again")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else int(time.time())
    moments = random.Random(seed)  # noqa: S311 (moments are no secrets)
    done: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="aiqyn-kills-") as folder:
        trials = Trials(Path(folder), arguments.register)
        kinds = trials.kinds()
        longest = {}
        for name, make in kinds.items():
            wrong, _, longest[name] = trials.run(make, None)
            if wrong:
                raise SystemExit(f"{name}, not killed: {wrong}")
        faults = []
        names = list(kinds)
        while killed.total() < arguments.kills:
            name = names[(killed.total() + done.total()) % len(names)]
            wrong, is_killed, _ = trials.run(kinds[name], moments.uniform(0.1, longest[name]))
            (killed if is_killed else done)[name] += 1
            if wrong:
                faults.append(f"{name}: {wrong}")
                print(faults[-1], flush=True)
    print(json.dumps({"seed": seed, "killed": dict(killed), "done before": dict(done), "faults": len(faults)}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
