"""What the fact files do not hold: regions, organisations, the programme, the projects' own descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tools.convert_facts.rows import COMPILATION, Entity, Row
from tools.convert_facts.tables import LANGUAGES, Record, Tables

PROGRAMME = "kz-cn-programme"
_PROGRAMME_NAMES = {
    "en": "Programme of joint Kazakhstan-China industrial projects",
    "ru": "Программа совместных казахстанско-китайских промышленных проектов",
    "kk": "Қазақстан мен Қытайдың бірлескен өнеркәсіп жобаларының бағдарламасы",
    "zh": "哈中产能与投资合作项目清单",
}
_COUNTRIES = {
    "kazakhstan": ("KZ", {"en": "Kazakhstan", "ru": "Казахстан", "kk": "Қазақстан", "zh": "哈萨克斯坦"}),
    "china": ("CN", {"en": "China", "ru": "Китай", "kk": "Қытай", "zh": "中国"}),
}
#: The language of a code: no linguistic content (ISO 639-2).
NO_LANGUAGE = "zxx"
SEEN = "seen in a source; the compilation does not say in which"
OUR_ENGLISH = "name as compiled; the compilation does not say where it was seen"
OUR_NAME = "descriptive name given by the compilers"


def compiled(entity: str, name: str, value: str, *, note: str = "", **more: str) -> Row:
    """A row whose source is the compilation itself, of high confidence unless said otherwise."""
    row = Row(entity, name, value, basis="reported", source=COMPILATION, confidence="high", note=note)
    return row._replace(**more)


def named(entity: str, names: Mapping[str, str], basis: str, note: str = "") -> Iterator[Row]:
    """One name a language; languages without a name are left out."""
    for lang in LANGUAGES:
        if names[lang]:
            yield compiled(entity, "name", names[lang], lang=lang, basis=basis, note=note)


def country_rows() -> Iterator[Row]:
    """The two countries."""
    for entity, (iso, names) in _COUNTRIES.items():
        yield from named(entity, names, "reported")
        yield compiled(entity, "iso_code", iso, lang=NO_LANGUAGE, note="ISO 3166-1")


def region_rows(regions: Iterable[Record], tables: Tables) -> Iterator[Row]:
    """Names, codes and time of every region, from `regions.csv` of the shared notes."""
    for region in regions:
        entity = tables.regions[region["en"]]
        yield from named(entity, region, "reported", region["note"])
        if region["iso"]:
            yield compiled(entity, "iso_code", region["iso"], lang=NO_LANGUAGE, note="ISO 3166-2:KZ")
            note = "first two digits of the code of territories (KATO)"
            yield compiled(entity, "kato", region["kato"], lang=NO_LANGUAGE, note=note)
        if region["valid_from"]:
            yield compiled(entity, "valid_time", f"{region['valid_from']}/..")
        elif region["valid_to"]:
            yield compiled(entity, "valid_time", "../2018-06-18", printed=region["valid_to"], note="the last full day")


def organisation_rows(organisation: Record) -> Iterator[Row]:
    """Names, country and kind of an organisation. Names in other languages than English are our rendering."""
    entity = organisation["id"]
    yield compiled(entity, "name", organisation["en"], lang="en")
    for lang in LANGUAGES[1:]:
        if organisation[lang]:
            yield compiled(entity, "name", organisation[lang], lang=lang, basis="rendered")
    if organisation["country"]:
        yield compiled(entity, "country", organisation["country"])
    yield compiled(entity, "organisation_type", organisation["type"])


def programme_rows() -> Iterator[Row]:
    """The programme's names."""
    yield from named(PROGRAMME, _PROGRAMME_NAMES, "rendered", OUR_NAME)


def edition_rows(edition: Record) -> Iterator[Row]:
    """An edition's names, publisher and date, as its subject in the fact files gives them."""
    entity, note = edition["id"], f"edition as compiled: {edition['subject']}"
    yield from named(entity, edition, "rendered", note)
    if edition["published_by"]:
        yield compiled(entity, "published_by", edition["published_by"], note=note)
    if edition["published_on"]:
        yield compiled(entity, "published_on", edition["published_on"], note=note)


