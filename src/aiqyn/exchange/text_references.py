"""Checking the texts of a register: the programme's history and the articles, in four languages each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from aiqyn.errors import LONGEST_SHOWN, Finding, Refused
from aiqyn.exchange.folder import ARTICLES, PROGRAMME, STATEMENTS, RegisterFolder
from aiqyn.exchange.rows import ENTITY
from aiqyn.exchange.strict_csv import read_rows, safe_file
from aiqyn.ledger import Grounds, Statement, make_statement
from aiqyn.ledger.statement import COLUMNS, DECISIONS
from aiqyn.prose.document import Document, parse_document, references_of
from aiqyn.prose.faults import Fault
from aiqyn.prose.reference import CHART, SELECTING, Reference
from aiqyn.prose.resolve import pick
from aiqyn.vocabulary import LANGUAGES

_EVERY = 5_000
_MOST = 100
_NAME = re.compile(rf"(?:{PROGRAMME}|{ARTICLES}/[a-z0-9](?:[a-z0-9-]{{0,46}}[a-z0-9])?)\.(?:{'|'.join(LANGUAGES)})\.md")
_NUMERIC = frozenset({"money", "count", "percent", "measure"})
_INDICATOR_CHART = "indicator-"

Progress = Callable[[int], None]
#: Gives, in recorded order, at least the statements about some entities, those with some ids, and what withdraws them.
StatementsOf = Callable[[Collection[str], Collection[str]], Iterable[Statement]]


class _Wanted(NamedTuple):
    """What a file's references ask of the statements."""

    file: str
    reference: Reference


def check_prose(
    register: RegisterFolder,
    most: int = _MOST,
    progress: Progress = lambda done: None,
    statements_of: StatementsOf | None = None,
) -> list[Finding]:
    """Every fault in a register's texts, at most `most`, by file and line; none where it has no texts.

    Without `statements_of` the register's file of statements is read; raises RegisterRefused where it cannot be.
    """
    faults: dict[str, list[Fault]] = {}
    documents: dict[str, Document] = {}
    for name in (name for name in register.files if is_prose(name)):
        parsed = parse_document(register.files[name])
        faults[name] = list(parsed.faults)
        if not _NAME.fullmatch(name):
            faults[name].append(Fault(0, "", Refused("prose_name", folder=ARTICLES, known=LANGUAGES)))
        elif parsed.document is not None:
            documents[name] = parsed.document
    if not faults:
        return []
    known = _Known(register)
    for name, document in documents.items():
        faults[name] += [*known.header_faults(document), *known.reference_faults(document)]
    for name, fault in _twin_faults(faults, documents):
        faults[name].append(fault)
    statements_of = statements_of or partial(_statements_in_file, register, progress)
    for name, fault in _unresolved(register, documents, known, statements_of):
        faults[name].append(fault)
    findings = (_finding(name, fault) for name in sorted(faults) for fault in sorted(faults[name], key=_order))
    return [finding for finding, _ in zip(findings, range(most), strict=False)]


def is_prose(name: str) -> bool:
    """Whether a file of a register is a text."""
    return name.startswith(f"{ARTICLES}/") or (name.startswith(f"{PROGRAMME}.") and name.endswith(".md"))


def _finding(name: str, fault: Fault) -> Finding:
    return Finding(name, fault.line, fault.value[:LONGEST_SHOWN], fault.reason)


def _order(fault: Fault) -> tuple[int, str, str]:
    return fault.order


class _Known:
    """What a text may name."""

    def __init__(self, register: RegisterFolder) -> None:
        self.register, self.vocabulary = register, register.vocabulary
        self.tags = self.vocabulary.code_list("article_tag")

    def header_faults(self, document: Document) -> Iterator[Fault]:
        """Tags and entities of the header that do not exist."""
        for tag in document.header.tags:
            if tag not in self.tags:
                reason = Refused("not_in_list", "tags", "write_one_of", list="article_tag", known=tuple(self.tags))
                yield Fault(1, tag, reason)
        for entity in document.header.projects:
            if entity not in self.register.entities:
                yield Fault(1, entity, Refused("entity_unknown", "projects", "correct_projects"))

    def reference_faults(self, document: Document) -> Iterator[Fault]:
        """References to entities, properties, sources and charts that do not exist."""
        for reference in references_of(document):
            fault = self.reference_fault(reference)
            if fault is not None:
                yield fault

    def reference_fault(self, reference: Reference) -> Fault | None:
        """What is wrong with the names in a reference, whatever the statements are."""
        entities, sources = self.register.entities, self.register.sources
        if reference.form == "name" and reference.target not in entities:
            return Fault(reference.line, reference.target, Refused("entity_unknown", mend="correct_id"))
        if reference.form == "source" and reference.target not in sources:
            return Fault(reference.line, reference.target, Refused("source_unknown", mend="correct_id"))
        if reference.form == CHART and not self.is_chart(reference.target):
            reason = Refused(
                "chart_unknown", mend="write_one_of", known=(*self.vocabulary.charts, f"{_INDICATOR_CHART}ID")
            )
            return Fault(reference.line, reference.target, reason)
        selector = reference.selector
        if reference.form not in SELECTING or selector.statement:
            return None
        prop = self.vocabulary.properties.get(selector.property)
        if selector.entity not in entities:
            return Fault(reference.line, selector.entity, Refused("entity_unknown", mend="correct_id"))
        if prop is None:
            return Fault(reference.line, selector.property, Refused("property_unknown", mend="correct_name"))
        if reference.form == "number" and prop.type not in _NUMERIC:
            return Fault(reference.line, selector.property, Refused("no_number", type=prop.type))
        for named in (selector.source, *filter(None, (selector.said_by, selector.part))):
            known = (entities, sources, self.register.parts, self.vocabulary.parts)
            if named and not any(named in identifiers for identifiers in known):
                return Fault(reference.line, named, Refused("filter_unknown", mend="correct_id"))
        return None

    def is_chart(self, name: str) -> bool:
        """Whether the site draws a chart of this name."""
        if name in self.vocabulary.charts:
            return True
        entity = self.register.entities.get(name.removeprefix(_INDICATOR_CHART))
        return name.startswith(_INDICATOR_CHART) and entity is not None and entity.kind == "indicator"


