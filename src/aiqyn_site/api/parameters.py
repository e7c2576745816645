"""The parameters of the API: one table both checks requests and describes itself in the OpenAPI document.

Nothing here asks the database. Whether an id that looks right belongs to anything is for the views to find.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from aiqyn.errors import Refused, Value
from aiqyn.ledger import Difference
from aiqyn.ledger.identity import STATEMENT_ID_FORM, is_statement_id
from aiqyn.names.fold import fold
from aiqyn.values.days import parse_day
from aiqyn.values.text import normal_text
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn_site.api.problems import ADDRESS, QUERY, TOO_LONG, Fault, Problem, cut, faulty
from aiqyn_site.projects.derive import LARGEST, SIZES, UNKNOWN_SIZE
from aiqyn_site.projects.queries import SORTS
from aiqyn_site.search.indexed import KINDS

LONGEST_QUERY = 2000
LONGEST_TEXT = 200
MOST_ITEMS, USUAL_ITEMS = 200, 50
MOST_FOUND, USUAL_FOUND = 20, 5

Schema = dict[str, object]
Check = Callable[[str], str]

_ID = re.compile(r"[a-z0-9-]{1,64}")
_WHOLE = re.compile(r"[0-9]{1,18}")
_LANGUAGE = re.compile(rf"(?:^|&)lang=({'|'.join(LANGUAGES)})(?:&|$)")
_BROKEN_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LETTERS = re.compile(r"[^\W\d_]+")
#: What the first word of a character's Unicode name may be in a search: the scripts of the register's names.
_SEARCHED = frozenset({"LATIN", "CYRILLIC", "CJK", "DIGIT", "MODIFIER"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an endpoint: how a value is checked, and what the OpenAPI document says of it.

    `check` returns the value to use or raises Refused. `schema` is made when asked for, as it may come from
    the vocabulary. `example` names what of the real register is shown as an example. What it does is told by
    the wording `api_parameter_<word>`.
    """

    name: str
    check: Check
    schema: Callable[[], Schema]
    example: str = ""
    is_path: bool = False
    word: str = ""

    @property
    def wording(self) -> str:
        """The key of the words that say what it does."""
        return f"api_parameter_{self.word or self.name}"


class Given(NamedTuple):
    """The parameters of a request, checked; those not given are blank."""

    values: Mapping[str, str]

    def __call__(self, name: str) -> str:
        """The value of a parameter, blank when it was not given."""
        return self.values.get(name, "")

    @property
    def limit(self) -> int:
        """How many items a page of a list has."""
        return int(self.values.get("limit") or USUAL_ITEMS)


# --- Checks -------------------------------------------------------------------------------------------------


def one_of(codes: Callable[[], Iterable[str]]) -> tuple[Check, Callable[[], Schema]]:
    """The check and the schema of a value that must be one of some codes."""

    def check(value: str) -> str:
        known = list(codes())
        if value not in known:
            raise _strange("value_unknown", value, "use_one_of", known=tuple(known))
        return value

    return check, lambda: {"type": "string", "enum": list(codes())}


def _strange(code: str, value: str, mend: str = "", **values: Value) -> Refused:
    """The refusal of a code; where its first strange sign only looks like a letter of one, that is said."""
    char = next((char for char in value if not char.isascii()), "")
    if not char.isprintable() or not char:
        return Refused(code, "", mend, text=cut(value), **values)
    name = unicodedata.name(char, "no character of Unicode").lower()
    return Refused(f"{code}_strange", "", mend or code, text=cut(value), sign=char, name=name, **values)


def check_id(value: str) -> str:
    """An id of an entity or a source, as it is written; whether anything has it is not known here."""
    if not _ID.fullmatch(value):
        raise _strange("value_id", value)
    return value


def check_statement_id(value: str) -> str:
    """An id of a statement, as it is written."""
    if not is_statement_id(value):
        raise Refused("statement_id_form", text=cut(value))
    return value


def check_day(value: str) -> str:
    """A calendar day, YYYY-MM-DD in ASCII digits."""
    try:
        parse_day(value)
    except Refused:
        raise Refused("value_day", text=cut(value)) from None
    return value


def check_limit(value: str) -> str:
    """A number of items from 1 to 200, in ASCII digits."""
    return _check_number(value, MOST_ITEMS, "value_range_next")


def check_found(value: str) -> str:
    """A number of things found of each kind from 1 to 20, in ASCII digits."""
    return _check_number(value, MOST_FOUND, "value_range")


def _check_number(value: str, most: int, mend: str) -> str:
    if not _WHOLE.fullmatch(value):
        raise Refused("value_whole", text=cut(value), most=most)
    if not 1 <= int(value) <= most:
        raise Refused("value_range", mend=mend, text=str(int(value)), most=most)
    return str(int(value))


def check_search(value: str) -> str:
    """Words to look for in names: Latin, Cyrillic or Chinese, each word in one script."""
    words = normal_text(value.strip())
    for char in unicodedata.normalize("NFKC", words):
        if char.isalnum() and unicodedata.name(char, "").split(" ", 1)[0] not in _SEARCHED:
            raise Refused("search_sign", sign=char, name=unicodedata.name(char, "unnamed").lower())
    for word in _LETTERS.findall(words):
        scripts = {unicodedata.name(char, "").split(" ", 1)[0] for char in word}
        if {"LATIN", "CYRILLIC"} <= scripts:
            raise Refused("search_mixed", text=cut(word))
    if not fold(words):
        raise Refused("search_blank")
    return words


def as_given(value: str) -> str:
    """Any text: what is right for it is decided elsewhere."""
    return value


# --- Reading a request --------------------------------------------------------------------------------------


def language_asked(query: str) -> str:
    """The language in which to refuse a request: the one its query asks for, if it is one, else English."""
    asked = _LANGUAGE.search(query)
    return asked[1] if asked else "en"


