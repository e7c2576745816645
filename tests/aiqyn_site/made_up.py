"""Small registers made up step by step: a folder that grows as real ones do, with every kind of row and file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from hypothesis import strategies as st

from aiqyn.disclosure import Assessment, Verdict, load_checklist
from aiqyn.exchange import assessments, replies
from aiqyn.exchange.assessments import format_row
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.exchange.replies import Invitation, invitation_line
from aiqyn.exchange.strict_csv import csv_line
from aiqyn.ledger import Entity, Source, make_statement
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn.vocabulary import Property, load_vocabulary

LANGUAGES = ("en", "ru", "kk", "zh")
#: What derived rows depend on most: drawn as often as all other properties together.
_TELLING = (
    *("name", "other_name", "retraction", "preference", "cost", "status", "commissioning", "region", "partner_cn"),
    *("partner_kz", "drawn_from", "concerns", "organisation_type", "settlement", "location", "document_type"),
    *("event_type", "event_date", "request_event", "projects_total", "violation", "coordinates"),
)
_WORDS = ("Dam", "Mill on the river", "Дамба", "Бөгет", "水坝", "Shymkent works", "Шымкент", "the Dam")
_DATES = ("", "2015", "2016-05", "2017-03-01", "2018", "2019-11-30")
_PLANT = (("plan", "programme", ""), ("list-a", "edition", "plan"), ("dam", "project", ""), ("mill", "project", "plan"))
_AROUND = (("builder", "organisation", ""), ("ministry", "organisation", ""), ("north", "region", ""))
_PAPERS = (("flood", "event", "dam"), ("hearing", "record", "dam"), ("minutes", "record", "hearing"))
_ASKED = (("ask", "request", "flood"),)


def _languages_of(text: str) -> tuple[str, ...]:
    """The languages in which a register may have a text, by its letters."""
    by_script = {"水": ("zh",), "Б": ("kk",), "Д": ("ru",), "Ш": ("kk", "ru")}
    return by_script.get(text[0], LANGUAGES)


class MadeUpRegister:
    """A register's folder and what a next step may name. Days of recording go on by one a step, or stand still."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entities = [Entity(*row) for row in (*_PLANT, *_AROUND, *_PAPERS, *_ASKED)]
        self.sources = {key: source(key, kind) for key, kind in (("gazette", "press"), ("owner", "company"))}
        self.statements: list[list[str]] = []
        self.translations: dict[tuple[str, str], str] = {}
        self.assessments: list[str] = []
        self.invitations: dict[str, str] = {}
        self.articles: dict[str, str] = {}
        self.day = datetime.date(2026, 1, 1)
        self.country = "KZ"

    def write(self) -> Path:
        """Write the folder as it now is."""
        (self.folder / "articles").mkdir(parents=True, exist_ok=True)
        labels = "\n".join(f'{lang} = "Small"' for lang in LANGUAGES)
        head = f'id = "small"\ncountry = "{self.country}"\nlicence = "CC-BY-4.0"'
        meta = f"{head}\n[title]\n{labels}\n[summary]\n{labels}\n"
        translated = [[*key, text, text, text] for key, text in self.translations.items()]
        tables = {
            "entities.csv": (Entity._fields, sorted(self.entities)),
            "sources.csv": (Source._fields, sorted(self.sources.values())),
            "parts.csv": (("id", "en", "ru", "kk", "zh"), []),
            "statements.csv": (COLUMNS, self.statements),
            "translations.csv": (("lang", "text", "ru", "kk", "zh"), translated),
        }
        files = {name: csv_line(columns) + "".join(map(csv_line, rows)) for name, (columns, rows) in tables.items()}
        files |= {"register.toml": meta, "assessments.csv": assessments.HEADER.decode() + "".join(self.assessments)}
        files |= {"replies.csv": replies.HEADER.decode() + "".join(self.invitations.values())}
        files |= {f"articles/{slug}.{lang}.md": text for slug, text in self.articles.items() for lang in LANGUAGES}
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="")
        return self.folder

    def about(self, entity: str) -> list[str]:
        """The ids of the statements about an entity."""
        return [make_statement(row).id for row in self.statements if row[0] == entity]

    def say(self, entity: str, name: str, value: str, **fields: str) -> None:
        """Add a statement, unless it is there."""
        cells = dict.fromkeys(COLUMNS, "") | {"entity": entity, "property": name, "value": value}
        cells |= {"basis": "reported", "source": "gazette", "confidence": "high", "recorded": self.day.isoformat()}
        row = [(cells | fields)[column] for column in COLUMNS]
        if all(row[:-1] != known[:-1] for known in self.statements):
            self.statements.append(row)


def source(key: str, kind: str, title: str = "News of the dam", published: str = "2019") -> Source:
    return Source(key, f"https://{key}.example/1", title, "seen", "A paper", published, "stated", "en", kind, "")


@st.composite
def steps(draw: st.DrawFn, register: MadeUpRegister) -> None:
    """Let a register grow by one step: some statements, and sometimes everything else there is."""
    if draw(st.integers(0, 3)) == 0:  # every score is of the last day: what else touches one shows on the same day only
        register.day += datetime.timedelta(days=1)
    for grow in draw(st.lists(st.sampled_from(_GROWTHS), max_size=2)):
        grow(draw, register)
    for _ in range(draw(st.integers(0, 6))):
        _statement(draw, register)


