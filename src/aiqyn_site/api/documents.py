"""What the API answers, as plain JSON values made from the core's types. Nothing here reads the database.

The shapes are described in `schemas.py`; a test holds the two together. What is not known is null. Figures
are strings of plain digits, never binary fractions: no digit is lost or made up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from aiqyn.ledger import Difference, Disagreement, GroupKey, Headline, Resolution, Source, Statement
from aiqyn.ledger.statement import COLUMNS
from aiqyn.values.measure import Unit, parse_measure
from aiqyn.values.number import Bound
from aiqyn.values.text import spreadsheet_safe
from aiqyn_site.api.labels import Labels
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.projects.queries import Lead, ProjectCard

Document = dict[str, object]

_NO_LOW = frozenset({Bound.LESS, Bound.AT_MOST})
_NO_HIGH = frozenset({Bound.MORE, Bound.AT_LEAST})


def plain(number: Decimal | None) -> str | None:
    """A number in plain digits without an exponent; None for none and for no bound."""
    if number is None or not number.is_finite():
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=16384)
def _number(value: str, unit: Unit) -> Document:
    """A printed figure: its ends as printed, how it limits the value, and the values it can stand for."""
    number = parse_measure(value, unit).number
    return {
        "low": None if number.bound in _NO_LOW else f"{number.first:f}",
        "high": None if number.bound in _NO_HIGH else f"{number.last:f}",
        "bound": number.bound.name.lower(),
        "within": {"low": plain(number.low), "high": plain(number.high)},
    }


def number_document(said: Statement, labels: Labels) -> Document | None:
    """The figure a statement gives; None when its value is not a number."""
    unit = labels.vocabulary.units.get(said.unit) if said.unit else None
    return _number(said.value, unit) if unit else None


def statement_page(identifier: str, lang: str) -> str:
    """The permanent address of a statement's page."""
    return f"/{lang or 'en'}/statements/{identifier}/"


def statement_document(one: Recorded, labels: Labels) -> Document:
    """A statement as recorded, each column by its name, with its place in the ledger and its figure."""
    said = one.statement
    document: Document = {"id": said.id, "position": one.number, "page": statement_page(said.id, labels.lang)}
    for column, value in zip(COLUMNS, said[1:], strict=True):
        document[column] = value or None
    document["number"] = number_document(said, labels)
    return document


def whole_statement_document(one: Recorded, source: Source | None, labels: Labels) -> Document:
    """A statement with its labels, its source, and what editors later said of it."""
    said = one.statement
    document = statement_document(one, labels)
    prop = labels.vocabulary.properties[said.property]
    document |= {
        "entity_label": labels.entity(said.entity),
        "label": labels.property(said.property),
        "value_label": labels.value(said, prop),
        "part_label": labels.part(said.part),
        "said_by_label": labels.entity(said.said_by),
        "source_description": source_brief(source) if source else None,
        "retracted_by": _editorial(one.retracted_by),
        "preferred_by": _editorial(one.preferred_by),
    }
    return document


def _editorial(one: Statement | None) -> Document | None:
    return {"id": one.id, "reason": one.note or None, "recorded": one.recorded} if one else None


