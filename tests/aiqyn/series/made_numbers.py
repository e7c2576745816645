"""Numbers for tests, in order of time: who counted, of when, how much."""

from __future__ import annotations

from aiqyn.series.dated_numbers import DatedNumber, dated_numbers
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.register_factory import statement

UNITS = load_vocabulary().units
COUNTRIES = {"kz-customs": "KZ", "cn-customs": "CN"}


def numbers(*counts: tuple[str, ...], unit: str = "USD billion", name: str = "series_value") -> list[DatedNumber]:
    """Each count is teller, date and value, and a source where it is not a source of its own."""
    statements = [
        statement(
            entity="trade-total",
            property=name,
            value=value,
            unit=unit,
            as_of=as_of,
            said_by=teller,
            source=source[0] if source else f"source-{place}",
        )
        for place, (teller, as_of, value, *source) in enumerate(counts)
    ]
    tellers = {statement.id: statement.said_by for statement in statements}
    return dated_numbers(statements, UNITS, tellers, COUNTRIES)
