"""How a command says its outcome: in a sentence, or as JSON."""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Callable, Mapping

from aiqyn.cli import FINDINGS
from aiqyn.errors import Refused
from aiqyn.words.fault_text import fault_text
from aiqyn.words.refusal_text import clause
from aiqyn.words.word_tables import words

_LANG = "en"  # what the commands of the site speak
# The public name of what add_subparsers returns is missing in argparse.
Commands = argparse._SubParsersAction


class Unusable(Exception):
    """The database cannot be used as a command needs it: why, and the way out, in a sentence without its full stop."""


def with_json(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """Let a command be run, and asked for its outcome as JSON."""
    parser.add_argument("--json", action="store_true", help="the outcome as JSON")
    in_words(parser, run)


def in_words(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """Let a command be run; what the database or a file does not let it do is its outcome, in words."""

    def spoken(arguments: argparse.Namespace) -> int:
        from django.db import DatabaseError

        from aiqyn_site.ledger.fault import UNREADABLE

        try:
            return run(arguments)
        except Unusable as unusable:
            sentence = f"{unusable}."
        except BrokenPipeError:
            raise
        except OSError as fault:
            sentence = fault_text(fault, words(_LANG))
        except DatabaseError as fault:
            from aiqyn_site.commands.file_faults import file_fault

            of_file = file_fault(fault)
            cause = _rows_at_fault() if of_file.errno == errno.EINVAL else ""
            sentence = cause or fault_text(of_file, words(_LANG))
        except UNREADABLE:
            sentence = _rows_at_fault()
            if not sentence:
                raise
        complain(arguments, [{"message": sentence}], [f"aiqyn {arguments.command}: {sentence}"])
        return FINDINGS

    parser.set_defaults(run=spoken)


def _rows_at_fault() -> str:
    """The rows that cannot be read, as the cause of a failure; blank where there are none."""
    from aiqyn_site.ledger.unreadable_rows import cause_in_rows

    cause = cause_in_rows()
    return cause and f"{cause}."


def say(arguments: argparse.Namespace, outcome: dict[str, object], sentence: str) -> None:
    """Print the outcome: a sentence, or all of it as JSON."""
    print(json.dumps(outcome, ensure_ascii=False) if arguments.json else sentence)


def complain(arguments: argparse.Namespace, problems: list[dict[str, object]], lines: list[str]) -> None:
    """Print what is wrong: lines on standard error, or findings as JSON."""
    if getattr(arguments, "json", False):
        print(json.dumps({"findings": problems}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(lines), file=sys.stderr)


def clause_of(refused: Refused) -> str:
    """A refusal in words, as a message begins or ends with it."""
    from aiqyn_site.pages.wording import wording

    return clause(refused, wording("en"), typed=True)


def progress_of(task: str) -> Callable[[int], str]:
    """What the line of progress says of a task."""
    return lambda done: f"{task}, rows done: {done:,}"


def listed(counts: Mapping[str, int]) -> str:
    """Counts in one line: "statements 3, sources 1"."""
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())
