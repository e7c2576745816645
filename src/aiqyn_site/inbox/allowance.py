"""How much is taken of one network, and of networks near each other. What all strangers do together limits nobody.

A network is counted in memory only, and forgotten with the hour or the day.
"""

from __future__ import annotations

from aiqyn.errors import Refused
from aiqyn_site.inbox.actions import PICTURES, PROPOSALS, Room, free_in
from aiqyn_site.networks import Limiter, Shares

_HOUR, _DAY = 3_600, 86_400
#: What one network may do in an hour.
NETWORK_PROPOSALS, NETWORK_CODES = 6, 12
#: What of the places free for proposals, and for pictures, a reader, those near and a provider may take in a day.
_SHARES = (1 / 16, 1 / 8, 1 / 4)
_limiters = {
    "proposal": Limiter(NETWORK_PROPOSALS, _HOUR),
    "receipt": Limiter(NETWORK_CODES, _HOUR),
    "reply": Limiter(NETWORK_CODES, _HOUR),
}
_shares = {PROPOSALS: Shares(_SHARES, _DAY), PICTURES: Shares(_SHARES, _DAY)}


def admit(name: str, address: str) -> None:
    """Count a `proposal`, `receipt` or `reply` from an address. Refuses it after too many."""
    if not _limiters[name].allows(address):
        raise Refused("flood")


def admit_proposal(address: str, *, has_picture: bool) -> None:
    """Count a proposal from an address. Refuses it after too many, and where too much waits."""
    admit("proposal", address)
    rooms: tuple[Room, ...] = (PROPOSALS, PICTURES) if has_picture else (PROPOSALS,)
    for room in rooms:
        if not _shares[room].allows(address, free_in(room)):
            raise Refused("flood")


def forget() -> None:
    """Forget every network; for tests."""
    for tally in (*_limiters.values(), *_shares.values()):
        tally.forget()