def indicator_rows(indicator: Record) -> Iterator[Row]:
    """An indicator's names."""
    yield from named(indicator["id"], indicator, "rendered", f"series as compiled: {indicator['fact_property']}")


def project_rows(project: Record, tables: Tables, stated: Sequence[Row]) -> Iterator[Row]:
    """What `projects.csv` says of a project. `stated`: the rows of its facts, which are not said twice."""
    entity = project["project_id"]
    yield from _project_names(project, tables)
    sector = tables.sectors[project["sector"]]
    yield compiled(entity, "sector", sector, printed=project["sector"])
    for place in tables.project_regions[project["region"]]:
        printed = project["region"] if place["as_of"] or "," in project["region"] else ""
        yield compiled(entity, "region", place["region"], as_of=place["as_of"], printed=printed)
    for town in filter(None, project["town"].split("; ")):
        yield compiled(entity, "settlement", town, lang="en", confidence="medium")
    if project["lat"] and not any(row.property == "coordinates" for row in stated):
        yield _point(project, tables)
    yield from _project_parties(project, tables, stated)
    words = tables.membership[project["list_membership"]]
    note = "the compilation's own finding"
    if project["list_membership"] in ("not established", "no / not seen"):
        note += "; no proof that the project is on no list"
    yield compiled(
        entity,
        "list_membership",
        words,
        lang="en",
        printed=project["list_membership"],
        confidence="medium",
        note=note,
    )


def _project_names(project: Record, tables: Tables) -> Iterator[Row]:
    entity = project["project_id"]
    basis = tables.projects[entity]["en_basis"]
    note = OUR_ENGLISH if basis == "reported" else OUR_NAME
    yield compiled(entity, "name", project["name_en"], lang="en", basis=basis, note=note)
    for lang in LANGUAGES[1:]:
        name, said = project[f"name_{lang}"], project[f"name_{lang}_basis"]
        if name and said == "seen in a source":
            first, *others = name.split(" / ") if lang == "zh" else [name]
            yield compiled(entity, "name", first, lang=lang, note=SEEN)
            for other in others:
                yield compiled(entity, "other_name", other, lang=lang, note=SEEN)
        else:
            yield compiled(entity, "name", name or tables.renderings[entity, lang], lang=lang, basis="rendered")


def _point(project: Record, tables: Tables) -> Row:
    entity, metres = project["project_id"], tables.precision[project["coord_precision"]]
    point = f"{project['lat']},{project['lon']};u={metres}"
    sure = "gazetteer" in project["coord_basis"]
    grounds = "public gazetteer" if sure else project["coord_basis"]
    note = f"{grounds}; precision: {project['coord_precision']}"
    source = tables.projects[entity]["coordinate_source"]
    if source:
        return compiled(entity, "coordinates", point, note=note, source=source)
    return compiled(
        entity,
        "coordinates",
        point,
        note=note,
        basis="reported" if sure else "estimated",
        confidence="medium" if sure else "low",
    )


def _project_parties(project: Record, tables: Tables, stated: Sequence[Row]) -> Iterator[Row]:
    known = {(row.property, row.value) for row in stated}
    for side in ("kz_party", "cn_party"):
        for party in tables.parties.get((side, project[side]), ()):
            if party.entity or (party.property, party.value) in known:
                continue
            yield compiled(
                project["project_id"],
                party.property,
                party.value,
                unit=party.unit,
                part=party.part,
                printed=party.printed,
                basis=party.basis or "reported",
                confidence="medium",
                note="from the list of projects; the compilation does not name the source",
            )


def entities(tables: Tables, projects: Iterable[Record]) -> Iterator[Entity]:
    """All entities. The file is sorted by id."""
    for country in _COUNTRIES:
        yield Entity(country, "country")
    for region in tables.regions.values():
        yield Entity(region, "region", "kazakhstan")
    for organisation in tables.organisations:
        yield Entity(organisation, "organisation")
    yield Entity(PROGRAMME, "programme")
    for edition in tables.editions.values():
        yield Entity(edition["id"], "edition", PROGRAMME)
    for indicator in tables.indicators.values():
        yield Entity(indicator["id"], "indicator")
    for event in tables.events.values():
        yield Entity(event, "event", PROGRAMME)
    for project in (row["project_id"] for row in projects):
        yield Entity(project, "project")
