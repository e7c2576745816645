"""The audit of the desk: its log, and the rows that entries of the log vouch for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Model

from aiqyn.ledger.identity import CHAIN_START
from aiqyn_site.accounts.log import VOUCHED, content_of, link_of, row_name
from aiqyn_site.accounts.models import BlankingRequest, LogEntry, Person, Submission
from aiqyn_site.inbox.models import Proposal
from aiqyn_site.ledger.fault import UNREADABLE, Fault

_LOG = "accounts_logentry"
#: Rows that entries vouch for, and whether they stand for ever: what readers sent in is forgotten some day.
_VOUCHED_FOR: tuple[tuple[type[Model], bool], ...] = (
    (Person, True),
    (Submission, True),
    (BlankingRequest, True),
    (Proposal, False),
)
_UNDECIDED = "new"


class _Voucher(NamedTuple):
    """What an entry says of a row."""

    number: int
    content: bytes


def verify_desk() -> list[Fault]:
    """The first entry that breaks the log's chain, and each row that is not what the log last told of it."""
    vouchers: dict[str, _Voucher] = {}
    try:
        fault = _walk(vouchers)
    except UNREADABLE as error:
        return [Fault(_LOG, len(vouchers) + 1, f"or a later one cannot be read: {error}")]
    faults = [fault] if fault else []
    for model, is_for_ever in _VOUCHED_FOR:
        try:
            faults += _compare(model, vouchers, is_for_ever=is_for_ever)
        except UNREADABLE as error:
            faults.append(Fault(model._meta.db_table, 0, f"cannot be read: {error}"))
    return faults


def desk_head() -> tuple[int, str]:
    """How many entries the log has, and where its chain stands; to be noted elsewhere, as the ledger's head is."""
    last = LogEntry.objects.order_by("-number").first()
    return (last.number, bytes(last.link).hex()[:12]) if last else (0, "")


def _walk(vouchers: dict[str, _Voucher]) -> Fault | None:
    """Walk the log in order, and gather what it says of rows; the first entry that does not follow."""
    head, fault = CHAIN_START, None
    for entry in LogEntry.objects.order_by("number").iterator():
        link = link_of(entry, head)
        if link != bytes(entry.link) and fault is None:
            fault = Fault(_LOG, entry.number, "breaks the hash chain: it, or what stood before it, was changed")
        head = bytes(entry.link)
        if entry.row:
            vouchers[entry.row] = _Voucher(entry.number, bytes(entry.content))
    return fault


def _compare(model: type[Model], vouchers: dict[str, _Voucher], *, is_for_ever: bool) -> Iterator[Fault]:
    table = model._meta.db_table
    for row in model._default_manager.only(*VOUCHED[table]).order_by("pk").iterator():
        voucher = vouchers.pop(row_name(row), None)
        if voucher is None:
            if not (isinstance(row, Proposal) and row.state == _UNDECIDED):
                yield Fault(table, row.pk, "was added past the desk: its log does not tell of it")
        elif voucher.content != content_of(row):
            yield Fault(table, row.pk, f"is not as entry {voucher.number} of the desk's log, the last on it, left it")
    for name, voucher in vouchers.items():
        whose, _, number = name.partition(" ")
        if is_for_ever and whose == table:
            yield Fault(table, int(number), f"is missing: entry {voucher.number} of the desk's log tells of it")
