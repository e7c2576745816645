"""The description of a register, `register.toml`: which of its keys hold what (`data/description_keys.csv`).

Other keys may be there, and are kept as they are.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from aiqyn.errors import Refused, refuse
from aiqyn.exchange.web_address import is_web_address
from aiqyn.values.hidden_signs import hidden_sign
from aiqyn.values.tables import data_folder, read_rows
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn.vocabulary.text_languages import check_language

META = "register.toml"
_KEYS, _COLUMNS = "description_keys.csv", ("key", "form", "needed", "note")


def read_description(content: bytes) -> Mapping[str, Any]:
    """What `register.toml` says. Raises RegisterRefused at the first fault."""
    try:
        meta = tomllib.loads(content.decode("utf-8"))
        texts = list(_texts_in(meta))
    except (ValueError, RecursionError) as fault:  # no TOML, no UTF-8, a number too long, too deep
        raise refuse(META, 0, "", Refused("toml_broken", fault=str(fault))) from None
    forms = _forms()
    for key, (_, is_needed) in forms.items():
        if is_needed and key not in meta:
            raise refuse(META, 0, "", Refused("meta_missing", key))
    for key, text in texts:
        hidden = hidden_sign(text)
        if hidden is not None:
            raise refuse(META, 0, ascii(text), Refused("meta_hidden", key, sign=hidden.sign, place=hidden.place))
    for key, (form, _) in forms.items():
        if key in meta:
            try:
                _FORMS[form](key, meta[key])
            except Refused as refused:
                raise refuse(META, 0, _shown(meta[key]), refused) from None
    return meta


@cache
def _forms() -> Mapping[str, tuple[str, bool]]:
    """The form of each key, and whether it must be there."""
    rows = read_rows(data_folder("aiqyn.exchange"), _KEYS, _COLUMNS)
    return {row.cells["key"]: (row.known("form", _FORMS), row.flag("needed")) for row in rows}


def _texts_in(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a TOML document, keys too, each with the key that leads to it, such as `gaps.2.en`."""
    if isinstance(value, str):
        yield key, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    for part, inner in pairs:
        inner_key = f"{key}.{part}".lstrip(".")
        if isinstance(part, str):
            yield ascii(inner_key), part
        yield from _texts_in(inner, inner_key)


def _check_text(key: str, value: object) -> None:
    if not isinstance(value, str):
        raise Refused("meta_no_text", key, "header_no_text")


def _check_name(key: str, value: object) -> None:
    _check_text(key, value)
    if not str(value).strip():
        raise Refused("meta_missing", key)


def _check_day(key: str, value: object) -> None:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise Refused("meta_no_day", key, "header_no_day")


def _check_address(key: str, value: object) -> None:
    _check_text(key, value)
    if value and not is_web_address(str(value)):
        raise Refused("source_url", key)


def _check_languages(key: str, value: object) -> None:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise Refused("meta_no_list", key, "header_no_list")
    for code in value:
        try:
            check_language(code)
        except Refused as refused:
            raise refused.at(key) from None


def _check_country(key: str, value: object) -> None:
    """The country whose law and clock count: a code, or none."""
    countries = load_vocabulary().code_list("country")
    if value != "" and not (isinstance(value, str) and value in countries):
        raise Refused("meta_country", key, "write_one_of", value=_shown(value), known=tuple(sorted(countries)))


def _check_gaps(key: str, value: object) -> None:
    if not isinstance(value, list):
        raise Refused("meta_gaps", key)
    for number, gap in enumerate(value, 1):
        _check_texts(f"{key} {number}", gap)


def _check_texts(key: str, value: object) -> None:
    """A text of the register's description: there in all four languages."""
    texts = value if isinstance(value, dict) else {}
    missing = [lang for lang in LANGUAGES if not isinstance(texts.get(lang), str) or not texts[lang].strip()]
    if missing:
        raise Refused("meta_untold", key, missing=tuple(missing))


_FORMS: Mapping[str, Callable[[str, object], None]] = MappingProxyType(
    {
        "text": _check_text,
        "name": _check_name,
        "texts": _check_texts,
        "list of texts": _check_gaps,
        "languages": _check_languages,
        "country": _check_country,
        "address": _check_address,
        "day": _check_day,
    }
)


def _shown(value: object) -> str:
    """A value of a key as a finding shows it; blank where it has keys, or a number so long that Python prints none."""
    parts = value if isinstance(value, list) else [value]
    try:
        return "" if any(isinstance(part, dict) for part in parts) else str(value)
    except ValueError:
        return ""
