"""`aiqyn verify`, `rebuild` and `tidy`: what keeps a database sound."""

from __future__ import annotations

import argparse

from aiqyn.cli import FINDINGS, GOOD, Progress
from aiqyn_site.commands.opened import NO_REGISTER, of_one_state, set_up, set_up_reading
from aiqyn_site.commands.outcome import Commands, Unusable, complain, listed, progress_of, say, with_json

#: What no chain goes over.
_NOT_VOUCHED_FOR = ("sessions", "counts of attempts to sign in", "counts of reads")


def verify(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn verify`."""
    parser = commands.add_parser("verify", help="audit the ledger: hash chain, append-only, derived tables")
    with_json(parser, _verify)


def rebuild(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn rebuild`."""
    with_json(commands.add_parser("rebuild", help="recompute everything derived from the ledger"), _rebuild)


def tidy(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn tidy`."""
    parser = commands.add_parser("tidy", help="forget what readers sent in and is no longer needed; run it every day")
    with_json(parser, _tidy)


def _verify(arguments: argparse.Namespace) -> int:
    set_up_reading(loaded=False)
    from aiqyn_site.accounts.log_audit import head_of, verify_desk
    from aiqyn_site.accounts.models import LogEntry
    from aiqyn_site.derived import verify_derived
    from aiqyn_site.inbox.models import Intake
    from aiqyn_site.ledger.blanked import all_blanked
    from aiqyn_site.ledger.fault import Fault
    from aiqyn_site.ledger.schema import schema_faults, table_faults
    from aiqyn_site.ledger.unreadable_rows import kept_tables, unreadable_rows
    from aiqyn_site.ledger.verify import verify_ledger
    from aiqyn_site.ledger.version import EMPTY, version

    progress = Progress(progress_of("verifying"))
    definitions, of_tables = schema_faults(), table_faults()
    with of_one_state():
        rows: list[Fault] = []
        if not of_tables:
            rows = unreadable_rows(kept_tables()) or [*verify_ledger(progress), *verify_desk()]
        faults = [*rows, *definitions] or verify_derived()
        now = EMPTY if faults else version()
        blanked = [] if faults else all_blanked()
        heads = {} if faults else {"desk": head_of(LogEntry), "inbox": head_of(Intake)}
    progress.close()
    if faults:
        complain(arguments, [fault._asdict() for fault in faults], [str(fault) for fault in faults])
        return FINDINGS
    if not now.number:
        raise Unusable(NO_REGISTER)
    counts = {"statements": now.statements, "sources": now.sources, "entities": now.entities}
    named = {"desk": "log of the desk", "inbox": "intake of the inbox"}
    logged = "".join(
        f"; {named[key]}: entries {entries:,}, head {head}" for key, (entries, head) in heads.items() if entries
    )
    result = {
        **counts,
        "head": now.head,
        **{key: {"entries": entries, "head": head} for key, (entries, head) in heads.items()},
        "blanked": [row._asdict() for row in blanked],
        "not_vouched_for": _NOT_VOUCHED_FOR,
    }
    lines = [f"sound: {listed(counts)}; head {now.head}{logged}", *map(str, blanked)]
    say(arguments, result, "\n".join([*lines, f"not vouched for: {', '.join(_NOT_VOUCHED_FOR)}"]))
    return GOOD


def _rebuild(arguments: argparse.Namespace) -> int:
    set_up()
    from aiqyn_site.derived import rebuild_derived

    progress = Progress(progress_of("deriving"))
    built = rebuild_derived(progress)
    progress.close()
    say(arguments, dict(built), f"rebuilt: {listed(built)}")
    return GOOD


def _tidy(arguments: argparse.Namespace) -> int:
    set_up()
    from aiqyn_site.commands.file_faults import folded
    from aiqyn_site.desk.erasure import erase_due
    from aiqyn_site.inbox.actions import compact
    from aiqyn_site.inbox.actions import tidy as forget

    forgotten = forget()
    compact()
    is_erased, after = erase_due(), folded()
    is_emptied = is_erased and after.is_emptied
    sentence = f"forgotten: {listed(forgotten)}"
    if not is_emptied:
        sentence += (
            f"; but the journal (-wal), in which it may still stand, could not be emptied: {after}; run this again"
        )
    say(arguments, {**forgotten, "journal_emptied": is_emptied}, sentence)
    return GOOD if is_emptied else FINDINGS