def read_parameters(table: Sequence[Parameter], query: str, path: Mapping[str, str]) -> Given:
    """The parameters of a request by the table of its endpoint. Raises Problem that names every fault.

    `query` is the raw query string as WSGI gives it, a character a byte; `path` the parts of the address.
    """
    values: dict[str, str] = {}
    for parameter in table:
        if parameter.is_path:
            try:
                values[parameter.name] = _checked(parameter, path[parameter.name])
            except Refused as refused:
                raise faulty([Fault(refused, path[parameter.name])], ADDRESS) from None
    known = {parameter.name: parameter for parameter in table if not parameter.is_path}
    faults: list[Fault] = []
    for name, value in _pairs(query):
        try:
            if name not in known:
                mend = "parameter_unknown" if known else "parameter_none"
                raise Refused("parameter_unknown", name, mend, known=tuple(known))
            if name in values:
                raise Refused("parameter_twice", name)
            values[name] = value
            values[name] = _checked(known[name], value)
        except Refused as refused:
            faults.append(Fault(refused, value))
    if faults:
        raise faulty(faults)
    return Given(values)


def _checked(parameter: Parameter, value: str) -> str:
    """The value to use; what is refused is laid to the parameter."""
    try:
        _check_plain(value)
        return parameter.check(value)
    except Refused as refused:
        raise refused.at(parameter.name) from None


def _check_plain(value: str) -> None:
    """Refuses what no parameter may hold: nothing at all, what cannot be seen, more than 200 characters."""
    if not value.strip():
        raise Refused("value_empty")
    if len(value) > LONGEST_TEXT:
        raise Refused("value_long", n=len(value), most=LONGEST_TEXT)
    hidden = _CONTROL.search(value)
    if hidden:
        raise Refused("value_control", sign=f"U+{ord(hidden[0]):04X}")


def _pairs(query: str) -> list[tuple[str, str]]:
    """Names and values of a query string, decoded strictly: broken escapes and bytes are refused."""
    content = query.encode("latin-1", "replace")
    if len(content) > LONGEST_QUERY:
        raise Problem(TOO_LONG, Refused("query_long", n=len(content), most=LONGEST_QUERY))
    pairs: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for part in content.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            try:
                pairs.append((_decoded(name), _decoded(value)))
            except Refused as refused:
                faults.append(Fault(refused.at(_shown(name)), _shown(value)))
    if faults:
        raise faulty(faults, QUERY)
    return pairs


def _decoded(text: bytes) -> str:
    if _BROKEN_PERCENT.search(text):
        raise Refused("query_percent")
    try:
        return unquote_to_bytes(text.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("query_not_utf8") from None


def _shown(text: bytes) -> str:
    """Bytes that may be no text, fit to be shown."""
    return text.decode("ascii", "backslashreplace")


# --- The table ----------------------------------------------------------------------------------------------


def _codes(name: str) -> Callable[[], Iterable[str]]:
    return lambda: load_vocabulary().code_list(name)


@cache
def sizes() -> tuple[str, ...]:
    """The size classes, smallest first, then unknown."""
    return (*(code for code, _ in SIZES), LARGEST, UNKNOWN_SIZE)


def _text(**also: object) -> Callable[[], Schema]:
    return lambda: {"type": "string", "minLength": 1, **also}


_AN_ID = _text(pattern=f"^{_ID.pattern}$")

SECTOR = Parameter("sector", *one_of(_codes("sector")), "sector")
REGION = Parameter("region", check_id, _AN_ID, "region")
STATUS = Parameter("status", *one_of(_codes("status")), "status")
PARTNER = Parameter("partner", check_id, _AN_ID, "partner")
SIZE = Parameter("size", *one_of(sizes), "size")
SEARCH = Parameter("q", check_search, _text(maxLength=LONGEST_TEXT), "q")
KNOWN_ON = Parameter("known_on", check_day, _text(format="date"), "known_on")
SINCE = Parameter("since", check_day, _text(format="date"), "since")
SORT = Parameter("sort", *one_of(lambda: SORTS), "sort")
LANG = Parameter("lang", *one_of(lambda: LANGUAGES), "lang")
LIMIT = Parameter(
    "limit", check_limit, lambda: {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": USUAL_ITEMS}
)
CURSOR = Parameter("cursor", as_given, _text(pattern="^[A-Za-z0-9_-]{20}$"))
ENTITY = Parameter("entity", check_id, _AN_ID, "project")
ABOUT = Parameter("about", check_id, _AN_ID, "about")
PROPERTY = Parameter("property", *one_of(lambda: load_vocabulary().properties), "property")
SOURCE = Parameter("source", check_id, _AN_ID, "source")
FORMAT = Parameter("format", *one_of(lambda: ("json", "csv")), "format")
DIFFERENCE = Parameter("kind", *one_of(lambda: tuple(map(str, Difference))), "difference")

ASKED = Parameter("q", as_given, _text(maxLength=LONGEST_TEXT), "q", word="query")
FOUND_KIND = Parameter("kind", *one_of(lambda: KINDS), "found", word="found_kind")
FOUND = Parameter(
    "limit",
    check_found,
    lambda: {"type": "integer", "minimum": 1, "maximum": MOST_FOUND, "default": USUAL_FOUND},
    word="found",
)

PROJECT_ID = Parameter("slug", check_id, _AN_ID, "project", is_path=True)
SOURCE_ID = Parameter("id", check_id, _AN_ID, "source", is_path=True, word="source_id")
STATEMENT_ID = Parameter(
    "id",
    check_statement_id,
    _text(pattern=f"^{STATEMENT_ID_FORM}$"),
    "statement",
    is_path=True,
    word="statement_id",
)
