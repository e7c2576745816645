"""References: what a text writes in braces to name a figure, a thing, a source or a chart."""

from __future__ import annotations

import re
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn.ledger.identity import is_id, is_statement_id

#: Forms that name a statement by a selector.
SELECTING = ("value", "number", "figure", "date", "mark", "callout")
#: Forms that name a thing or a source and may have words of the author's own.
NAMING = ("name", "source")
CHART = "chart"
FORMS = (*SELECTING, *NAMING, CHART)
#: Forms that stand alone in their paragraph.
ALONE = frozenset({"callout", CHART})
#: Forms that tell where a sentence has its facts from; the name of a thing alone does not.
SOURCED = frozenset({*SELECTING, "source", CHART})

_LONGEST = 400
_FILTERS = ("part", "as_of", "source", "said_by", "value", "side")
_PROPERTY = re.compile(r"[a-z0-9_]{1,64}")
_WORD = re.compile(r'\s*((?:[^\s"]|"[^"]*")+)')
_FORM = "selector_form"
_FILTER_NAMES = tuple(f"{name}=" for name in _FILTERS)


class Selector(NamedTuple):
    """Which statements are meant: one by its id, or those about a property of an entity that meet all filters.

    A filter that is None is not set; `part` set to nothing means the whole.
    """

    statement: str = ""
    entity: str = ""
    property: str = ""
    part: str | None = None
    as_of: str | None = None
    source: str | None = None
    said_by: str | None = None
    value: str | None = None
    side: str | None = None


class Reference(NamedTuple):
    """What stands in one pair of braces.

    `selector` goes with the forms that select, `target` (an id or a chart's name) with the others; `words` are the
    author's own, blank for the usual name. `text` is all that stands in the braces. A reference that could not be
    read has no form.
    """

    line: int
    form: str
    selector: Selector = Selector()
    target: str = ""
    words: str = ""
    text: str = ""


def parse_reference(text: str, line: int = 0) -> Reference:
    """The reference that stands in braces, `text` being what is between them.

    Refuses unknown forms, ids and filters that are not well formed, and words where none belong.

    >>> parse_reference("value zhanatas-wind cost source=inform-2019").selector.source
    'inform-2019'
    """
    if len(text) > _LONGEST:
        raise Refused("reference_long", n=_LONGEST)
    form, _, rest = " ".join(text.split()).partition(" ")
    if form not in FORMS:
        raise Refused("reference_form", mend="use_one_of", text=form[:40], known=FORMS)
    if form in SELECTING:
        return Reference(line, form, parse_selector(rest), text=text)
    target, bar, words = rest.partition("|")
    target, words = target.strip(), words.strip()
    if not is_id(target):
        raise Refused("reference_id", text=target[:64], form=form)
    if bar and (form == CHART or not words):
        raise Refused("reference_bar")
    return Reference(line, form, target=target, words=words, text=text)


def parse_selector(text: str) -> Selector:
    """A selector: a statement's id, or an entity, a property and filters. A value with spaces stands in quotes."""
    words = _WORD.findall(text)
    if "".join(words).count('"') != text.count('"') or text.count('"') % 2:
        raise Refused("reference_quote")
    if len(words) == 1 and is_statement_id(words[0]):
        return Selector(statement=words[0])
    if not words:
        raise Refused("selector_none", mend=_FORM, known=_FILTER_NAMES)
    if len(words) < 2:
        raise Refused("selector_short", mend=_FORM, text=words[0][:64], known=_FILTER_NAMES)
    entity, name, *rest = words
    if not is_id(entity):
        raise Refused("selector_entity", mend=_FORM, text=entity[:64], known=_FILTER_NAMES)
    if not _PROPERTY.fullmatch(name):
        raise Refused("selector_property", mend=_FORM, text=name[:64], known=_FILTER_NAMES)
    return Selector(entity=entity, property=name, **_filters(rest))


def _filters(words: list[str]) -> dict[str, str]:
    filters: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in _FILTERS:
            raise Refused("selector_filter", mend=_FORM, text=word[:64], known=_FILTER_NAMES)
        if key in filters:
            raise Refused("selector_twice", filter=key)
        filters[key] = value.replace('"', "")
    if filters.get("side", ACTUAL) not in {ACTUAL, PLANNED}:
        raise Refused("selector_side", text=filters["side"][:40], first=PLANNED, second=ACTUAL)
    return filters
