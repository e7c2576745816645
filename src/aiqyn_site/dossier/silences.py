"""What was due by law or promised and has not appeared, over the whole register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.zones import Elsewhere
from aiqyn.dossier.addressee import CATEGORY, read_setting
from aiqyn.dossier.record import read_date
from aiqyn.dossier.silence import PROPERTIES, Facility, Silence, silences
from aiqyn.ledger import Headline, Statement, resolve
from aiqyn.ledger.claim import standing_statements
from aiqyn.ledger.statement import DECISIONS
from aiqyn.values.dates import Date
from aiqyn_site.dossier import queries
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import batches, marks, select

_AT_ONCE = 200
_RESOLVED = PROPERTIES | DECISIONS
#: All that is read of a project: what a promise depends on, its category, and who is expected to speak.
_READ = sorted(PROPERTIES | {CATEGORY, "partner_kz", "partner_cn", "owner", "lender"})


def silences_of(body: str, as_of: date, elsewhere: Elsewhere = ()) -> list[Silence]:
    """The silences of one body or company on a day, the longest first."""
    return [silence for silence in all_silences(as_of, elsewhere) if body in silence.bodies]


@kept(most=1)
def all_silences(as_of: date, elsewhere: Elsewhere = ()) -> tuple[Silence, ...]:
    """Every silence on a day, the longest first."""
    wanted = sorted({*_with_promises(), *_with_category()})
    headlines: list[Headline] = []
    facilities: list[Facility] = []
    grounds = ledger.register().grounds
    for batch in batches(wanted, _AT_ONCE):
        statements = ledger.statements_by_entity(batch, _READ)
        for key in batch:
            own = statements.get(key, [])
            resolved = [statement for statement in own if statement.property in _RESOLVED]
            headlines += resolve(resolved, grounds).headlines
            facilities.append(_facility(key, own))
    return tuple(silences(queries.all_requests(), headlines, facilities, load_laws(), as_of, elsewhere))


def _with_promises() -> Iterable[str]:
    """Projects of which a date is promised."""
    names = sorted(PROPERTIES)
    sql = f"""
    SELECT DISTINCT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id
    WHERE e.kind = 'project' AND s.basis = 'planned' AND s.property IN ({marks(names)})
    """
    return [row[0] for row in select(sql, names)]


def _with_category() -> Iterable[str]:
    """Projects whose category is told, of themselves or by a record about them."""
    keys = {recorded.statement.entity for recorded in ledger.find_statements(property=CATEGORY, limit=0)}
    projects = {key for key, entity in ledger.entities_by_id(keys).items() if entity.kind == "project"}
    return projects | {project for key in keys - projects for project in queries.projects_of(key)}


def _facility(project: str, statements: Sequence[Statement]) -> Facility:
    records = queries.records_of(project)
    setting = read_setting(statements, records)
    operators = setting.parties.operators or setting.parties.partners
    working = _operating(standing_statements(statements))
    category = setting.category if ledger.register().has_duties else ""
    return Facility(project, operators, category, working, tuple(records))


def _operating(standing: Iterable[Statement]) -> Date | None:
    """Since when a facility is known to work: the earliest date it came into use, or of which it is told to work."""
    texts = [
        statement.value if statement.property == "commissioning" else statement.as_of
        for statement in standing
        if statement.basis != "planned"
        and (statement.property == "commissioning" or (statement.property, statement.value) == ("status", "operating"))
    ]
    dates = [when for when in map(read_date, texts) if when is not None]
    return min(dates, key=lambda when: (when.first, when.last), default=None)


def sources_looked_in(projects: Iterable[str]) -> Mapping[str, int]:
    """In how many sources something about each of some projects was found, so also looked for."""
    statements = ledger.statements_by_entity(projects)
    return {key: len({statement.source for statement in own}) for key, own in statements.items()}
