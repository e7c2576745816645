"""The command `aiqyn`. Commands that need a database come from the site, as entry points aiqyn.commands."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import entry_points
from itertools import chain, islice
from pathlib import Path

from aiqyn.deadlines.as_json import derivation_as_json
from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Request, parse_event
from aiqyn.deadlines.zones import day_in
from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.assessments import check_assessments
from aiqyn.exchange.attachments import Attachments
from aiqyn.exchange.corrections import check_corrections
from aiqyn.exchange.country_remark import country_remarks
from aiqyn.exchange.day_remarks import DayRemarks
from aiqyn.exchange.days_to_come import day_findings, source_remarks
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.gate import Gate
from aiqyn.exchange.mixed_scripts import MixedScripts
from aiqyn.exchange.point_findings import PointFindings
from aiqyn.exchange.register_scores import read_scores
from aiqyn.exchange.replies import check_replies
from aiqyn.exchange.rows import check_statements
from aiqyn.exchange.text_references import check_prose
from aiqyn.exchange.unlikely_rows import UnlikelyRows
from aiqyn.values.days import parse_day
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.derivation_text import derivation_lines
from aiqyn.words.fault_text import fault_text
from aiqyn.words.refusal_text import as_json, clause, finding_text
from aiqyn.words.score_text import score_as_json, score_lines
from aiqyn.words.word_tables import words

GOOD, FINDINGS, WRONG_USE = 0, 1, 2
#: An entry point is called with the subparsers; it adds a parser whose default `run` gives the exit code.
COMMAND_GROUP = "aiqyn.commands"

Run = Callable[[argparse.Namespace], int]
_REGISTER = Path("registers/kazakhstan-china")
_USUAL_LANG = "en"
_PATIENCE = 2.0  # seconds before progress is shown
_MOST = 100  # findings shown
_INTERRUPTED = 130  # as a shell counts an interrupted command
_CLOSED = 141  # and one whose reader has gone


class Progress:
    """Counts rows on standard error once a task takes longer than two seconds, as `say` says a number of them."""

    def __init__(self, say: Callable[[int], str]) -> None:
        self._say, self._start, self._shown = say, time.monotonic(), False

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._start > _PATIENCE:
            self._shown = True
            print(f"\r{self._say(done)}", end="", file=sys.stderr, flush=True)

    def then(self, say: Callable[[int], str]) -> Progress:
        """The next task's progress; this one's line is ended."""
        self.close()
        return Progress(say)

    def close(self) -> None:
        """End the line, if one was begun."""
        if self._shown:
            print(file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 good, 1 findings, 2 wrong use."""
    parser = argparse.ArgumentParser(
        prog="aiqyn",
        description="Public registers of investment projects: who said which figure, and who says otherwise.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_check(commands)
    _add_deadline(commands)
    _add_score(commands)
    for point in sorted(entry_points(group=COMMAND_GROUP), key=lambda point: point.name):
        point.load()(commands)
    parsed = parser.parse_args(arguments)
    run: Run = parsed.run
    t = words(getattr(parsed, "lang", _USUAL_LANG))
    try:
        code = run(parsed)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Who read what is printed has gone, as `head` does: nothing is left to say, at the end of the program neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED
    except OSError as fault:
        print(f"{parser.prog} {parsed.command}: {fault_text(fault, t)}", file=sys.stderr)
        return FINDINGS
    except KeyboardInterrupt:
        print(f"\n{t('interrupted')}", file=sys.stderr)
        return _INTERRUPTED
    except Refused as refused:
        # What was typed is refused by its command: here it is a table of the program, such as the vocabulary.
        print(f"aiqyn: {clause(refused, t, typed=True)}", file=sys.stderr)
        return FINDINGS


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("check", help="lint a register folder: form, references, dates, units, duplicates")
    parser.add_argument("register", type=Path, help="the register folder")
    parser.add_argument("--json", action="store_true", help="findings as a JSON list")
    parser.add_argument("--strict", action="store_true", help="what is only remarked is a finding too")
    _speak(parser)
    parser.set_defaults(run=_check)


def _speak(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default=_USUAL_LANG, help="the language to speak (default en)")


def _check(arguments: argparse.Namespace) -> int:
    t = words(arguments.lang)
    findings, remarks = look_through(arguments.register, arguments.lang)
    if arguments.strict:
        findings, remarks = findings + remarks, []
    if arguments.json:
        print(json.dumps([as_json(finding, t) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            print(finding_text(finding, t), file=sys.stderr)
        for remark in remarks:
            print(t("check_remark", None, text=finding_text(remark, t)))
        outcome = ("check_findings", len(findings)) if findings else ("check_none", None)
        print(t(*outcome, register=arguments.register))
    return FINDINGS if findings else GOOD


def find_faults(register: Path) -> list[Finding]:
    """Every finding in a register folder, at most a hundred."""
    return look_through(register)[0]


def look_through(
    register: Path, lang: str = _USUAL_LANG, now: datetime.datetime | None = None
) -> tuple[list[Finding], list[Finding]]:
    """The findings in a register folder, and what is remarked without being a fault; at most a hundred of each.

    Its days are judged by that of `now` in its country, by default the machine's.
    """
    progress = Progress(partial(words(lang), "check_progress"))
    findings: list[Finding] = []
    remarks: list[Finding] = []
    try:
        opened = open_register(register)
        today = _today(opened.country, now)
        points, gate, attachments, days = PointFindings(opened), Gate(opened), Attachments(opened), DayRemarks(today)
        unlikely, mixed = UnlikelyRows(opened, today), MixedScripts(opened)

        def see(line: int, digest: bytes, row: list[str]) -> None:
            points.see(line, digest, row)
            gate.see(line, digest, row)
            attachments.see(line, digest, row)
            unlikely.see(line, digest, row)
            mixed.see(line, digest, row)
            days.see(line, digest, row)

        findings += check_statements(opened, _MOST, progress, see)
        findings += islice(points.findings(), _MOST - len(findings))
        findings += islice(attachments.findings(), _MOST - len(findings))
        findings += check_prose(opened, _MOST - len(findings), progress)
        findings += islice(check_assessments(opened), _MOST - len(findings))
        findings += islice(check_replies(opened), _MOST - len(findings))
        findings += islice(check_corrections(opened), _MOST - len(findings))
        findings += islice(day_findings(opened, today), _MOST - len(findings))
        of_files = (country_remarks(opened), source_remarks(opened, today), gate.remarks())
        remarks += islice(chain(*of_files, days.remarks(), mixed.remarks()), _MOST)
        if not findings:
            # They are read once more and weighed against each other, which rows with faults cannot be.
            remarks += islice(unlikely.remarks(), _MOST - len(remarks))
    except RegisterRefused as refused:
        # A file that cannot be read is found by each check that reads it.
        findings += [finding for finding in refused.findings if finding not in findings]
    finally:
        progress.close()
    return findings, remarks


def _today(country: str, now: datetime.datetime | None = None) -> datetime.date:
    """The core has no clock; this is the edge where it is given one."""
    return day_in(country, now or datetime.datetime.now(datetime.UTC))


def _add_deadline(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("deadline", help="the last day for a reply to a request under a law, day by day")
    parser.add_argument("rule", help="the rule, such as kz.appc; a wrong one lists them all")
    for day in ("sent", "received", "registered", "as-of"):
        parser.add_argument(f"--{day}", metavar="DATE", help="as 2022-06-20")
    parser.add_argument("--event", metavar="KIND=DATE[:DAYS]", action="append", default=[], help="may be repeated")
    parser.add_argument("--json", action="store_true", help="the derivation as JSON")
    _speak(parser)
    parser.set_defaults(run=_deadline)


def _deadline(arguments: argparse.Namespace) -> int:
    try:
        given = (arguments.sent, arguments.received, arguments.registered, arguments.as_of)
        sent, received, registered, as_of = (parse_day(text) if text else None for text in given)
        request = Request(sent, received, registered, tuple(map(parse_event, arguments.event)))
        derivation = derive_under(load_laws(), arguments.rule, request)
    except Refused as refused:
        print(f"aiqyn deadline: {clause(refused, words(arguments.lang), typed=True)}", file=sys.stderr)
        return WRONG_USE
    rule = next(rule for rule in load_laws().versions(arguments.rule) if rule.version == derivation.rule_version)
    if arguments.json:
        print(json.dumps(derivation_as_json(derivation, rule, as_of), ensure_ascii=False, indent=1))
    else:
        print("\n".join(derivation_lines(derivation, rule, arguments.lang, as_of)))
    return GOOD


def _add_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("score", help="how much of what should be public of a project is public, item by item")
    parser.add_argument("project", help="the id of a project, as in entities.csv")
    parser.add_argument("--register", type=Path, default=_REGISTER, help=f"the register folder (default {_REGISTER})")
    parser.add_argument(
        "--on", metavar="DATE", help="as known on a day, as 2026-11-22 (default: the last recorded, not after today)"
    )
    parser.add_argument("--json", action="store_true", help="the score and its inputs as JSON")
    _speak(parser)
    parser.set_defaults(run=_score)


def _score(arguments: argparse.Namespace) -> int:
    try:
        scores = read_scores(arguments.register)
        as_of = parse_day(arguments.on) if arguments.on else min(scores.last_day, _today(scores.register.country))
        scored = scores.of(arguments.project, as_of)
    except Refused as refused:
        print(f"aiqyn score: {clause(refused, words(arguments.lang), typed=True)}", file=sys.stderr)
        return WRONG_USE
    except RegisterRefused as refused:
        print("\n".join(finding_text(finding, words(arguments.lang)) for finding in refused.findings), file=sys.stderr)
        return FINDINGS
    if arguments.json:
        outcome = score_as_json(scored.project, scored.score, scored.set_aside, arguments.lang)
        print(json.dumps(outcome, ensure_ascii=False, indent=1))
    else:
        lines = score_lines(scored.score, scored.stage, scored.conditions, scored.set_aside, as_of, arguments.lang)
        print("\n".join(lines))
    return GOOD


if __name__ == "__main__":
    sys.exit(main())
