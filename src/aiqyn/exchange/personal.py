"""What identifies a private person and has no place in a register: personal numbers, mobile telephones, mail addresses.

The one guard for every place where text enters. What is looked for is data, by country: `data/personal.csv` has a
pattern over the text as `_plain` makes it, and the name of a check where the pattern alone says too little.

A personal number of Kazakhstan (IIN) and a number of a legal entity (BIN) both have twelve digits and one rule for the
last of them. The first six of an IIN are a birth date YYMMDD; in a BIN the fifth is 4, 5 or 6, where a date has a day
of the month, so that no number is both (Law of 12 January 2007 No. 223 on national registers of identification
numbers). Homes and names are told by no pattern and are left to people.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.values.tables import data_folder, read_rows

_FILE, _COLUMNS = "personal.csv", ("code", "country", "pattern", "check", "note")
_OFFICES, _OFFICE_COLUMNS = "offices.csv", ("word", "note")
#: Signs that a text with any of it has, in any script: a run of eleven digits, whatever stands between, or an at sign.
_SUSPECT = re.compile(r"[@＠﹫]|\d(?:[^\w@]{0,3}\d){10}")
#: What people put between the digits of a number: blanks, hyphens and dashes, brackets, full stops, signs unseen.
_GAP = re.compile(
    r"(?<=[0-9+])[\s()./_\u00ad\u00b7\u200b-\u200f\u2010-\u2015\u2060\u2212\ufe58\ufe63\uff0d\ufeff-]{1,3}(?=[0-9])"
)
_SIGNS = str.maketrans("＠﹫＋（）．", "@@+().")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[a-z]+")
_IIN_WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


class Personal(StrEnum):
    """What a text holds of a person."""

    NUMBER = "personal_number"
    TELEPHONE = "personal_telephone"
    MAIL = "personal_mail"


class _Sign(NamedTuple):
    code: Personal
    pattern: re.Pattern[str]
    check: Callable[[str], bool]


def personal_data(text: str) -> str:
    """The code of what a text holds that identifies a private person; blank where it holds nothing of the kind."""
    if not _SUSPECT.search(text):
        return ""
    plain = _plain(text)
    return next((sign.code.value for sign in _signs() if any(map(sign.check, _matches(sign, plain)))), "")


def personal_faults(text: str, field: str = "") -> Iterator[Refused]:
    """That a text identifies a private person, if it does, laid to a field."""
    code = personal_data(text)
    if code:
        yield Refused(code, field, "personal")


def check_personal(text: str, field: str = "") -> None:
    """Refuses a text that identifies a private person."""
    for fault in personal_faults(text, field):
        raise fault


def is_personal_number(digits: str) -> bool:
    """Whether twelve digits are a person's IIN by form, whatever the check digit says: a slip of the pen still tells.

    >>> [is_personal_number(number) for number in ("850214300123", "110540010855", "250217001004", "850231300123")]
    [True, False, False, False]

    The others are a company's BIN, the registration number of a public hearing, and no date. The seventh digit is the
    century and the sex: 3 to 6 for the two centuries in which somebody who lives can have been born.
    """
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit() or digits[6] not in "3456":
        return False
    century = 1800 + (int(digits[6]) - 1) // 2 * 100
    return _is_day(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def _is_iin(digits: str) -> bool:
    """An IIN whose last digit is right: the weighted sum of the others modulo 11, by other weights where that is 10."""
    if not is_personal_number(digits):
        return False
    sums = (
        sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) for weights in _IIN_WEIGHTS
    )
    return next((left for left in (total % 11 for total in sums) if left < 10), 10) == int(digits[11])


def _is_resident_number(digits: str) -> bool:
    """A Chinese resident's number: a day of birth in it, and ISO 7064 MOD 11-2 over its seventeen digits."""
    if not _is_day(int(digits[6:10]), int(digits[10:12]), int(digits[12:14])):
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_snils(digits: str) -> bool:
    """A Russian insurance number: its last two digits are the weighted sum of nine modulo 101, 100 being 00."""
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:])


def _is_of_person(address: str) -> bool:
    """A mail address that is no office's: its name does not begin with a word for one."""
    word = _WORD.match(address.lower())
    return word is None or word[0] not in _offices()


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "": lambda matched: True,
    "iin": _is_iin,
    "iin_form": is_personal_number,
    "resident_number": _is_resident_number,
    "snils": _is_snils,
    "mail_of_person": _is_of_person,
}


@cache
def _signs() -> tuple[_Sign, ...]:
    """What is looked for, in the order of the table: at every place, for one may begin within another."""
    signs = []
    for row in read_rows(data_folder("aiqyn.exchange"), _FILE, _COLUMNS):
        code, pattern = row.member("code", Personal), row.cells["pattern"]
        if code is not Personal.MAIL:
            pattern = rf"(?<![0-9])(?=({pattern})(?![0-9]))"
        signs.append(_Sign(code, re.compile(pattern), _CHECKS[row.known("check", _CHECKS)]))
    return tuple(signs)


def _matches(sign: _Sign, plain: str) -> Iterator[str]:
    """What has the pattern of a sign: mail addresses as they are, of numbers the digits alone."""
    for match in sign.pattern.finditer(plain):
        yield match[0] if sign.code is Personal.MAIL else match[1].replace("-", "")


def _plain(text: str) -> str:
    """A text with digits of any script as 0 to 9, and a hyphen for whatever stands between two of them."""
    if not text.isascii():
        text = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text.translate(_SIGNS))
    return _GAP.sub("-", text)


@cache
def _offices() -> frozenset[str]:
    return frozenset(row.cells["word"] for row in read_rows(data_folder("aiqyn.exchange"), _OFFICES, _OFFICE_COLUMNS))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
