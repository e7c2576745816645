"""`aiqyn account`: who may sign in at the desk."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable

from aiqyn.cli import GOOD, WRONG_USE
from aiqyn.errors import Refused
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.commands.opened import set_up, set_up_reading
from aiqyn_site.commands.outcome import Commands, clause_of, complain, say, with_json


def account(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn account add|list|disable|password|unlock`."""
    parser = commands.add_parser("account", help="accounts for the desk: who may sign in at /desk/")
    parts = parser.add_subparsers(dest="part", required=True, metavar="COMMAND")
    add = parts.add_parser("add", help="add an account; the password is asked for, or read from standard input")
    add.add_argument("name", help="sign-in name: a-z, 0-9, dots and hyphens")
    add.add_argument("--role", required=True, choices=("editor", "publisher"))
    add.add_argument("--language", default="kk", choices=LANGUAGES, help="of the desk (default kk)")
    add.add_argument("--shown-as", default="", help="the name under what the person publishes (default: NAME)")
    with_json(add, _account_add)
    with_json(parts.add_parser("list", help="list all accounts"), _account_list)
    for name, run, text in (
        ("disable", _account_disable, "let nobody sign in under a name any more"),
        ("password", _account_password, "give an account a new password, and let it sign in again"),
        ("unlock", _account_unlock, "forget the wrong passwords tried under a name, so that nobody has to wait"),
    ):
        part = parts.add_parser(name, help=text)
        part.add_argument("name")
        with_json(part, run)


def _account_add(arguments: argparse.Namespace) -> int:
    set_up()
    from aiqyn_site.accounts.actions import add_person

    def add() -> str:
        name, role = arguments.name, arguments.role
        person = add_person(name, role, _password(), arguments.language, arguments.shown_as)
        return f"added {role} '{name}', who publishes as '{person.shown_as}'"

    return _account_change(arguments, add)


def _account_disable(arguments: argparse.Namespace) -> int:
    set_up()
    from aiqyn_site.accounts.actions import disable

    def change() -> str:
        disable(arguments.name)
        return f"disabled '{arguments.name}'"

    return _account_change(arguments, change)


def _account_password(arguments: argparse.Namespace) -> int:
    set_up()
    from aiqyn_site.accounts.actions import set_password

    def change() -> str:
        set_password(arguments.name, _password())
        return f"'{arguments.name}' has a new password and may sign in"

    return _account_change(arguments, change)


def _account_unlock(arguments: argparse.Namespace) -> int:
    set_up()
    from aiqyn_site.accounts.actions import unlock

    try:
        unlocked = unlock(arguments.name)
    except Refused as refused:
        return _refuse(arguments, refused)
    sentence = (
        f"unlocked '{arguments.name}': forgotten are {unlocked.failures:,} wrong passwords under the name, and"
        f" {unlocked.waits:,} waits of networks and of names without an account"
    )
    say(arguments, {"account": arguments.name, **unlocked._asdict()}, sentence)
    return GOOD


def _account_change(arguments: argparse.Namespace, change: Callable[[], str]) -> int:
    try:
        sentence = change()
    except Refused as refused:
        return _refuse(arguments, refused)
    say(arguments, {"account": arguments.name}, sentence)
    return GOOD


def _refuse(arguments: argparse.Namespace, refused: Refused) -> int:
    complain(arguments, [{"message": clause_of(refused)}], [clause_of(refused)])
    return WRONG_USE


def _account_list(arguments: argparse.Namespace) -> int:
    set_up_reading(loaded=False)
    from aiqyn_site.accounts.models import Person

    names = ("name", "shown_as", "role", "language", "active")
    rows = [dict(zip(names, row, strict=True)) for row in Person.objects.order_by("name").values_list(*names)]
    lines = [
        f"{row['name']}  {row['role']}  {row['language']}  {row['shown_as']}"
        + ("" if row["active"] else "  (disabled)")
        for row in rows
    ]
    say(arguments, {"accounts": rows}, "\n".join(lines) or "there are no accounts")
    return GOOD


def _password() -> str:
    """The password: asked for twice at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise Refused("passwords_differ")
    return password
