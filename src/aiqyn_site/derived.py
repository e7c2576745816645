"""Everything derived from the ledger, of all apps together: thrown away, made anew and compared as one.

The derived rows of every app follow from one state of the ledger and one edition of the code; `Build` says which.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import transaction

import aiqyn
from aiqyn_site.articles.queries import article_texts
from aiqyn_site.code_tag import code_tag
from aiqyn_site.dossier import derive as dossier
from aiqyn_site.dossier.touched_scores import touched_projects
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.actions import append_to_file
from aiqyn_site.ledger.addition import addition_since
from aiqyn_site.ledger.derived_table import REBUILD, Audit, DerivedTable, Row
from aiqyn_site.ledger.fault import UNREADABLE, Fault
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.queries import Names
from aiqyn_site.ledger.sql import batches
from aiqyn_site.ledger.unreadable_rows import derived_tables, unreadable_rows
from aiqyn_site.ledger.version import version
from aiqyn_site.ledger.writer import last_seal
from aiqyn_site.projects import derive as projects
from aiqyn_site.projects.derive import PROJECT
from aiqyn_site.projects.models import Build
from aiqyn_site.projects.touched_subjects import touched_subjects
from aiqyn_site.search import actions as search

_SITE = Path(__file__).parent
#: The apps whose code decides what is derived.
_APPS = ("projects", "dossier", "search", "articles")
#: More new statements than these are followed sooner by making everything anew.
_MOST_TO_FOLLOW = 5_000

#: The tables whose rows are some subject's, by what they are said to hold.
_TABLES: Mapping[str, DerivedTable] = {**projects.TABLES, "scores": dossier.TABLE}

Progress = Callable[[int], None]
Rows = Mapping[DerivedTable, list[Row]]


@cache
def _recipe() -> str:
    """The edition of the code that derives: the core's rules and the apps."""
    return "".join(map(code_tag, (Path(aiqyn.__file__).parent, *(_SITE / app for app in _APPS))))


def ensure_built(progress: Progress = lambda done: None) -> None:
    """Bring the derived rows to the present state of the ledger: those that what was added touches, else all."""
    if is_built():
        return
    with transaction.atomic():
        # From here on nobody else records or derives; who did until now may have built it.
        last_seal()
        if is_built():
            return
        now = version()
        build = Build.objects.filter(number=now.build, recipe=_recipe()).first()
        if build is None or now.statements - Seal.objects.get(number=build.seal).statements > _MOST_TO_FOLLOW:
            rebuild_derived(progress)
        else:
            _follow(build.seal)


def is_built() -> bool:
    """Whether the derived rows are those of the present state of the ledger and edition of the code."""
    now = version()
    return not now.number or _is_built(now.build, now.number)


def _follow(seal: int) -> None:
    """Derive anew what the rows after a seal touch, in one transaction."""
    with transaction.atomic():
        addition = addition_since(seal)
        renamed: dict[str, Names] = {}
        for subjects in batches(sorted(touched_subjects(addition))):
            entities, rows = projects.derive_rows(subjects, ledger.statements_by_subject(subjects))
            before = ledger.names(entities)
            _replace(entities, rows)
            after = ledger.names(entities)
            renamed |= {key: names for key, names in before.items() if names.texts != after[key].texts}
        for scored in batches(touched_projects(addition)):
            _replace(scored, dossier.derive_rows(scored, ledger.statements_by_entity(scored)))
        search.follow(addition, renamed, article_texts)
        Build.objects.create(seal=version().number, recipe=_recipe())


def _replace(subjects: Collection[str], rows: Rows) -> None:
    for table, own in rows.items():
        table.forget(subjects)
        table.insert(own)


def add_rows(name: str, addition: bytes, check: Callable[[bytes], object], *, header: bytes = b"") -> None:
    """Add rows to a growing file of the register (`append_to_file`) and derive what follows, in one transaction."""
    with transaction.atomic():
        append_to_file(name, addition, check, header=header)
        ensure_built()


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """What is derived refers to nothing in a circle: to look for circles at every turn takes a seventh of a rebuild."""
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def rebuild_derived(progress: Progress = lambda done: None) -> dict[str, int]:
    """Throw all derived rows away and compute them anew, in one transaction; how many of each kind."""
    with _seldom_collecting(), transaction.atomic():
        last_seal()
        for table in _TABLES.values():
            table.clear()
        counts = dict.fromkeys(_TABLES, 0)
        for _, rows in _all_rows():
            for kind, table in _TABLES.items():
                table.insert(rows[table])
                counts[kind] += len(rows[table])
            progress(sum(counts.values()))
        done = sum(counts.values())
        counts["documents"] = search.rebuild_index(lambda more: progress(done + more), article_texts)
        Build.objects.create(seal=version().number, recipe=_recipe())
    return counts


def _all_rows() -> Iterator[tuple[Collection[str], Rows]]:
    """All that follows subject by subject, some hundreds at a time: whose the rows are, and the rows of each table."""
    for subjects in batches(ledger.subjects()):
        statements = ledger.statements_by_subject(subjects)
        entities, rows = projects.derive_rows(subjects, statements)
        scored = [key for key in subjects if entities[key].kind == PROJECT]
        yield entities, {**rows, **dossier.derive_rows(scored, statements)}


def _rows_but_scores() -> Iterator[tuple[Collection[str], Rows]]:
    for subjects in batches(ledger.subjects()):
        yield projects.derive_rows(subjects, ledger.statements_by_subject(subjects))


def verify_derived() -> list[Fault]:
    """The first row of each derived table that a rebuild would not give; an empty list means all are right."""
    now = version()
    if not now.number:
        return []
    if not _is_built(now.build, now.number):
        message = "derived rows follow from another state or another edition of the code: run aiqyn rebuild"
        return [Fault("projects_build", now.build, message)]
    faults = unreadable_rows(derived_tables(), REBUILD)
    if not faults:
        try:
            faults = _differences(_TABLES.values(), _all_rows())
        except UNREADABLE:
            # To score a project takes the rows of others.
            faults = _differences(projects.TABLES.values(), _rows_but_scores())
            if not faults:
                raise
    return faults or search.verify_index(article_texts)


def _differences(tables: Collection[DerivedTable], must: Iterable[tuple[Collection[str], Rows]]) -> list[Fault]:
    """The first row of each table that is not among those that must be there."""
    audits = {table: Audit(table) for table in tables}
    for subjects, rows in must:
        for table, audit in audits.items():
            audit.compare(subjects, rows[table])
    return [fault for audit in audits.values() for fault in audit.finish()]


def _is_built(build: int, seal: int) -> bool:
    return Build.objects.filter(number=build, seal=seal, recipe=_recipe()).exists()
