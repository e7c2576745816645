"""Who counted: the organisation that a statement names, or else the publisher of its source, and its country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiqyn.ledger import Source, Statement, headlines
from aiqyn_site.ledger import queries as ledger

#: What stands between a publisher and who carried its text on: "Xinhua via Green Post".
_CARRIED = (" via ", ", carried")


def tellers(statements: Iterable[Statement], sources: Mapping[str, Source]) -> dict[str, str]:
    """The organisation behind each statement, by the statement's id; blank where none of the register is named.

    That is whom the source names, or the source's own publisher if it goes by a name of the register.
    """
    found = {one.id: one.said_by for one in statements}
    heads = {one.id: _head(sources[one.source].publisher) for one in statements if not one.said_by}
    known = ledger.organisations_named(head for head in heads.values() if head)
    return found | {key: known.get(head, "") for key, head in heads.items()}


def _head(publisher: str) -> str:
    for mark in _CARRIED:
        publisher = publisher.partition(mark)[0]
    return publisher


def countries(organisations: Iterable[str]) -> dict[str, str]:
    """The country code of each organisation for which one was said."""
    grounds = ledger.register().grounds
    found = {}
    for key in sorted(set(organisations) - {""}):
        leading = headlines(ledger.statements_about(key), grounds)
        country = next((one.statement.value for one in leading if one.key.property == "country"), "")
        if country:
            found[key] = country
    return found