def _entity(draw: st.DrawFn, register: MadeUpRegister) -> None:
    kinds = ("project", "edition", "organisation", "region", "event", "record", "request", "programme")
    key, kind = f"new-{len(register.entities)}", draw(st.sampled_from(kinds))
    whole = draw(st.sampled_from(["", *(entity.id for entity in register.entities)]))
    register.entities.append(Entity(key, kind, whole))


def _source(draw: st.DrawFn, register: MadeUpRegister) -> None:
    key = draw(st.sampled_from(["gazette", "owner", f"source-{len(register.sources)}"]))
    kind = draw(st.sampled_from(sorted(load_vocabulary().codes["source_kind"])))
    register.sources[key] = source(key, kind, draw(st.sampled_from(_WORDS)), draw(st.sampled_from(_DATES)))


def _translation(draw: st.DrawFn, register: MadeUpRegister) -> None:
    key = draw(st.sampled_from(("en", "ru"))), draw(st.sampled_from(_WORDS))
    register.translations[key] = draw(st.sampled_from(_WORDS))


def _assessment(draw: st.DrawFn, register: MadeUpRegister) -> None:
    projects = [entity.id for entity in register.entities if entity.kind == "project"]
    item = draw(st.sampled_from(sorted(load_checklist().items.values(), key=lambda item: item.id)))
    day = register.day
    assessor = f"assessor-{len(register.assessments)}"
    assessment = Assessment(item.id, item.version, Verdict.NOT_ASSESSED, assessor, day, note="not looked at")
    register.assessments.append(format_row(draw(st.sampled_from(projects)), assessment))


def _invitation(draw: st.DrawFn, register: MadeUpRegister) -> None:
    records = [entity.id for entity in register.entities if entity.kind == "record"]
    about = draw(st.sampled_from([*records, *(make_statement(row).id for row in register.statements)]))
    number = len(register.invitations) + 1
    invited = Invitation(number, f"r{number}", about, "builder", register.day, "letter", datetime.date(2030, 1, 1))
    register.invitations.setdefault(about, invitation_line(invited))  # nobody is invited twice about the same


def _article(draw: st.DrawFn, register: MadeUpRegister) -> None:
    slug, title = draw(st.sampled_from(("one", "two"))), draw(st.sampled_from(_WORDS))
    header = f'title = "{title}"\nlead = "{title}"\npublished = 2026-01-01\nauthors = ["A"]\noriginal = "en"\n'
    register.articles[slug] = f"+++\n{header}tags = []\nprojects = []\n+++\n\n> Of the {title}.\n"


_GROWTHS = (_entity, _entity, _source, _translation, _assessment, _invitation, _article)


def _statement(draw: st.DrawFn, register: MadeUpRegister) -> None:
    """A statement about any entity, with any property of its kind and a value of the property's type."""
    vocabulary = load_vocabulary()
    entity = draw(st.sampled_from(register.entities))
    fitting = [prop for prop in vocabulary.properties.values() if not prop.kinds or entity.kind in prop.kinds]
    fitting = [prop for prop in fitting if prop.key not in {ATTACHMENT, BLANKED}]  # which need a document, two people
    telling = [prop for prop in fitting if prop.key in _TELLING]
    prop = draw(st.sampled_from(draw(st.sampled_from([fitting, telling]))))
    values = list(_values(register, entity, prop))
    if not values:
        return
    fields = {"as_of": draw(st.sampled_from(_DATES)), "source": draw(st.sampled_from(sorted(register.sources)))}
    fields["basis"] = draw(st.sampled_from(("reported", "planned", "measured")))
    if prop.part_codes:
        fields["part"] = draw(st.sampled_from(sorted(vocabulary.codes[prop.part_codes])))
    if draw(st.booleans()):
        fields["said_by"] = "builder"
    value, extra = draw(st.sampled_from(values))
    register.say(entity.id, prop.key, value, **fields, **extra)


def _values(register: MadeUpRegister, entity: Entity, prop: Property) -> Iterator[tuple[str, dict[str, str]]]:
    """Some values of a property, each with the cells it needs beside."""
    vocabulary = load_vocabulary()
    match prop.type.value:
        case "text":
            yield from ((text, {"lang": lang}) for text in _WORDS for lang in _languages_of(text))
        case "code":
            yield from ((code, {}) for code in sorted(vocabulary.code_list(prop.codes)))
        case "reference":
            yield from ((other.id, {}) for other in register.entities)
        case "statement":
            targets: Sequence[str] = register.about(entity.id)
            if prop.key == "drawn_from":
                targets = [make_statement(row).id for row in register.statements]
            yield from ((target, {"note": "so the editors"}) for target in targets)
        case "date":
            yield from ((day, {}) for day in _DATES if day)
        case "point":
            yield from (("43.2,76.9", {}), ("50.1,80.2", {}))
        case _:
            units = sorted(key for key, unit in vocabulary.units.items() if prop.admits(unit))[:2]
            numbers = ("5", "40") if prop.type.value == "count" else ("5", "7.5", "40")
            yield from ((number, {"unit": unit}) for number in numbers for unit in units)
