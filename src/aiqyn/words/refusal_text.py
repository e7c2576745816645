"""What is refused, words_of in a language: what is wrong, and the way out.

The texts are `refused_<code>` and `mend_<way out>` of the wording: clauses without a full stop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from aiqyn.deadlines.law import RuleId, Start
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import EventKind
from aiqyn.disclosure import Verdict, load_checklist
from aiqyn.errors import Finding, Refused, RegisterRefused, Value
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.word_tables import Wording, capital

_MOST_LISTED = 100
#: Code words that stand for something readers know by a label.
_LABELS: Mapping[type, Callable[[str, Wording], str]] = {
    EventKind: lambda key, t: load_vocabulary().codes["request_event"][key].label(t.lang),
    Start: lambda key, t: load_vocabulary().codes["request_event"][key].label(t.lang),
    RuleId: lambda key, t: load_laws().versions(key)[0].titles[t.lang],
    Verdict: lambda key, t: load_checklist().method.verdicts[key][t.lang],
}


class Saying(NamedTuple):
    """What is wrong, and what to do instead; both are clauses without a full stop."""

    message: str
    way_out: str


def saying(refused: Refused, t: Wording, *, typed: bool = False) -> Saying:
    """A refusal in the language of a wording, which must have the texts of its code.

    With `typed`, days and code words stay as they are typed at a command line.
    """
    values = {name: _shown(value, t, typed) for name, value in refused.values.items()}
    number = refused.values.get("n")
    count = number if isinstance(number, int) else None
    if count is not None:
        del values["n"]
    values["field"] = refused.field
    message = t(f"refused_{refused.code}", count, **values)
    return Saying(_placed(message, refused, values, t), t(f"mend_{refused.mend}", count, **values))


def clause(refused: Refused, t: Wording, *, typed: bool = False) -> str:
    """Both in one clause, such as `'x' is no day; write year-month-day`."""
    return t("refusal", None, **saying(refused, t, typed=typed)._asdict())


def sentences(refused: Refused, t: Wording) -> str:
    """Both as two sentences, such as `'x' is no day. Write year-month-day.`."""
    return t("refusal_sentences", None, **{name: capital(text) for name, text in saying(refused, t)._asdict().items()})


def sentences_of(refused: Refused | RegisterRefused, t: Wording) -> str:
    if isinstance(refused, Refused):
        return sentences(refused, t)
    return " ".join(finding_text(finding, t) for finding in refused.findings)


def finding_text(finding: Finding, t: Wording) -> str:
    """A finding in one line: its place, what stands there, what is wrong and the way out."""
    message, way_out = saying(finding.reason, t, typed=True)
    parts = [f"{finding.file}:{finding.line}:" if finding.line else f"{finding.file}:"]
    field, value = finding.reason.field, finding.shown
    if field and not _names(message, field):
        parts.append(t("finding_column", None, field=field))
    if value and value not in message:
        parts.append(t("finding_value", None, value=value))
    return " ".join([*parts, t("refusal_sentences", None, message=message, way_out=capital(way_out))])


def as_json(finding: Finding, t: Wording) -> dict[str, object]:
    """A finding as plain data, with its words."""
    reason = finding.reason
    return {
        "file": finding.file,
        "line": finding.line,
        "field": reason.field,
        "value": finding.shown,
        "code": reason.code,
        "values": {name: str(value) if isinstance(value, date) else value for name, value in reason.values.items()},
        **saying(reason, t, typed=True)._asdict(),
    }


def _names(message: str, field: str) -> bool:
    """Whether a message names a field, in the quotes of any language."""
    return any(f"{quote}{field}" in message for quote in "'«“")


def _placed(message: str, refused: Refused, values: Mapping[str, str], t: Wording) -> str:
    """With its place in a table of the package, where the refusal tells one."""
    if "file" not in refused.values:
        return message
    of_field = refused.field and not _names(message, refused.field)
    if "line" in refused.values:
        key = "refusal_cell" if of_field else "refusal_line"
    else:
        key = "refusal_entry" if of_field else "refusal_file"
    return t(key, None, **values, message=message)


def _shown(value: Value, t: Wording, typed: bool) -> str:
    if isinstance(value, tuple):
        listed = [_shown(word, t, typed) for word in value[:_MOST_LISTED]]
        return t("list_comma").join(listed) + (" ..." if len(value) > _MOST_LISTED else "")
    if isinstance(value, date):
        return value.isoformat() if typed else date_text(value.isoformat(), t.lang)
    if isinstance(value, int):
        return count_text(value, t.lang)
    label = _LABELS.get(type(value))
    return value if typed or label is None else label(value, t)
