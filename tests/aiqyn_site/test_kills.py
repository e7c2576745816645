"""A command killed at its worst moments leaves what was there before, and the next one works as if nothing had been."""

from __future__ import annotations

import re
import shutil
import signal
from pathlib import Path

import pytest

from tests.aiqyn_site.store import Databases, Store, contents, write_small

LATER = "bridge,jobs,40,persons,,2022,reported,,herald,,,,high,,2026-03-01\n"
#: Runs a command whose process ends, without a word, where it calls a function: before that, or after.
DEADLY = """
import importlib, os, signal, sys
import django
django.setup()
from aiqyn.cli import main
module, name, moment = sys.argv[1].split(":")
holder = importlib.import_module(module)
usual = getattr(holder, name)
def deadly(*args, **kwargs):
    if moment == "after":
        usual(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(holder, name, deadly)
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def original(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store, a folder with a row more, and an older backup that lacks the account."""
    folder = tmp_path_factory.mktemp("killed")
    store = databases.copy("sqlite", folder, loaded=False)
    small = write_small(folder / "small")
    store.run("load", small)
    store.run("backup", folder / "older.backup")
    store.run("account", "add", "aru", "--role", "editor", given="a long sentence nobody guesses\n")
    with (small / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(LATER)
    return store


@pytest.mark.parametrize(
    ("point", "command"),
    [
        ("aiqyn_site.derived:ensure_built:after", ["load", "{}/small"]),
        ("aiqyn_site.search.actions:rebuild_index:before", ["rebuild"]),
        ("aiqyn_site.ledger.export:make_durable:before", ["export", "{}/out"]),
        ("aiqyn_site.backup_file:make_durable:before", ["backup", "{}/new.backup"]),
        ("aiqyn_site.backup:rebuild_derived:after", ["restore", "{}/older.backup", "--yes"]),
    ],
)
def test_a_command_that_is_killed_leaves_all_as_it_was(
    original: Store, tmp_path: Path, point: str, command: list[str]
) -> None:
    folder = Path(shutil.copytree(original.folder, tmp_path / "folder"))
    store = Store(f"sqlite:///{folder}/site.sqlite3", folder, original.blocker)
    before, files = (store.run("verify").stdout, store.run("account", "list").stdout), contents(folder).keys()
    command = [word.format(folder) for word in command]
    killed = store.start_script(DEADLY, point, *command)

    _, complaint = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL, complaint
    assert (store.run("verify").stdout, store.run("account", "list").stdout) == before
    # But for SQLite's own files, a folder that the next command takes away, and a backup of what was to be replaced.
    left = contents(folder).keys() - files
    assert [name for name in left if not re.match(r"\.aiqyn-|site\.sqlite3(-wal|-shm|\.before-.*)$", name)] == []
    store.run(*command)
    store.run("verify")
    assert [path.name for path in folder.iterdir() if path.name.startswith(".aiqyn-")] == []
