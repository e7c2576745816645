"""The audit of the desk and the inbox: the log, the intake, and the rows that entries of either vouch for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import Model

from aiqyn.ledger.identity import CHAIN_START
from aiqyn_site.accounts.log import PROPOSAL_RENAMED, SENT, commitment_of, content_of, link_of, row_name
from aiqyn_site.accounts.models import BlankingRequest, LogEntry, Person, Submission
from aiqyn_site.inbox.actions import last_day_of_text
from aiqyn_site.inbox.intake import intake_link
from aiqyn_site.inbox.models import Code, Intake, Proposal, Reply
from aiqyn_site.ledger.fault import UNREADABLE, Fault

_LOG, _INTAKE = "the desk's log", "the intake"
_AT_ONCE = 20  # rows: some have a picture
#: Rows that entries vouch for, and whether they stand for ever. What readers sent in stands as long as it waits.
_VOUCHED_FOR: tuple[tuple[type[Model], bool], ...] = (
    (Person, True),
    (Submission, True),
    (BlankingRequest, True),
    (Proposal, False),
    (Reply, False),
    (Code, False),
)


class _Voucher(NamedTuple):
    """What an entry says of a row, and whether what it names still waits for the desk."""

    chain: str
    number: int
    content: bytes
    waits: bool

    def __str__(self) -> str:
        return f"entry {self.number} of {self.chain}"


class _Unread(Exception):
    """A chain cannot be walked to its end, so that nothing can be held against it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def verify_desk() -> list[Fault]:
    """The first entry that breaks a chain, and each row that is not what was last told of it."""
    vouchers: dict[str, _Voucher] = {}
    faults: list[Fault] = []
    # In this order: what came in, then what the desk did with it.
    for model, link in ((Intake, intake_link), (LogEntry, link_of)):
        try:
            faults += _walk(model, link, vouchers)
        except _Unread as unread:
            return [*faults, unread.fault]
    for vouched, is_for_ever in _VOUCHED_FOR:
        try:
            faults += _compare(vouched, vouchers, is_for_ever=is_for_ever)
        except UNREADABLE as error:
            faults.append(Fault(vouched._meta.db_table, 0, f"cannot be read: {error}"))
    return faults


def head_of(chain: type[LogEntry | Intake]) -> tuple[int, str]:
    """How many entries a chain has, and where it stands; to be noted elsewhere, as the ledger's head is."""
    last = chain._default_manager.order_by("-number").first()
    return (last.number, bytes(last.link).hex()[:12]) if last else (0, "")


def _walk(model: Any, link_of: Callable[[Any, bytes], bytes], vouchers: dict[str, _Voucher]) -> list[Fault]:
    """Walk a chain in order, and gather what it says of rows; the first entry that does not follow. Raises _Unread."""
    table, chain = str(model._meta.db_table), _INTAKE if model is Intake else _LOG
    head, number, faults = CHAIN_START, 0, list[Fault]()
    try:
        for entry in model.objects.order_by("number").iterator():
            number = entry.number
            if link_of(entry, head) != bytes(entry.link) and not faults:
                faults = [Fault(table, number, "breaks the hash chain: it, or what stood before it, was changed")]
            head = bytes(entry.link)
            if entry.row:
                before = vouchers.get(entry.row)
                is_renamed = model is LogEntry and entry.action == PROPOSAL_RENAMED
                waits = model is Intake or (is_renamed and before is not None and before.waits)
                vouchers[entry.row] = _Voucher(chain, number, bytes(entry.content), waits)
    except UNREADABLE as error:
        raise _Unread(Fault(table, number + 1, f"or a later one cannot be read: {error}")) from error
    return faults


def _compare(model: type[Model], vouchers: dict[str, _Voucher], *, is_for_ever: bool) -> Iterator[Fault]:
    table = model._meta.db_table
    for row in model._default_manager.order_by("pk").iterator(_AT_ONCE):
        voucher = vouchers.pop(row_name(row), None)
        if voucher is None:
            yield Fault(table, row.pk, "was added past the desk and the forms: no entry tells of it")
        elif voucher.content != content_of(row):
            yield Fault(table, row.pk, f"is not as {voucher}, the last on it, left it")
        elif table in SENT and (message := _text_fault(row)):
            yield Fault(table, row.pk, message)
    for name, voucher in vouchers.items():
        whose, _, number = name.partition(" ")
        if whose == table and (is_for_ever or voucher.waits):
            yield Fault(table, int(number), f"is missing: {voucher} tells of it")


def _text_fault(row: Any) -> str:
    """What is wrong with the texts of a row whose commitment is as it was; blank where nothing is.

    A text that was forgotten has no salt any more. That is done to decided proposals alone, when it is time; where a
    text is taken away sooner, an entry vouches for what is left.
    """
    if row.salt:
        return "" if commitment_of(row) == bytes(row.sent) else "its text is not what was sent in"
    if any(getattr(row, column) for column in SENT[row._meta.db_table]):
        return "its text is not what was sent in"
    is_due = isinstance(row, Proposal) and row.state != "new" and row.decided < last_day_of_text()
    return "" if is_due else "its text was taken away before its time"
