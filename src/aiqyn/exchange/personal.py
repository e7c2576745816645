"""What identifies a private person and has no place in a statement: personal, telephone and mail numbers or addresses.

A personal number of Kazakhstan (IIN) and a number of a legal entity (BIN) both have twelve digits. The first six of
an IIN are a birth date YYMMDD and the seventh is 1 to 6, for the century and the sex; in a BIN the fifth is 4, 5 or 6,
where a date has a day of the month, so that no number is both.
"""

from __future__ import annotations

import datetime
import re

from aiqyn.errors import Refused

_TWELVE = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
_GAP = "[ \u00a0-]?"
#: A telephone number of Kazakhstan as people write it: +7 or 8, then 7 and nine digits, in groups or not.
_TELEPHONE = re.compile(
    rf"(?<![\w+])(?:\+7|8){_GAP}\(?7[0-9]{{2}}\)?{_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}(?![0-9])"
)
#: A sign that any of them has: most texts have none, and are done with in one look.
_SUSPECT = re.compile("@|[0-9]{12}|\\+7|8[ \u00a0(-]{0,2}7[0-9]{2}")
#: Nothing shorter can hold any of them.
SHORTEST = 6


def is_personal_number(digits: str) -> bool:
    """Whether twelve digits are a person's IIN by form, whatever the check digit says: a slip of the pen still tells.

    >>> [is_personal_number(number) for number in ("850214300123", "110540010855", "250217001004", "850231300123")]
    [True, False, False, False]

    The others are a company's BIN, the registration number of a public hearing, and no date.
    """
    if len(digits) != 12 or not digits.isascii() or not digits.isdigit() or digits[6] not in "123456":
        return False
    century = 1800 + (int(digits[6]) - 1) // 2 * 100
    try:
        datetime.date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def has_personal_number(text: str) -> bool:
    """Whether a text holds a person's IIN."""
    return any(is_personal_number(number) for number in _TWELVE.findall(text))


def personal_data(text: str) -> str:
    """The code of what a text holds that identifies a private person; blank where it holds nothing of the kind."""
    if len(text) < SHORTEST or not _SUSPECT.search(text):
        return ""
    if has_personal_number(text):
        return "personal_number"
    if "@" in text and _MAIL.search(text):
        return "personal_mail"
    if _TELEPHONE.search(text):
        return "personal_telephone"
    return ""


def check_personal(text: str, field: str = "") -> None:
    """Refuses a text that identifies a private person."""
    code = personal_data(text)
    if code:
        raise Refused(code, field, "personal")
