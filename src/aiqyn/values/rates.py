"""Money of one currency in another at the mean rate of a year: an aid to reading, never a figure of a source.

The rates are a table, data/rates.csv, with its source on every row. A year or currency that is not in
the table has no answer here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from aiqyn.errors import Refused
from aiqyn.values.tables import Row, data_folder, read_rows

_COLUMNS = ("year", "currency", "per_usd", "tolerance_percent", "note", "source")

__all__ = ["Converted", "Rate", "convert", "load_rates", "nearest_rate", "to_usd"]


@dataclass(frozen=True, slots=True)
class Rate:
    """The mean of a year's rates: `per_usd` units of `currency` for one US dollar.

    `tolerance_percent` is how far a rate of that year may lie from the mean before a pair of printed
    amounts is in doubt; `note` gives the reason where it is not the usual 10.
    """

    currency: str
    year: int
    per_usd: Decimal
    tolerance_percent: int
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in another currency. It is not rounded: show two or three digits of it, as approximate.

    `rate` is how many units of the first currency one unit of the second cost, `year` the year of the
    mean. `tolerance_percent` is the wider one of the two currencies'; `note` says why it is wide.
    `approximate` is false only where both currencies are the same and nothing was converted.
    """

    amount: Decimal
    rate: Decimal
    year: int
    source: str
    tolerance_percent: int
    note: str
    approximate: bool = True


def convert(amount: Decimal, currency: str, to: str, year: int) -> Converted | None:
    """Return `amount` of `currency` in the currency `to` at the mean rates of `year`; ISO 4217 codes.

    None means that the table lacks a rate: nothing is guessed, carried over or drawn out from other years.

    >>> convert(Decimal("7700"), "KZT", "USD", 2013).amount.quantize(Decimal("0.1"))
    Decimal('50.6')
    >>> convert(Decimal("7700"), "KZT", "USD", 2009) is None
    True

    Refuses an amount that is not a finite number.
    """
    if not amount.is_finite():
        raise Refused("rate_amount", text=str(amount))
    if currency == to:
        return Converted(amount, Decimal(1), year, "", 0, "", approximate=False)
    held, wanted = _rate(currency, year), _rate(to, year)
    if held is None or wanted is None:
        return None
    return Converted(
        amount=amount * wanted.per_usd / held.per_usd,
        rate=held.per_usd / wanted.per_usd,
        year=year,
        source="; ".join(dict.fromkeys(rate.source for rate in (held, wanted) if rate.source)),
        tolerance_percent=max(held.tolerance_percent, wanted.tolerance_percent),
        note="; ".join(rate.note for rate in (held, wanted) if rate.note),
    )


def to_usd(amount: Decimal, currency: str, year: int) -> Converted | None:
    """Return `amount` of `currency` in US dollars at the mean rate of `year`, or None without a rate."""
    return convert(amount, currency, "USD", year)


@cache
def load_rates() -> Mapping[tuple[str, int], Rate]:
    """Return the table of rates by currency code and year. The dollar itself is not in it."""
    rates = map(_from_row, read_rows(data_folder("aiqyn.values"), "rates.csv", _COLUMNS))
    return MappingProxyType({(rate.currency, rate.year): rate for rate in rates})


@cache
def nearest_rate(currency: str, year: int) -> Rate | None:
    """The rate of the year in the table that is nearest to a year: for the order of an amount, never to be shown.

    None for a currency that the table has not.
    """
    years = [known for code, known in load_rates() if code == currency]
    return _rate(currency, min(years, key=lambda known: (abs(known - year), known)) if years else year)


def _from_row(row: Row) -> Rate:
    return Rate(
        currency=row.cells["currency"],
        year=row.whole("year"),
        per_usd=Decimal(row.cells["per_usd"]),
        tolerance_percent=row.whole("tolerance_percent"),
        note=row.cells["note"],
        source=row.cells["source"],
    )


def _rate(currency: str, year: int) -> Rate | None:
    if currency == "USD":
        # Worth one of itself in every year; the year's other currency decides whether there is a rate.
        return Rate("USD", year, Decimal(1), 0, "", "")
    return load_rates().get((currency, year))
