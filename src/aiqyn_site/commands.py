"""The commands of `aiqyn` that need the database: load, export, verify, rebuild, serve, account."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from aiqyn.cli import FINDINGS, GOOD, WRONG_USE, Progress
from aiqyn.errors import Refused, RegisterRefused
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.refusal_text import as_json, clause, finding_text

Commands = argparse._SubParsersAction  # the public name of what add_subparsers returns is missing in argparse


def load(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn load REGISTER`."""
    parser = commands.add_parser("load", help="load a register folder into the database; twice changes nothing")
    parser.add_argument("register", type=Path)
    parser.add_argument(
        "--remove",
        metavar="NAME",
        action="append",
        default=[],
        help="a file that is gone from the folder and shall leave the register, as articles/x.en.md; may be repeated",
    )
    _with_json(parser, _load)


def export(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn export FOLDER`."""
    parser = commands.add_parser("export", help="write the register from the database to a new folder")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--for-spreadsheets",
        action="store_true",
        help="neutralise cells that a spreadsheet would run as a formula",
    )
    _with_json(parser, _export)


def verify(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn verify`."""
    parser = commands.add_parser("verify", help="audit the ledger: hash chain, append-only, derived tables")
    _with_json(parser, _verify)


def rebuild(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn rebuild`."""
    _with_json(commands.add_parser("rebuild", help="recompute everything derived from the ledger"), _rebuild)


def tidy(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn tidy`."""
    parser = commands.add_parser("tidy", help="forget what readers sent in and is no longer needed; run it every day")
    _with_json(parser, _tidy)


def serve(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn serve`."""
    parser = commands.add_parser("serve", help="serve the site on http://127.0.0.1:8000")
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default 127.0.0.1:8000)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes (default 1)")
    parser.set_defaults(run=_serve)


def account(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn account add|list|disable|password`."""
    parser = commands.add_parser("account", help="accounts for the desk: who may sign in at /desk/")
    parts = parser.add_subparsers(dest="part", required=True, metavar="COMMAND")
    add = parts.add_parser("add", help="add an account; the password is asked for, or read from standard input")
    add.add_argument("name", help="sign-in name: a-z, 0-9, dots and hyphens")
    add.add_argument("--role", required=True, choices=("editor", "publisher"))
    add.add_argument("--language", default="kk", choices=LANGUAGES, help="of the desk (default kk)")
    add.add_argument("--shown-as", default="", help="the name under what the person publishes (default: NAME)")
    _with_json(add, _account_add)
    _with_json(parts.add_parser("list", help="list all accounts"), _account_list)
    for name, run, text in (
        ("disable", _account_disable, "let nobody sign in under a name any more"),
        ("password", _account_password, "give an account a new password, and let it sign in again"),
    ):
        part = parts.add_parser(name, help=text)
        part.add_argument("name")
        _with_json(part, run)


def _with_json(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--json", action="store_true", help="the outcome as JSON")
    parser.set_defaults(run=run)


def _set_up() -> None:
    """Make Django and the database's tables ready."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aiqyn_site.settings")
    try:
        django.setup()
        name = str(settings.DATABASES["default"]["NAME"])
        if connection.vendor == "sqlite" and name != ":memory:":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
    except (ValueError, OSError, DatabaseError) as fault:
        print(f"The database cannot be used: {fault}".rstrip(), file=sys.stderr)
        print("Check DATABASE_URL: sqlite:///path or postgres://user@host/name.", file=sys.stderr)
        sys.exit(WRONG_USE)


def _say(arguments: argparse.Namespace, outcome: dict[str, object], sentence: str) -> None:
    print(json.dumps(outcome, ensure_ascii=False) if arguments.json else sentence)


def _complain(arguments: argparse.Namespace, problems: list[dict[str, object]], lines: list[str]) -> None:
    if arguments.json:
        print(json.dumps({"findings": problems}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines), file=sys.stderr)


def _clause(refused: Refused) -> str:
    from aiqyn_site.pages.wording import wording

    return clause(refused, wording("en"), typed=True)


def _progress(task: str) -> Callable[[int], str]:
    return lambda done: f"{task}, rows done: {done:,}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())


def _load(arguments: argparse.Namespace) -> int:
    _set_up()
    from django.db import transaction

    from aiqyn_site.derived import ensure_built
    from aiqyn_site.ledger.actions import load_register

    progress = Progress(_progress("loading"))
    try:
        with transaction.atomic():
            loaded = load_register(arguments.register, progress, remove=arguments.remove)
            progress = progress.then(_progress("deriving"))
            ensure_built(progress)
    except RegisterRefused as refused:
        progress.close()
        from aiqyn_site.pages.wording import wording

        t = wording("en")
        lines = [*(finding_text(finding, t) for finding in refused.findings), "Nothing was loaded."]
        _complain(arguments, [as_json(finding, t) for finding in refused.findings], lines)
        return FINDINGS
    progress.close()
    _fold_journal()
    added = {"statements": loaded.statements, "sources": loaded.sources, "entities": loaded.entities}
    sentence = f"loaded: {_listed(added)}" if loaded else "nothing new: the ledger already holds this register"
    if loaded.removed:
        sentence += f"; removed {', '.join(loaded.removed)}"
    _say(arguments, {"added": added, "removed": loaded.removed}, sentence)
    return GOOD


def _fold_journal() -> None:
    """On SQLite, bring what was written into the one file, so that copying that file is a backup."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _export(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.ledger.export import export_register

    try:
        files = export_register(arguments.folder, for_spreadsheets=arguments.for_spreadsheets)
    except (Refused, OSError) as fault:
        message = _clause(fault) if isinstance(fault, Refused) else str(fault)
        _complain(arguments, [{"message": message}], [message])
        return WRONG_USE
    names = [path.relative_to(arguments.folder).as_posix() for path in files]
    _say(arguments, {"files": names}, f"files written to {arguments.folder}: {len(names)}")
    return GOOD


def _verify(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.derived import verify_derived
    from aiqyn_site.ledger.queries import version
    from aiqyn_site.ledger.verify import verify_ledger

    progress = Progress(_progress("verifying"))
    faults = verify_ledger(progress)
    if not faults:
        faults = verify_derived()
    progress.close()
    if faults:
        _complain(arguments, [fault._asdict() for fault in faults], [str(fault) for fault in faults])
        return FINDINGS
    now = version()
    counts = {"statements": now.statements, "sources": now.sources, "entities": now.entities}
    _say(arguments, {**counts, "head": now.head}, f"sound: {_listed(counts)}; head {now.head}")
    return GOOD


def _rebuild(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.derived import rebuild_derived

    progress = Progress(_progress("deriving"))
    built = rebuild_derived(progress)
    progress.close()
    _say(arguments, dict(built), f"rebuilt: {_listed(built)}")
    return GOOD


def _tidy(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.inbox.actions import compact
    from aiqyn_site.inbox.actions import tidy as forget

    forgotten = forget()
    compact()
    _fold_journal()
    _say(arguments, dict(forgotten), f"forgotten: {_listed(forgotten)}")
    return GOOD


def _account_add(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.accounts.actions import add_person

    def add() -> str:
        name, role = arguments.name, arguments.role
        person = add_person(name, role, _password(), arguments.language, arguments.shown_as)
        return f"added {role} '{name}', who publishes as '{person.shown_as}'"

    return _account_change(arguments, add)


def _account_disable(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.accounts.actions import disable

    def change() -> str:
        disable(arguments.name)
        return f"disabled '{arguments.name}'"

    return _account_change(arguments, change)


def _account_password(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.accounts.actions import set_password

    def change() -> str:
        set_password(arguments.name, _password())
        return f"'{arguments.name}' has a new password and may sign in"

    return _account_change(arguments, change)


def _account_change(arguments: argparse.Namespace, change: Callable[[], str]) -> int:
    try:
        sentence = change()
    except Refused as refused:
        _complain(arguments, [{"message": _clause(refused)}], [_clause(refused)])
        return WRONG_USE
    _say(arguments, {"account": arguments.name}, sentence)
    return GOOD


def _account_list(arguments: argparse.Namespace) -> int:
    _set_up()
    from aiqyn_site.accounts.models import Person

    names = ("name", "shown_as", "role", "language", "active")
    rows = [dict(zip(names, row, strict=True)) for row in Person.objects.order_by("name").values_list(*names)]
    lines = [
        f"{row['name']}  {row['role']}  {row['language']}  {row['shown_as']}"
        + ("" if row["active"] else "  (disabled)")
        for row in rows
    ]
    _say(arguments, {"accounts": rows}, "\n".join(lines) or "there are no accounts")
    return GOOD


def _password() -> str:
    """The password: asked for twice at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise Refused("passwords_differ")
    return password


def _serve(arguments: argparse.Namespace) -> int:
    _set_up()
    from django.conf import settings

    from aiqyn_site.accounts.models import Person
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.server import run

    if not os.environ.get("AIQYN_SECRET_KEY"):
        if Person.objects.filter(active=True).exists():
            print("AIQYN_SECRET_KEY is not set: whoever is signed in at the desk is signed out at every start.")
        # The workers started below have to read each other's sessions.
        os.environ["AIQYN_SECRET_KEY"] = settings.SECRET_KEY

    progress = Progress(_progress("deriving anew, because the code has changed"))
    ensure_built(progress)
    progress.close()

    return run(arguments.bind, arguments.workers)
