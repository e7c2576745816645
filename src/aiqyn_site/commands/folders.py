"""`aiqyn load`, `aiqyn export` and `aiqyn diff`: a register folder to the database and back, and beside it."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path

from aiqyn.cli import FINDINGS, GOOD, WRONG_USE, Progress
from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.words.refusal_text import as_json, finding_text
from aiqyn.words.word_tables import words
from aiqyn_site.commands.left import left_as_json, left_lines
from aiqyn_site.commands.opened import of_one_state, set_up, set_up_reading
from aiqyn_site.commands.outcome import Commands, clause_of, complain, listed, progress_of, say, with_json

_MOST_REMARKS = 100


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
    parser.add_argument(
        "--take",
        metavar="NAME",
        action="append",
        default=[],
        help="a file, or a source's id, of which this folder's version shall count, whatever others changed meanwhile",
    )
    with_json(parser, _load)


def export(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn export FOLDER`."""
    parser = commands.add_parser("export", help="write the register from the database to a new folder")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--for-spreadsheets",
        action="store_true",
        help="neutralise cells that a spreadsheet would run as a formula, and let it see that the files are UTF-8",
    )
    with_json(parser, _export)


def diff(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn diff REGISTER`."""
    parser = commands.add_parser("diff", help="tell what differs between a register folder and the database")
    parser.add_argument("register", type=Path)
    with_json(parser, _diff)


def _load(arguments: argparse.Namespace) -> int:
    set_up(new=True)
    from django.db import transaction

    from aiqyn_site.commands.file_faults import fold_journal
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.ledger.actions import load_register
    from aiqyn_site.ledger.base_mark import keep_base

    progress = Progress(progress_of("loading"))
    try:
        with transaction.atomic():
            loaded = load_register(arguments.register, progress, remove=arguments.remove, take=arguments.take)
            progress = progress.then(progress_of("deriving"))
            ensure_built(progress)
    except RegisterRefused as refused:
        progress.close()
        from aiqyn_site.pages.wording import wording

        t = wording("en")
        lines = [*(finding_text(finding, t) for finding in refused.findings), "Nothing was loaded."]
        complain(arguments, [as_json(finding, t) for finding in refused.findings], lines)
        return FINDINGS
    progress.close()
    fold_journal()
    # A folder that cannot be written to goes by what it holds: a change that this leaves open is refused.
    with suppress(OSError):
        keep_base(arguments.register, loaded.base)
    added = {"statements": loaded.statements, "sources": loaded.sources, "entities": loaded.entities}
    sentence = f"loaded: {listed(added)}" if loaded else "nothing new: the ledger already holds this register"
    if loaded.removed:
        sentence += f"; removed {', '.join(loaded.removed)}"
    t, remarks = words("en"), _remarks(loaded.statements)
    lines = [sentence, *(t("check_remark", None, text=finding_text(remark, t)) for remark in remarks)]
    outcome = {"added": added, **left_as_json(loaded), "remarks": [as_json(remark, t) for remark in remarks]}
    say(arguments, outcome, "\n".join([*lines, *left_lines(loaded, arguments.register)]))
    return GOOD


def _remarks(statements: int) -> list[Finding]:
    """What is unlikely of as many statements as were just loaded; of very many `aiqyn check` tells."""
    from aiqyn_site.ledger.remarks import MOST_LOOKED_AT, unlikely_of_latest

    return unlikely_of_latest(statements)[:_MOST_REMARKS] if 0 < statements <= MOST_LOOKED_AT else []


def _diff(arguments: argparse.Namespace) -> int:
    set_up_reading()
    from aiqyn_site.commands.difference_lines import difference_as_json, difference_lines
    from aiqyn_site.ledger.difference import difference
    from aiqyn_site.pages.wording import wording

    t = wording("en")
    try:
        with of_one_state():
            differing = difference(arguments.register)
    except RegisterRefused as refused:
        lines = [finding_text(finding, t) for finding in refused.findings]
        complain(arguments, [as_json(finding, t) for finding in refused.findings], lines)
        return FINDINGS
    lines = [*difference_lines(differing, t)] or ["same: the folder holds what the ledger holds"]
    say(arguments, difference_as_json(differing, t), "\n".join(lines))
    return FINDINGS if differing else GOOD


def _export(arguments: argparse.Namespace) -> int:
    set_up_reading()
    from aiqyn_site.ledger.export import export_register

    try:
        with of_one_state():
            files = export_register(arguments.folder, for_spreadsheets=arguments.for_spreadsheets)
    except Refused as refused:
        complain(arguments, [{"message": clause_of(refused)}], [clause_of(refused)])
        return WRONG_USE
    names = [path.relative_to(arguments.folder).as_posix() for path in files]
    say(arguments, {"files": names}, f"files written to {arguments.folder}: {len(names)}")
    return GOOD
