"""The register as it was known on a day: the statements recorded by then, and nothing later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aiqyn.ledger.statement import Statement


def as_known_on(statements: Iterable[Statement], day: str) -> Iterator[Statement]:
    """The statements recorded on or before a day (YYYY-MM-DD).

    A retraction recorded later has not happened yet.
    """
    return (statement for statement in statements if statement.recorded <= day)
