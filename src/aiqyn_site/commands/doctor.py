"""`aiqyn doctor`: what an installation lacks to be run for years, each with the way out. It changes nothing."""

from __future__ import annotations

import argparse
import datetime
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from aiqyn.cli import FINDINGS, GOOD
from aiqyn.errors import Refused, RegisterRefused
from aiqyn_site.commands.opened import configured, of_one_state, set_up_reading
from aiqyn_site.commands.outcome import Commands, Unusable, clause_of, say, with_json

#: Characters of a key that is not guessed: `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` writes 67.
_LEAST_KEY = 32
#: Free bytes that a load, with its journal, and a backup may need together, as parts of the database, and at least.
_LEAST_FREE, _TIMES_FREE = 200_000_000, 2

#: A picture of one black pixel (PNG).
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a4944415478da63600000000200"
    "01e527defc0000000049454e44ae426082"
)


class Lack(NamedTuple):
    """Something that an installation lacks: which part, what is wrong, and what to do."""

    part: str
    fault: str
    mend: str

    def __str__(self) -> str:
        return f"{self.part}: {self.fault}; {self.mend}"


def doctor(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn doctor`."""
    with_json(commands.add_parser("doctor", help="what this installation lacks, and what to do"), _doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    file = configured()
    lacks = [*_of_program(), *_of_disk(file), *_of_settings()]
    try:
        set_up_reading()
    except Unusable as unusable:
        fault, _, mend = str(unusable).partition(": ")
        lacks.append(Lack("database", fault, mend or "see DATABASE_URL"))
    else:
        with of_one_state():
            for look in _OF_DATABASE:
                lacks += look()
    say(arguments, {"lacks": [lack._asdict() for lack in lacks]}, "\n".join(map(str, lacks)) or "nothing lacks")
    return FINDINGS if lacks else GOOD


def _of_program() -> Iterator[Lack]:
    with sqlite3.connect(":memory:") as trial:
        options = {option for (option,) in trial.execute("PRAGMA compile_options")}
    trial.close()
    if "ENABLE_FTS5" not in options:
        yield Lack("program", f"SQLite {sqlite3.sqlite_version} has no full-text search", "install one with FTS5")


def _of_disk(file: Path | None) -> Iterator[Lack]:
    from aiqyn_site.ledger import medium

    if file is None or not file.exists():
        return
    if not medium.can_be_written(file):
        yield Lack("disk", f"{file} can only be read here", "readers are served, but no form; give its owner's rights")
    if file.stat().st_mode & 0o077:
        yield Lack("disk", f"others on this machine can read {file}", f"chmod 600 {file}, or start aiqyn serve once")
    free, needed = shutil.disk_usage(file.parent).free, max(_LEAST_FREE, _TIMES_FREE * file.stat().st_size)
    if free < needed:
        yield Lack("disk", f"{free // 1_000_000} MB are free beside {file}", f"make room for {needed // 1_000_000} MB")


def _of_settings() -> Iterator[Lack]:
    from django.conf import settings

    from aiqyn_site import variables

    key = variables.text("AIQYN_SECRET_KEY")
    if len(key) < _LEAST_KEY:
        fault = f"has {len(key)} signs" if key else "is not set: every start signs everybody out"
        yield Lack("settings", f"AIQYN_SECRET_KEY {fault}", f"set {_LEAST_KEY} random signs or more")
    if not settings.PUBLIC_URL:
        mend = "set it to the site's address, unless mirrors under any name are meant"
        yield Lack("settings", "AIQYN_PUBLIC_URL is not set: any host is answered, links are the request's own", mend)
    elif not settings.PUBLIC_URL.startswith("https://"):
        yield Lack("settings", "AIQYN_PUBLIC_URL is not https", "put a proxy with TLS in front, and name it with https")
    elif not settings.TRUSTED_PROXY:
        mend = "set it to 1 where a proxy of yours ends TLS: all readers count as one otherwise"
        yield Lack("settings", "AIQYN_TRUSTED_PROXY is not set", mend)


def _of_register() -> Iterator[Lack]:
    from django.conf import settings

    from aiqyn.dossier.duties import has_duties
    from aiqyn_site.ledger.difference import difference
    from aiqyn_site.ledger.register import register

    folder = settings.REGISTER
    if not has_duties(register().country):
        mend = "name its country in register.toml, or enter its law"
        yield Lack("register", "no law is entered for it, so no duty of law is shown", mend)
    try:
        if difference(folder):
            mend = f"aiqyn diff {folder} tells what; load it, or export to a new folder"
            yield Lack("register", f"the folder {folder} is not what is recorded", mend)
    except RegisterRefused:
        yield Lack("register", f"the folder {folder} cannot be read", "see aiqyn check, or set AIQYN_REGISTER")


def _of_derived() -> Iterator[Lack]:
    from aiqyn_site.derived import is_built

    if not is_built():
        yield Lack("database", "what is derived is of another version of the program", "run aiqyn rebuild")


def _of_accounts() -> Iterator[Lack]:
    from aiqyn_site.accounts.models import Person, Role

    active = Person.objects.filter(active=True)
    if not active.filter(role=Role.PUBLISHER).exists():
        yield Lack("accounts", "nobody may publish", "aiqyn account add NAME --role publisher")
    if active.count() < 2:
        yield Lack("accounts", "there are fewer than two", "what one asks another has to confirm: add a second person")


def _of_clock() -> Iterator[Lack]:
    from aiqyn_site.ledger.models import Seal

    last = Seal.objects.order_by("-number").values_list("loaded_at", flat=True).first()
    now = datetime.datetime.now(datetime.UTC)
    if last is not None and last > now + datetime.timedelta(minutes=5):
        yield Lack("clock", f"it says {now:%Y-%m-%d %H:%M} UTC, a load was {last:%Y-%m-%d %H:%M}", "set it right")


def _of_inbox() -> Iterator[Lack]:
    from aiqyn_site.inbox.actions import is_tidy
    from aiqyn_site.inbox.pictures import stripped

    if not is_tidy():
        yield Lack("inbox", "it holds what should be forgotten by now", "run aiqyn tidy every day")
    try:
        stripped(_PICTURE)
    except Refused as refused:
        yield Lack("inbox", f"no picture can be taken: {clause_of(refused)}", "see the machine's memory and rights")


_OF_DATABASE: tuple[Callable[[], Iterator[Lack]], ...] = (
    _of_register,
    _of_derived,
    _of_accounts,
    _of_clock,
    _of_inbox,
)
