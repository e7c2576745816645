"""Databases of a test's own, and the real command line that works on them."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.parse
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from aiqyn.cli import main
from aiqyn.exchange.folder import BASE_MARK
from aiqyn_site.settings import database_settings

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "registers" / "kazakhstan-china"
HEADER = "entity,property,value,unit,lang,as_of,basis,part,source,said_by,place,printed,confidence,note,recorded\n"
ROWS = (
    "bridge,name,Bridge,,en,,reported,,gazette,,,,high,,2026-01-01\n",
    "bridge,cost,27.6,USD million,,2019,reported,,gazette,,p. 3,,high,,2026-01-01\n",
    "bridge,cost,30,USD million,,2019,reported,,herald,,,,medium,=1+1,2026-01-02\n",
    "bridge,status,operating,,,2021-05,reported,,herald,,,,high,,2026-01-02\n",
)


class Printed(NamedTuple):
    """What a command printed."""

    stdout: str
    stderr: str


@dataclass(frozen=True)
class Store:
    """A database and the command line that works on it."""

    url: str
    folder: Path
    blocker: DjangoDbBlocker

    def run(self, *arguments: str | Path, expect: int = 0, given: str = "") -> Printed:
        """Run `aiqyn` in this process, with `given` on standard input, and check its exit code."""
        printed, complained = io.StringIO(), io.StringIO()
        with (
            self.used(),
            override_settings(LOGGING_CONFIG=None),  # the log of the tests stays where it goes
            pytest.MonkeyPatch.context() as patch,
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(complained),
        ):
            patch.setattr(sys, "stdin", io.StringIO(given))
            try:
                code = main([*map(str, arguments)])
            except SystemExit as leaving:
                code = int(leaving.code or 0)
        assert code == expect, f"exit {code}\n{printed.getvalue()}\n{complained.getvalue()}"
        return Printed(printed.getvalue(), complained.getvalue())

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Until the end of the block this database is Django's, in this process."""
        kept, connection = settings.DATABASES["default"], connections["default"]
        settings.DATABASES["default"] = {**kept, "OPTIONS": {}, **database_settings(self.url)}
        del connections["default"]
        try:
            with self.blocker.unblock():
                yield
        finally:
            connections["default"].close()
            settings.DATABASES["default"], connections["default"] = kept, connection

    def start(self, *arguments: str | Path, environment: Mapping[str, str] = {}) -> subprocess.Popen[bytes]:
        """Start `aiqyn` as a process of its own, where a process is what is tested; what it prints is left unread."""
        command = [sys.executable, "-m", "aiqyn.cli", *map(str, arguments)]
        return subprocess.Popen(command, env={**self.environment, **environment}, stdout=subprocess.DEVNULL)

    def start_script(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a script in a process of its own, where several at once are what is tested."""
        command, pipe = [sys.executable, "-c", script, *arguments], subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, stdout=pipe, stderr=pipe)

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "aiqyn_site.settings"}

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(self.url.removeprefix("sqlite:///"))

    def execute(self, *statements: str) -> None:
        """Change the SQLite file as another program would, each statement at once for good."""
        with contextlib.closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)

    def exported(self) -> dict[str, bytes]:
        """What `aiqyn export` writes, by file name."""
        target = self.folder / "exported"
        shutil.rmtree(target, ignore_errors=True)
        self.run("export", target)
        return contents(target)


def copy_of_register(folder: Path) -> Path:
    """A copy in a folder, to be loaded: a load leaves its mark in what it loads, and other tests copy the original."""
    return Path(shutil.copytree(REGISTER, folder / "register", ignore=shutil.ignore_patterns(BASE_MARK)))


class Databases:
    """Makes databases: with no row, or with the register loaded. Each kind is made once a run and then copied."""

    def __init__(self, folder: Path, server: str, blocker: DjangoDbBlocker) -> None:
        self._folder, self._server, self._blocker = folder, server, blocker
        self._originals: dict[tuple[str, bool], str] = {}
        self._names: list[str] = []

    def copy(self, engine: str, folder: Path, *, loaded: bool) -> Store:
        """A store of a test's own; what it needs besides the database lies in `folder`."""
        original = self._original(engine, loaded=loaded)
        if engine == "postgres":
            return Store(self._create(template=original), folder, self._blocker)
        file = folder / "site.sqlite3"
        shutil.copy(original.removeprefix("sqlite:///"), file)  # its mode too
        return Store(f"sqlite:///{file}", folder, self._blocker)

    def _original(self, engine: str, *, loaded: bool) -> str:
        if (engine, loaded) not in self._originals:
            if loaded:
                folder = self._folder / f"{engine}-loaded"
                folder.mkdir()
                store = self.copy(engine, folder, loaded=False)
                store.run("load", copy_of_register(folder))
            else:
                url = self._create() if engine == "postgres" else f"sqlite:///{self._folder}/empty.sqlite3"
                store = Store(url, self._folder, self._blocker)
                store.run("load", self._folder / "nowhere", expect=1)  # it makes the tables, though it loads nothing
            self._originals[engine, loaded] = store.url
        return self._originals[engine, loaded]

    def _create(self, template: str = "") -> str:
        name = f"aiqyn_{uuid.uuid4().hex[:12]}"
        self._names.append(name)
        of = f"TEMPLATE {database_of(template)} STRATEGY FILE_COPY" if template else ""
        self._on_server([f"CREATE DATABASE {name} {of}"])
        return urllib.parse.urlsplit(self._server)._replace(path=f"/{name}").geturl()

    def drop(self) -> None:
        """Drop what was made on the server."""
        if self._names:
            self._on_server(f"DROP DATABASE {name} WITH (FORCE)" for name in self._names)

    def _on_server(self, statements: Iterable[str]) -> None:
        with psycopg.connect(self._server, autocommit=True) as server:
            for statement in statements:
                server.execute(statement.encode())


def database_of(url: str) -> str:
    return urllib.parse.urlsplit(url).path.lstrip("/")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder and its subfolders, by their path in it, without the mark of what it was made from."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != BASE_MARK
    }


def write_small(folder: Path) -> Path:
    """A register of one project and four statements."""
    folder.mkdir()
    labels = "\n".join(f'{lang} = "Small"' for lang in ("kk", "ru", "en", "zh"))
    (folder / "register.toml").write_text(
        f'id = "small"\ncountry = "KZ"\nlicence = "CC-BY-4.0"\n[title]\n{labels}\n[summary]\n{labels}\n',
        encoding="utf-8",
    )
    (folder / "entities.csv").write_text("id,kind,part_of\nbridge,project,\n", encoding="utf-8")
    (folder / "sources.csv").write_text(
        "id,url,title,title_basis,publisher,published,published_basis,lang,kind,note\n"
        "gazette,https://gazette.example/1,Bridge opens,seen,Gazette,2021-05-01,stated,en,press,\n"
        "herald,https://herald.example/2,Bridge costs,seen,Herald,2021-06,stated,en,press,\n",
        encoding="utf-8",
    )
    (folder / "parts.csv").write_text("id,en,ru,kk,zh\n", encoding="utf-8")
    (folder / "statements.csv").write_text(HEADER + "".join(ROWS), encoding="utf-8")
    return folder