def source_brief(source: Source) -> Document:
    """What a figure needs to be cited."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher or None,
        "published": source.published or None,
        "url": source.url or None,
    }


def source_document(source: Source, statements: int, labels: Labels) -> Document:
    """A source as last described, with its tier and the number of statements drawn from it."""
    kinds = labels.vocabulary.codes["source_kind"]
    return {
        **source_brief(source),
        "title_basis": source.title_basis,
        "published_basis": source.published_basis,
        "lang": source.lang or None,
        "kind": source.kind,
        "kind_label": labels.code("source_kind", source.kind),
        "tier": kinds[source.kind].tier if source.kind in kinds else None,
        "note": source.note or None,
        "page": f"/{labels.lang or 'en'}/sources/{source.id}/",
        "statements": {"total": statements, "href": f"/api/statements?source={source.id}"},
    }


def key_document(key: GroupKey, labels: Labels) -> Document:
    """What the statements of a group speak of: property, part and period."""
    return {
        "property": key.property,
        "label": labels.property(key.property),
        "part": key.part or None,
        "part_label": labels.part(key.part) if key.part else None,
        "period": key.period or None,
    }


def headline_document(one: Headline, sources: Mapping[str, Document], labels: Labels) -> Document:
    """A headline: the leading statement, the rule that chose it and how many others there are."""
    key, said = one.key, one.statement
    return {
        **key_document(key, labels),
        "side": one.side,
        "value": said.value,
        "value_label": labels.value(said, labels.vocabulary.properties[key.property]),
        "printed": said.printed or None,
        "unit": said.unit or None,
        "number": number_document(said, labels),
        "lang": said.lang or None,
        "as_of": said.as_of or None,
        "basis": said.basis,
        "rule": one.rule,
        "others": len(one.others),
        "source": sources.get(said.source),
        "said_by": said.said_by or None,
        "said_by_label": labels.entity(said.said_by) if said.said_by else None,
        "statement": said.id,
        "page": statement_page(said.id, labels.lang),
    }


def disagreement_document(one: Disagreement, labels: Labels) -> Document:
    """A disagreement with what each side of it says. `spread` is a ratio for numbers and years for dates."""
    key = one.key
    return {
        "kind": str(one.kind),
        "entity": key.subject,
        "entity_label": labels.entity(key.subject),
        **key_document(key, labels),
        "side": one.side,
        "low": plain(one.low),
        "high": plain(one.high),
        "unit": one.unit or None,
        "converted": one.converted,
        "spread": plain(one.spread),
        "statements": [
            {
                "id": said.id,
                "value": said.value,
                "unit": said.unit or None,
                "as_of": said.as_of or None,
                "basis": said.basis,
                "source": said.source,
                "said_by": said.said_by or None,
            }
            for said in one.statements
        ],
    }


def project_document(
    identifier: str,
    statements: Sequence[Statement],
    resolution: Resolution,
    sources: Mapping[str, Source],
    labels: Labels,
) -> Document:
    """A project: its names, headlines and disagreements."""
    briefs = {key: source_brief(source) for key, source in sources.items()}
    conflicts = sum(one.kind is Difference.CONFLICT for one in resolution.disagreements)
    return {
        "id": identifier,
        "page": f"/{labels.lang or 'en'}/projects/{identifier}/",
        "names": _names_of(identifier, resolution, labels.lang),
        "headlines": [headline_document(one, briefs, labels) for one in resolution.headlines],
        "disagreements": [disagreement_document(one, labels) for one in resolution.disagreements],
        "counts": {
            "statements": len(statements),
            "sources": len({said.source for said in statements}),
            "headlines": len(resolution.headlines),
            "disagreements": len(resolution.disagreements),
            "conflicts": conflicts,
        },
        "statements": {"total": len(statements), "href": f"/api/statements?entity={identifier}"},
    }


def _names_of(identifier: str, resolution: Resolution, lang: str) -> dict[str, Document]:
    """The leading names by language, as they follow from the statements at hand (and so from a past day)."""
    names: dict[str, Document] = {
        one.key.lang: {
            "text": one.statement.value,
            "basis": one.statement.basis,
            "statement": one.statement.id,
        }
        for one in resolution.headlines
        if one.key.property == "name" and one.statement.entity == identifier
    }
    return _in_language(names, lang)


def _in_language(names: dict[str, Document], lang: str) -> dict[str, Document]:
    if not lang or not names:
        return names
    best = next(each for each in (lang, "kk", "ru", "en", "zh", *names) if each in names)
    return {best: names[best]}


def card_document(card: ProjectCard, sources: Mapping[str, Source], labels: Labels) -> Document:
    """A project as a list has it."""
    names: dict[str, Document] = {
        lang: {"text": name.text, "basis": name.basis, "statement": name.statement_id or None}
        for lang, name in card.names.items()
    }
    return {
        "id": card.id,
        "page": f"/{labels.lang or 'en'}/projects/{card.id}/",
        "href": f"/api/projects/{card.id}",
        "names": _in_language(names, labels.lang),
        "sector": card.sector or None,
        "sector_label": labels.code("sector", card.sector),
        "status": card.status or None,
        "status_label": labels.code("status", card.status),
        "status_as_of": card.status_as_of or None,
        "regions": [{"id": key, "label": labels.entity(key)} for key in card.regions],
        "partners": [{"id": key, "label": labels.entity(key)} for key in card.partners],
        "cost": _lead_document(card.cost, sources, labels),
        "capacity": _lead_document(card.capacity, sources, labels),
        "statements": card.statements,
        "sources": card.sources,
        "conflicts": card.conflicts,
        "updated": card.updated,
    }


def _lead_document(lead: Lead | None, sources: Mapping[str, Source], labels: Labels) -> Document | None:
    """A headline of a list, with how far the figures for it reach when they differ."""
    if lead is None:
        return None
    said = lead.statement
    source = sources.get(said.source)
    spread = {"low": lead.low, "high": lead.high, "unit": lead.unit} if lead.low else None
    return {
        "part": said.part or None,
        "part_label": labels.part(said.part),
        "side": lead.side,
        "value": said.value,
        "unit": said.unit or None,
        "number": number_document(said, labels),
        "as_of": said.as_of or None,
        "basis": said.basis,
        "rule": lead.rule,
        "others": lead.others,
        "differing": spread,
        "source": source_brief(source) if source else None,
        "said_by": said.said_by or None,
        "statement": said.id,
        "page": statement_page(said.id, labels.lang),
    }


def statements_csv(items: Iterable[Recorded]) -> str:
    """Statements as CSV (RFC 4180) with a header. Cells a spreadsheet would run begin with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("id", "position", *COLUMNS))
    for one in items:
        said = one.statement
        writer.writerow((said.id, one.number, *map(spreadsheet_safe, said[1:])))
    return text.getvalue()