def _twin_faults(names: Iterable[str], documents: Mapping[str, Document]) -> Iterator[tuple[str, Fault]]:
    """Languages that are missing, and fields that must be the same in all four and are not."""
    stems: dict[str, list[str]] = {}
    for name in names:
        if _NAME.fullmatch(name):
            stems.setdefault(name.removesuffix(".md").rpartition(".")[0], []).append(name)
    for stem, twins in stems.items():
        missing = [lang for lang in LANGUAGES if f"{stem}.{lang}.md" not in twins]
        if missing:
            reason = Refused("twin_missing", missing=tuple(missing), name=f"{stem}.{missing[0]}.md")
            yield twins[0], Fault(0, "", reason)
        there = [name for name in twins if name in documents]
        first = documents[there[0]].header.neutral if there else {}
        for name in there[1:]:
            for key, value in documents[name].header.neutral.items():
                if value != first[key]:
                    yield name, Fault(1, "", Refused("twin_differs", key, name=there[0]))


def _unresolved(
    register: RegisterFolder, documents: Mapping[str, Document], known: _Known, statements_of: StatementsOf
) -> Iterator[tuple[str, Fault]]:
    """References that no statement meets, or too many do."""
    wanted = [
        _Wanted(name, reference)
        for name, document in documents.items()
        for reference in references_of(document)
        if reference.form in SELECTING and known.reference_fault(reference) is None
    ]
    if not wanted:
        return
    kept = _Kept(register.grounds, wanted, statements_of)
    for name, reference in wanted:
        try:
            picked = kept.pick(reference)
        except Refused as refused:
            yield name, Fault(reference.line, f"{{{reference.text}}}", refused)
        except (KeyError, ArithmeticError):
            yield name, Fault(reference.line, f"{{{reference.text}}}", Refused("statements_faulty", name=STATEMENTS))
        else:
            prop = register.vocabulary.properties[picked.property]
            if reference.form == "number" and prop.type not in _NUMERIC:
                yield name, Fault(reference.line, f"{{{reference.text}}}", Refused("no_number", type=prop.type))


class _Kept:
    """The statements that references name, and the grounds to weigh them."""

    def __init__(self, grounds: Grounds, wanted: Iterable[_Wanted], statements_of: StatementsOf) -> None:
        self._grounds = grounds
        selectors = [name.reference.selector for name in wanted]
        subjects = self._grounds.subjects
        pairs = {(selector.entity, selector.property) for selector in selectors if not selector.statement}
        ids = {selector.statement for selector in selectors if selector.statement}
        self._by_entity: dict[str, list[Statement]] = {}
        self._by_id: dict[str, Statement] = {}
        named = {entity for entity, _ in pairs}
        among = named | {entity for entity, subject in subjects.items() if subject in named}
        for statement in statements_of(among, ids):
            key, name = statement.entity, statement.property
            subject = subjects.get(key, key)
            is_named = name in DECISIONS or (key, name) in pairs or (subject, name) in pairs
            if statement.id in ids:
                self._by_id[statement.id] = statement
            elif not is_named:
                continue
            for entity in {key, subject}:
                self._by_entity.setdefault(entity, []).append(statement)

    def pick(self, reference: Reference) -> Statement:
        """The statement that a reference means. Refuses what `aiqyn.prose.resolve.pick` refuses."""
        selector = reference.selector
        entity = selector.entity
        if selector.statement:
            statement = self._by_id.get(selector.statement)
            entity = statement.entity if statement else ""
        return pick(selector, self._by_entity.get(entity, ()), self._grounds)


def _statements_in_file(
    register: RegisterFolder, progress: Progress, entities: Collection[str], ids: Collection[str]
) -> Iterator[Statement]:
    rows = read_rows(safe_file(register.path, STATEMENTS), COLUMNS)
    for line, row in enumerate(rows, 2):
        if line % _EVERY == 0:
            progress(line)
        if ids or row[ENTITY] in entities:
            yield make_statement(row)
