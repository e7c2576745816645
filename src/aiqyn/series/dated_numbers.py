"""Statements of a number put in order of time, each with who counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aiqyn.ledger import Grounds, Source, Statement, headlines
from aiqyn.values.dates import Date, Precision, parse_date
from aiqyn.values.measure import Measure, Unit, parse_measure

#: The property that the members of an indicator's series share.
SERIES_VALUE = "series_value"
#: What stands between a publisher and who carried its text on: "Xinhua via Green Post".
_CARRIED = (" via ", ", carried")
_LONGEST_MOMENT = 31  # days


class DatedNumber(NamedTuple):
    """A statement of a number, the date it speaks of (None where undated) and who counted.

    `teller` is an organisation of the register, blank where none is named; `country` its country's code.
    """

    statement: Statement
    measure: Measure
    when: Date | None
    teller: str
    country: str

    @property
    def is_whole_year(self) -> bool:
        return self.when is not None and self.when.precision is Precision.YEAR

    @property
    def is_part_of_year(self) -> bool:
        """Whether it speaks of a period within one year that is neither the year nor a moment."""
        when = self.when
        if when is None or self.is_whole_year or not when.is_bounded:
            return False
        return when.first.year == when.last.year and (when.last - when.first).days > _LONGEST_MOMENT

    @property
    def order(self) -> tuple[bool, int, int, str]:
        """Place in time: by the last day spoken of, then the first; undated last."""
        if self.when is None:
            return True, 0, 0, self.statement.id
        return False, self.when.last.toordinal(), self.when.first.toordinal(), self.statement.id


def dated_numbers(
    statements: Iterable[Statement],
    units: Mapping[str, Unit],
    tellers: Mapping[str, str],
    countries: Mapping[str, str],
) -> list[DatedNumber]:
    """The statements that have a unit, in order of time.

    `tellers` names an organisation for each statement's id, `countries` a code for some organisations.
    """
    numbers = [
        DatedNumber(
            statement,
            parse_measure(statement.value, units[statement.unit]),
            parse_date(statement.as_of) if statement.as_of else None,
            tellers[statement.id],
            countries.get(tellers[statement.id], ""),
        )
        for statement in statements
        if statement.unit
    ]
    return sorted(numbers, key=lambda number: number.order)


def usual_unit(numbers: Iterable[DatedNumber]) -> Unit:
    """The unit most numbers are printed in; of several, the first by key. ValueError where there is no number."""
    units = Counter(number.measure.unit for number in numbers)
    return min(units, key=lambda unit: (-units[unit], unit.key))


def counting_name(publisher: str) -> str:
    """By which name a publisher counts: without who carried its text on."""
    for sign in _CARRIED:
        publisher = publisher.partition(sign)[0]
    return publisher


def tellers(
    statements: Iterable[Statement], sources: Mapping[str, Source], organisations: Mapping[str, str]
) -> dict[str, str]:
    """The organisation behind each statement, by the statement's id; blank where none of the register is named.

    That is whom the source names, or the source's own publisher if it goes by a name of `organisations`.
    """
    return {
        statement.id: statement.said_by or organisations.get(counting_name(sources[statement.source].publisher), "")
        for statement in statements
    }


def country_of(statements: Iterable[Statement], grounds: Grounds) -> str:
    """The country code of an organisation that statements are about; blank where none was said."""
    leading = headlines(statements, grounds)
    return next((headline.statement.value for headline in leading if headline.key.property == "country"), "")
