"""The environmental records of a region or an organisation, as a short list with a link to all of them."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.index import RECORD
from aiqyn_site.pages.environment.entries import RecordEntry, printer_of, record_entry
from aiqyn_site.pages.environment.register import register_url
from aiqyn_site.pages.wording import wording

_MOST = 10


class NearView(NamedTuple):
    """The newest records, and where all of them are; `none` is said where there are none."""

    title: str
    none: str
    items: tuple[RecordEntry, ...]
    all: str
    all_href: str


def records_near(lang: str, kind: str, identifier: str) -> NearView:
    """The records of a `region`, or of a `company`: any organisation, also a body that issued them."""
    known = dossier.index(RECORD)
    rows = dossier.newest_first([known.rows[place] for place in known.of.get(identifier, ())])
    records = dossier.records(row.id for row in rows[:_MOST])
    printer = printer_of(lang, records, marks="source")
    t = wording(lang)
    # A body that issued records is no company: not all of its records are under that filter.
    filtered = kind == "region" or all(identifier in row.companies for row in rows)
    return NearView(
        title=t(f"env_of_{kind}"),
        none=t(f"env_of_{kind}_none"),
        items=tuple(record_entry(printer, one) for one in records),
        all=t("env_see_all", n=len(rows)),
        all_href=register_url(lang, **{kind: identifier}) if filtered else "",
    )
