"""Text as it enters the register, and as it leaves for a spreadsheet.

Text keeps the letters of its source: only the Unicode form is made one (NFC), and what cannot be seen
or would disturb the page around it is refused.
"""

import re
import sys
import unicodedata
from functools import cache

from aiqyn.errors import Refused
from aiqyn.values.hidden_signs import hidden_sign, without_hidden_signs

__all__ = ["LONGEST_TEXT", "composed", "is_readable", "normal_text", "spreadsheet_safe"]

LONGEST_TEXT = 10_000  # characters; the longest purpose or ruling quoted so far has under 1,000
#: Marks in a row, as Unicode counts them in the Stream-Safe Text Format (Annex 15, 13): no language writes so many.
_MOST_MARKS = 30


def composed(text: str) -> str:
    """A text of any length in Unicode form NFC, without the marks of a letter beyond the thirtieth.

    To put marks in order takes time by the square of their number, and nobody else in the process is served meanwhile.
    """
    return unicodedata.normalize("NFC", text if text.isascii() else _too_many_marks().sub(r"\1", text))


@cache
def _too_many_marks() -> re.Pattern[str]:
    marks = "".join(sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(sign))
    return re.compile(f"([{marks}]{{{_MOST_MARKS}}})[{marks}]+")


def normal_text(text: str) -> str:
    r"""Return `text` in Unicode form NFC, in which equal letters have equal codes.

    >>> for text in ("Өскемен", "Ки\u0438\u0306", "\u2f2d", "\uf91d", ""):
    ...     print(ascii(text), "->", ascii(normal_text(text)))
    '\u04e8\u0441\u043a\u0435\u043c\u0435\u043d' -> '\u04e8\u0441\u043a\u0435\u043c\u0435\u043d'
    '\u041a\u0438\u0438\u0306' -> '\u041a\u0438\u0439'
    '\u2f2d' -> '\u2f2d'
    '\uf91d' -> '\u6b04'
    '' -> ''

    Kazakh letters are not composed of others in Unicode and stay as they are. Compatibility forms
    (Kangxi radicals, full-width letters, ligatures) stay too: NFKC would change what the source
    printed, and search folds them anyway. CJK compatibility ideographs (U+F900 to U+FAFF) become the
    characters they duplicate, as NFC defines (Unicode Standard Annex 15). Whether a field may be
    empty is the field's rule, so the empty text is returned.

    Refuses, with the way out: line breaks; the signs of `hidden_sign`; whitespace at either end; more than
    `LONGEST_TEXT` characters.
    """
    _check_length(text)
    # What has a code of its own is not printable, and that is asked at once.
    for pattern, code in () if text.isprintable() else _REFUSED:
        match = pattern.search(text)
        if match is not None:
            raise Refused(code, sign=f"U+{ord(match[0]):04X}", place=str(match.start() + 1))
    hidden = hidden_sign(text)
    if hidden is not None:
        raise Refused("text_hidden", sign=hidden.sign, place=hidden.place)
    if text != text.strip():
        raise Refused("text_ends")
    normal = unicodedata.normalize("NFC", text)
    _check_length(normal)
    return normal


def is_readable(text: str) -> bool:
    r"""Whether a text has anything to read: a letter, a digit or a character of a script that is seen.

    >>> for text in ("5", "Жоқ.", "好", "", " \n ", "\u200b\u3164", "...", "\u0301"):
    ...     print(ascii(text), is_readable(text))
    '5' True
    '\u0416\u043e\u049b.' True
    '\u597d' True
    '' False
    ' \n ' False
    '\u200b\u3164' False
    '...' False
    '\u0301' False
    """
    return any(unicodedata.category(sign)[0] in "LN" for sign in without_hidden_signs(text))


def spreadsheet_safe(text: str) -> str:
    """Return `text` as a CSV cell that a spreadsheet shows and does not run.

    A cell that begins as a formula does gets a leading apostrophe, unless it is a plain number. The
    rule, with its list of first characters, is from OWASP, "CSV Injection"
    (https://owasp.org/www-community/attacks/CSV_Injection). Only files meant for spreadsheets need it;
    the register's own files keep their text.

    >>> for text in ("=1+1", "+7 727 250", "-3.5", "+1,234.5", "-", "@home", "a=b", "'="):
    ...     print(text, "->", spreadsheet_safe(text))
    =1+1 -> '=1+1
    +7 727 250 -> '+7 727 250
    -3.5 -> -3.5
    +1,234.5 -> +1,234.5
    - -> '-
    @home -> '@home
    a=b -> a=b
    '= -> '=
    """
    if not _FORMULA.match(text) or _PLAIN_NUMBER.fullmatch(text):
        return text
    return "'" + text


def _check_length(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise Refused("text_long", n=len(text), most=LONGEST_TEXT)


_REFUSED = (
    (re.compile(r"[\n\r\v\f\x85\u2028\u2029]"), "text_line_break"),
    (re.compile(r"\t"), "text_tab"),
    (re.compile(r"[\x00-\x1f\x7f-\x9f]"), "text_control"),
    (re.compile(r"[\u202a-\u202e\u2066-\u2069]"), "text_reversed"),
    (re.compile(r"[\ud800-\udfff]"), "text_half"),
    (re.compile(r"\ufeff"), "text_byte_order"),
)
# Spreadsheets skip blanks before a formula when told to trim; ＝＋－＠ start one in East Asian versions.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
