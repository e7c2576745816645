"""Stretches of lists, and cursors: where a list goes on. Opaque to the caller, good only for the request they are of.

A cursor holds a position and a digest over everything it depends on. The digest keeps mistakes out, not
enemies: a forged cursor gains nothing, because a position is only a number. So it needs no key, and a cursor
works on every server that has the same register.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Generic, NamedTuple, TypeVar

from aiqyn.errors import Refused
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.problems import Fault, Problem, faulty
from aiqyn_site.api.shapes import COUNT, MAYBE_TEXT, Shape, document, field, listed
from aiqyn_site.ledger import queries as ledger

#: Together 15 bytes, which are 20 letters of base64 with no spare bits: one text for each cursor.
_POSITION_BYTES, _DIGEST_BYTES = 6, 9
_CURSOR = re.compile(r"[A-Za-z0-9_-]{20}")
Item = TypeVar("Item")


class Stretch(NamedTuple, Generic[Item]):
    """Some of a list: how many there are on all its pages, those of one page, and the cursor of the next page."""

    total: int
    items: Sequence[Item]
    next: str | None


def stretch_of(item: Shape[Item], what: str) -> Shape[Stretch[Item]]:
    """The shape of a page of a list."""
    of_next = "The cursor of the next page; null on the last. The header Link has its whole address."
    return document(
        f"A page of {what}.",
        (
            field("total", COUNT, "total", "How many there are on all pages."),
            field("items", listed(item), "items"),
            field("next", MAYBE_TEXT, "next", of_next),
        ),
        name=f"{item.name.removesuffix('Card').removesuffix('Row')}List",
    )


def stretch(place: str, given: Given, find: Callable[[int, int], tuple[int, Sequence[Item]]]) -> Stretch[Item]:
    """A page of the list at `place`, of which `find` gives the total and those from a start on, up to a length.

    Its cursor holds for one state of the register: two do not fit together. A list that is empty because nothing has
    the id it is narrowed to is refused.
    """
    bound, state = {**given.values, "limit": str(given.limit)}, ledger.version().tag
    start = read_cursor(given("cursor"), place, bound, state)
    total, items = find(start, given.limit)
    if not total:
        refuse_unknown(given)
    end = start + len(items)
    return Stretch(total, items, make_cursor(end, place, bound, state) if end < total else None)


def refuse_unknown(given: Given) -> None:
    """Refuses an id of a filter that nothing has. It is asked only when nothing was found."""
    region = ledger.entity(given("region")) if given("region") else None
    if given("region") and (region is None or region.kind != "region"):
        raise _unknown("no_such_region", "region", given)
    for name in ("partner", "entity", "about"):
        if given(name) and ledger.entity(given(name)) is None:
            raise _unknown("no_such_entity", name, given)
    if given("source") and ledger.source(given("source")) is None:
        raise _unknown("no_such_source", "source", given)


def _unknown(code: str, field: str, given: Given) -> Problem:
    where = "/api/statements" if field in {"source", "entity"} else "/api/projects"
    return faulty([Fault(Refused(code, field, "copy_id_from", where=where), given(field))])


def make_cursor(position: int, place: str, given: Mapping[str, str], state: str = "") -> str:
    """The cursor for a position in the list at `place`, under some parameters and in some state."""
    place_bytes = position.to_bytes(_POSITION_BYTES, "big")
    return base64.urlsafe_b64encode(place_bytes + _digest(place_bytes, place, given, state)).decode("ascii")


def read_cursor(cursor: str, place: str, given: Mapping[str, str], state: str = "") -> int:
    """The position a cursor stands for, 0 for none. Raises Problem for one not made for this request."""
    if not cursor:
        return 0
    if not _CURSOR.fullmatch(cursor):
        raise faulty([Fault(Refused("cursor_form", "cursor"), cursor)])
    content = base64.urlsafe_b64decode(cursor)
    position, digest = content[:_POSITION_BYTES], content[_POSITION_BYTES:]
    if digest != _digest(position, place, given, state):
        raise faulty([Fault(Refused("cursor_of_other", "cursor"), cursor)])
    return int.from_bytes(position, "big")


def _digest(position: bytes, place: str, given: Mapping[str, str], state: str) -> bytes:
    bound = [f"{name}={given[name]}" for name in sorted(given) if name != "cursor"]
    text = "\0".join(["aiqyn-cursor-1", place, state, *bound])
    return sha256(position + text.encode()).digest()[:_DIGEST_BYTES]
