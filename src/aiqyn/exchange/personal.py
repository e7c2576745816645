"""What identifies a private person and has no place in a register: personal numbers, mobile telephones, mail addresses.

The one guard for every place where text enters. What is looked for is data, by country: `data/personal.csv` has a
pattern and the name of a check where the pattern alone says too little. Patterns of numbers are over the text as
`_digits_plain` makes it, those of mail addresses begin at the at sign and are over the text as `_plain` makes it;
`data/personal_signs.csv` says what else is written for a plain sign.

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
from functools import cache, lru_cache
from operator import mul
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.values.tables import data_folder, read_rows

_FILE, _COLUMNS = "personal.csv", ("code", "country", "pattern", "check", "note")
_OFFICES, _OFFICE_COLUMNS = "offices.csv", ("word", "kind", "note")
_SPELLINGS, _SPELLING_COLUMNS = "personal_signs.csv", ("written", "plain", "where", "note")
#: Signs that are looked for as one of their kind; all others of a number are its gaps. Line ends are gaps too.
_GAPS = str.maketrans(dict.fromkeys("\t\n\v\f\r ()[]{}./\\_~*", "-"))
#: What stands between two digits of a number is at most so long; columns of a table are farther apart.
_LONG_GAP = re.compile(r"(?<!-)-{2,8}+(?!-)")
#: Digits in rings and raised ones, which `\d` has not.
_OTHER_DIGITS = "\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793\U0001f100-\U0001f10a"
#: Decimal fractions, whose digits are no number of a person: degrees with four places or more (but a telephone number
#: may have a full stop behind its first digit), and large sums with their hundredths.
_FRACTION = re.compile(
    r"(?<![0-9.+])(?![78]\.7[0-9]{9}(?![0-9]))1?[0-9]{1,2}\.[0-9]{4,}+(?![.0-9])"
    r"|(?<![0-9.+])[0-9]{7,}+\.[0-9]{1,2}+(?![\s.-]?[0-9])"
)
#: Letters of the scripts that part words by blanks: Latin, Greek, Cyrillic, Armenian.
_JOINED = r"A-Za-z\u00c0-\u024f\u0370-\u058f"
_AT = re.compile("[@＠﹫]")
#: The name before an at sign, read from its end.
_NAME = re.compile(r"""[\w.+%'-]{1,64}|"[^"@]{1,62}\"""")
_LETTERS = re.compile(r"[^\W\d_]+")
_FARTHEST = 67
_IIN_WEIGHTS = (tuple(range(1, 12)), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
#: The check of an address that may have blanks before its at sign.
_APART = "mail_apart"


class Personal(StrEnum):
    """What a text holds of a person."""

    NUMBER = "personal_number"
    TELEPHONE = "personal_telephone"
    MAIL = "personal_mail"


class _Place(StrEnum):
    """Where a spelling stands for a plain sign: anywhere, as a single sign, only at a place of a digit."""

    TEXT = "text"
    SIGN = "sign"
    DIGIT = "digit"


class _Sign(NamedTuple):
    code: Personal
    pattern: re.Pattern[str]
    check: Callable[[str], bool]
    is_apart: bool


def personal_data(text: str) -> str:
    """The code of what a text holds that identifies a private person; blank where it holds nothing of the kind.

    Takes a time in proportion to the text, whatever it is: half a million signs are looked through in a tenth of a
    second or two.
    """
    text = _unescaped(text)
    has_digits, has_at = _digits_in_a_row().search(text), _AT.search(text)
    if not has_digits and not has_at:
        return ""
    plain = _plain(text)
    return (_number_in(_digits_plain(plain)) if has_digits else "") or (_address_in(plain) if has_at else "")


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
    sums = (sum(map(mul, weights, map(int, digits))) for weights in _IIN_WEIGHTS)
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


def _is_of_person(name: str) -> bool:
    """The name of a mail address that is no office's: not all its words are such of offices, or of their places."""
    words = _LETTERS.findall(name.lower())
    return not (_offices() & set(words) and _offices().union(_office_places()).issuperset(words))


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "": lambda matched: True,
    "iin": _is_iin,
    "iin_form": is_personal_number,
    "resident_number": _is_resident_number,
    "snils": _is_snils,
    "mail_of_person": _is_of_person,
    _APART: _is_of_person,
}


@cache
def _signs() -> tuple[_Sign, ...]:
    """What is looked for, in the order of the table."""
    signs = []
    for row in read_rows(data_folder("aiqyn.exchange"), _FILE, _COLUMNS):
        check = row.known("check", _CHECKS)
        code, pattern = row.member("code", Personal), row.cells["pattern"]
        ended = pattern if code is Personal.MAIL else rf"(?:{pattern})(?![0-9])"
        signs.append(_Sign(code, re.compile(ended), _CHECKS[check], check == _APART))
    return tuple(signs)


@cache
def _numbers() -> tuple[re.Pattern[str], tuple[_Sign, ...]]:
    """Where any number may begin, at every place since it may do so within another; and what each of them is."""
    signs = tuple(sign for sign in _signs() if sign.code is not Personal.MAIL)
    begins = "|".join(sign.pattern.pattern for sign in signs)
    return re.compile(rf"(?<![0-9])(?={begins})"), signs


def _number_in(plain: str) -> str:
    begins, signs = _numbers()
    for place in begins.finditer(plain):
        for sign in signs:
            match = sign.pattern.match(plain, place.start())
            if match and sign.check(match[0].replace("-", "")):
                return sign.code.value
    return ""


def _address_in(plain: str) -> str:
    for sign in _signs():
        if sign.code is Personal.MAIL:
            for match in sign.pattern.finditer(plain):
                before = plain[max(0, match.start() - _FARTHEST) : match.start()]
                name = _NAME.match((before.rstrip() if sign.is_apart else before)[::-1])
                if name and sign.check(name[0][::-1]):
                    return sign.code.value
    return ""


def _unescaped(text: str) -> str:
    """A text with plain signs where something of several signs stands for them, as `(at)` and `%40` do."""
    spellings = _spellings(_Place.TEXT)
    return _escapes().sub(lambda escape: spellings[escape[0]], text)


def _plain(text: str) -> str:
    """A text in plain signs: digits of any script, raised or ringed as 0 to 9, blanks and dashes of any kind as such.

    Sign by sign: to normalise a whole text takes a time that grows with the square of the marks over one letter.
    """
    if text.isascii():
        return text
    return text.translate({ord(sign): _plain_sign(sign) for sign in set(text) if not sign.isascii()})


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    category, digit = unicodedata.category(sign), unicodedata.digit(sign, None)
    if category in {"Cf", "Mn", "Me"}:  # unseen, or drawn over the sign before
        return ""
    if category[0] == "Z":
        return " "
    if category == "Pd":
        return "-"
    if digit is not None:
        return str(digit)
    return _spellings(_Place.SIGN).get(sign) or unicodedata.normalize("NFKC", sign)


def _digits_plain(plain: str) -> str:
    """A plain text for numbers: a hyphen for what may stand between digits, digits for letters that look like them."""
    alike = str.maketrans(dict(_spellings(_Place.DIGIT)))
    gaps = _LONG_GAP.sub("-", _FRACTION.sub(",", plain).translate(_GAPS))
    return _alike_words().sub(lambda word: word[0].translate(alike), gaps)


@cache
def _digits_in_a_row() -> re.Pattern[str]:
    """Eleven digits, or what may stand for them, with whatever but letters between."""
    digit = rf"[\d{_OTHER_DIGITS}{''.join(_spellings(_Place.DIGIT))}]"
    return re.compile(rf"{digit}(?:[\W_]{{0,12}}+{digit}){{10}}")


@cache
def _alike_words() -> re.Pattern[str]:
    """Words of digits and of letters that look like such; without a digit only between two others."""
    alike = "".join(_spellings(_Place.DIGIT))
    word = rf"(?<![0-9{_JOINED}])(?=[{alike}]*+[0-9])[0-9]*+[{alike}][0-9{alike}]*+(?![{_JOINED}])"
    return re.compile(rf"{word}|(?<=[0-9]-)[{alike}]{{1,3}}(?=-[0-9{alike}])")


@cache
def _escapes() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _spellings(_Place.TEXT))))


@cache
def _spellings(where: _Place) -> Mapping[str, str]:
    rows = read_rows(data_folder("aiqyn.exchange"), _SPELLINGS, _SPELLING_COLUMNS)
    return {row.cells["written"]: row.cells["plain"] for row in rows if row.member("where", _Place) is where}


@cache
def _offices() -> frozenset[str]:
    return _office_words("office")


@cache
def _office_places() -> frozenset[str]:
    return _office_words("place")


def _office_words(kind: str) -> frozenset[str]:
    rows = read_rows(data_folder("aiqyn.exchange"), _OFFICES, _OFFICE_COLUMNS)
    return frozenset(row.cells["word"] for row in rows if row.known("kind", ("office", "place")) == kind)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
