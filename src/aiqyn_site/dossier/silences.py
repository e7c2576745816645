"""What was due by law or promised and has not appeared, over the whole register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.addressee import CATEGORY, read_setting
from aiqyn.dossier.record import read_date
from aiqyn.dossier.silence import PROPERTIES, Facility, Silence, silences
from aiqyn.ledger import Headline, Statement, resolve
from aiqyn.ledger.claim import standing_statements
from aiqyn.ledger.statement import PREFERENCE, RETRACTION
from aiqyn.values.dates import Date
from aiqyn_site.dossier import queries
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.ledger.sql import marks, select

_AT_ONCE = 200
_RESOLVED = PROPERTIES | {RETRACTION, PREFERENCE}
#: All that is read of a project: what a promise depends on, its category, and who is expected to speak.
_READ = sorted(_RESOLVED | {CATEGORY, "partner_kz", "partner_cn", "owner", "lender"})


def silences_of(body: str, as_of: date) -> list[Silence]:
    """The silences of one body or company on a day, the longest first."""
    return [one for one in all_silences(as_of) if body in one.bodies]


@kept(most=1)
def all_silences(as_of: date) -> tuple[Silence, ...]:
    """Every silence on a day, the longest first."""
    wanted = sorted({*_with_promises(), *_with_category()})
    headlines: list[Headline] = []
    facilities: list[Facility] = []
    grounds = ledger.register().grounds
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        said = ledger.statements_by_entity(some, _READ)
        for key in some:
            own = said.get(key, [])
            headlines += resolve([one for one in own if one.property in _RESOLVED], grounds).headlines
            facilities.append(_facility(key, own))
    return tuple(silences(queries.all_requests(), headlines, facilities, load_laws(), as_of))


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
    told = {one.statement.entity for one in ledger.find_statements(property=CATEGORY, limit=0)}
    kinds = ledger.entities_by_id(told)
    projects = {key for key, one in kinds.items() if one.kind == "project"}
    return projects | {project for key in told - projects for project in queries.projects_of(key)}


def _facility(project: str, statements: Sequence[Statement]) -> Facility:
    records = queries.records_of(project)
    setting = read_setting(statements, records)
    operators = setting.parties.operators or setting.parties.partners
    working = _operating(standing_statements(statements))
    return Facility(project, operators, setting.category, working, tuple(records))


def _operating(stands: Iterable[Statement]) -> Date | None:
    """Since when a facility is known to work: the earliest date it came into use, or of which it is told to work."""
    told = [
        one.value if one.property == "commissioning" else one.as_of
        for one in stands
        if one.basis != "planned"
        and (one.property == "commissioning" or (one.property == "status" and one.value == "operating"))
    ]
    known = [found for found in map(read_date, told) if found is not None]
    return min(known, key=lambda one: (one.first, one.last), default=None)


def sources_looked_in(projects: Iterable[str]) -> Mapping[str, int]:
    """In how many sources something about each of some projects was found, so also looked for."""
    return {key: len({one.source for one in said}) for key, said in ledger.statements_by_entity(projects).items()}
