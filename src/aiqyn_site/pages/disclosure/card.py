"""The disclosure score of one project: what it comes to, item by item, today or on a past day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.disclosure import Assessment, Item, Line, Score, SetAside, Tally, Verdict, load_checklist
from aiqyn.disclosure.computed import REGISTER
from aiqyn.disclosure.explanation import OUTSIDE
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import decimal_text
from aiqyn.words.score_text import line_text, points_text, range_text
from aiqyn.words.wording import capital
from aiqyn_site.clock import today
from aiqyn_site.dossier import board, scores
from aiqyn_site.dossier.asking import NextRequest, next_request, setting_of
from aiqyn_site.dossier.scores import ProjectScore
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.disclosure.evidence import Proof, Proofs
from aiqyn_site.pages.disclosure.score_marks import Told, bar, told, verdict_shape
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.wording import wording

_MISSING = (Verdict.NOT_FOUND, Verdict.KNOWN_NOT_DISCLOSED, Verdict.PARTIAL)


class Ground(NamedTuple):
    """Why an item is asked for: the kind of basis in a word, and what it refers to."""

    kind: str
    reference: str
    verified: bool


class ItemView(NamedTuple):
    """One item: the shape of its verdict, its line, and all that stands behind it."""

    anchor: str
    shape: Markup
    line: str
    disclosed: str
    partial: str
    grounds: tuple[Ground, ...]
    duty: str
    evidence: tuple[Proof, ...]
    more_evidence: tuple[Proof, ...]
    searches: tuple[str, ...]
    assessor: str
    note: str
    note_lang: str
    others: tuple[str, ...]
    ask: bool


class GroupView(NamedTuple):
    """One group of items with its score; `points` is blank where none of its items is asked for.

    `outside` are the items that are not asked for at the project's stage.
    """

    anchor: str
    label: str
    bar: Markup
    points: str
    range: str
    assessed: str
    items: tuple[ItemView, ...]
    outside: tuple[ItemView, ...]


class GainView(NamedTuple):
    """What would raise the score, by how much, and where to ask for it."""

    label: str
    href: str
    points: str
    item: str


class CardView(NamedTuple):
    """All that the template prints."""

    name: str
    name_lang: str
    project: str
    id: str
    say: Printer
    on: str
    first: str
    last: str
    trouble: str
    is_past: bool
    told: Told
    has_points: bool
    equal: str
    as_of: str
    stage: str
    conditions: tuple[str, ...]
    known: int
    applicable: int
    groups: tuple[GroupView, ...]
    gains: tuple[GainView, ...]
    ask: NextRequest | None
    aside: tuple[str, ...]
    cited: int
    sources: Markup
    version: str
    digest: str
    document: str
    checklist_digest: str
    disclaimer: str


class Asked(NamedTuple):
    """The day a reader asked for: the day to show, None for the latest, and what is wrong with what was written."""

    day: date | None
    trouble: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """The page; `?on=` asks for a past day, and one that cannot be is explained above the latest score."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "project":
        return missing(request, lang)
    first, last = scores.days()
    asked = asked_day(request.GET.get("on", ""), first, last, lang)
    view = _View(lang, identifier, scores.card(identifier, asked.day), first, last, asked).view()
    t = wording(lang)
    query = f"on={asked.day.isoformat()}" if asked.day is not None else ""
    return render(
        request,
        "disclosure/card.html",
        {"p": view},
        lang,
        title=t("disclosure_of", name=view.name),
        description=t("disclosure_of_described", name=view.name),
        query=query,
    )


def document(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """The inputs and results of the score as the bytes whose SHA-256 is its digest; `?on=` as on the page."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "project":
        return missing(request, lang)
    asked = asked_day(request.GET.get("on", ""), *scores.days(), lang)
    if asked.trouble:
        return missing(request, lang)
    return HttpResponse(scores.card(identifier, asked.day).score.document, content_type="application/json")


def asked_day(text: str, first: date, last: date, lang: str) -> Asked:
    """The day that a reader wrote; the last one is the latest score, which has no day in its address."""
    t, text = wording(lang), text.strip()[:40]
    if not text:
        return Asked(None, "")
    try:
        if len(text) != len("2026-11-21") or not text.isascii():
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        given = "".join(sign for sign in text if sign.isprintable())
        return Asked(None, t("disclosure_bad_day", given=given))
    if day < first:
        return Asked(None, t("disclosure_too_early", first=date_text(first.isoformat(), lang)))
    if day > last:
        return Asked(None, t("disclosure_too_late", last=date_text(last.isoformat(), lang)))
    return Asked(None if day == last else day, "")


class _View:
    """Builds the view of one score."""

    def __init__(self, lang: str, project: str, found: ProjectScore, first: date, last: date, asked: Asked) -> None:
        self.lang, self.project, self.found = lang, project, found
        self.first, self.last, self.asked = first, last, asked
        self.t = wording(lang)
        score = found.score
        named = [one.id for line in score.lines if line.assessment is not None for one in line.assessment.evidence]
        said = ledger.statements_by_id(key for key in named if scores.is_statement(key))
        self.printer = printer_for(lang, said.values(), [project, *(one.entity for one in said.values())])
        self.proofs = Proofs(self.printer, project, said, ledger.sources(key for key in named if key not in said))
        self.method = load_checklist().method

    def view(self) -> CardView:
        """The whole of it."""
        lang, t, score = self.lang, self.t, self.found.score
        name, name_lang = self.printer.name(self.project)
        groups, gains = self._groups(score), self._gains(score)
        cited = self.printer.cited()
        return CardView(
            name=name,
            name_lang=name_lang,
            project=entity_url(lang, "project", self.project),
            id=self.project,
            say=self.printer,
            on=(self.asked.day or self.last).isoformat(),
            first=self.first.isoformat(),
            last=self.last.isoformat(),
            trouble=self.asked.trouble,
            is_past=self.asked.day is not None,
            told=told(
                Tally(score.points, score.low, score.high),
                score.assessed,
                score.applicable,
                score.coverage,
                score.rank_allowed,
                lang,
            ),
            has_points=score.points is not None,
            equal=self._equal(score.equal),
            as_of=t("disclosure_as_of", date=date_text(self.found.as_of.isoformat(), lang)),
            stage=t(f"disclosure_stage_{self.found.stage}"),
            conditions=tuple(t(f"disclosure_condition_{one}") for one in sorted(self.found.conditions)),
            known=score.known_not_disclosed,
            applicable=score.applicable,
            groups=groups,
            gains=gains,
            ask=next_request(setting_of(self.project), board.cards([self.project]).get(self.project), today()),
            aside=tuple(self._aside(one) for one in self.found.set_aside),
            cited=len(cited),
            sources=self.printer.sources_list(cited),
            version=self.method.version,
            digest=score.digest,
            document=f"{entity_url(lang, 'project', self.project)}disclosure/score.json"
            + (f"?on={self.asked.day.isoformat()}" if self.asked.day else ""),
            checklist_digest=load_checklist().digest,
            disclaimer=self.method.disclaimer[lang],
        )

    def _equal(self, equal: Tally) -> str:
        if equal.points is None:
            return ""
        low, high = decimal_text(equal.low, self.lang), decimal_text(equal.high, self.lang)
        return self.t("disclosure_equal", points=decimal_text(equal.points, self.lang), low=low, high=high)

    def _groups(self, score: Score) -> tuple[GroupView, ...]:
        lines: dict[str, list[Line]] = {key: [] for key in self.method.groups}
        for line in score.lines:
            lines[line.item.group].append(line)
        lang, t = self.lang, self.t
        return tuple(
            GroupView(
                anchor=f"group-{one.group}",
                label=capital(self.method.groups[one.group].labels[lang]),
                bar=bar(*one.tally) if one.applicable else Markup(""),
                range=range_text(one.tally.low, one.tally.high, lang) if one.applicable else "",
                points=points_text(one.tally.points, lang),
                assessed=t("disclosure_of_all", part=one.assessed, all=one.applicable),
                items=tuple(self._item(line) for line in lines[one.group] if line.key != OUTSIDE),
                outside=tuple(self._item(line) for line in lines[one.group] if line.key == OUTSIDE),
            )
            for one in score.groups
        )

    def _item(self, line: Line) -> ItemView:
        lang, t, item, given = self.lang, self.t, line.item, line.assessment
        proofs = self.proofs.of(given.evidence) if given else ()
        note, note_lang = self._note(given) if given else ("", "")
        return ItemView(
            anchor=f"item-{item.id}",
            shape=verdict_shape(line.key),
            line=line_text(line, lang),
            disclosed=item.disclosed[lang],
            partial=item.partial[lang],
            grounds=grounds_of(item, lang),
            duty=t(f"disclosure_duty_{item.publish_duty}"),
            evidence=proofs[:_SHOWN],
            more_evidence=proofs[_SHOWN:],
            searches=self.proofs.searches(given.searches) if given else (),
            assessor=self._who(given.assessor, given.day) if given else "",
            note=note,
            note_lang=note_lang,
            others=self._others(line),
            ask=line.key in _MISSING,
        )

    def _who(self, assessor: str, day: date) -> str:
        who = self.t("disclosure_register") if assessor == REGISTER else assessor
        return self.t("disclosure_assessed", assessor=who, date=date_text(day.isoformat(), self.lang))

    def _others(self, line: Line) -> tuple[str, ...]:
        """What people's other verdicts on an item were: earlier ones, and those of further assessors."""
        aside = [one.assessment for one in self.found.set_aside]
        return tuple(
            self.t(
                "disclosure_other",
                verdict=self.method.verdicts[one.verdict][self.lang],
                who=self._who(one.assessor, one.day),
            )
            for one in scores.persons_of(self.project, self.found.as_of)
            if one.item == line.item.id and one != line.assessment and one not in aside
        )

    def _note(self, given: Assessment) -> tuple[str, str]:
        """What was noted, and its language where not the page's; a note of the register's is a key of the method's."""
        known = self.method.notes.get(given.note) if given.assessor == REGISTER else None
        return (known[self.lang], "") if known else self.proofs.noted(given.note)

    def _gains(self, score: Score) -> tuple[GainView, ...]:
        items, lang = load_checklist().items, self.lang
        return tuple(
            GainView(
                capital(items[one.item].labels[lang]),
                f"#item-{one.item}",
                self.t("disclosure_gain", points=decimal_text(one.points, lang)),
                one.item,
            )
            for one in score.gains
        )

    def _aside(self, one: SetAside) -> str:
        given, t, lang = one.assessment, self.t, self.lang
        item = load_checklist().items.get(given.item)
        if item is None:
            reason = t("disclosure_aside_item")
        elif item.version != given.item_version:
            reason = t("disclosure_aside_version", one=given.item_version, other=item.version)
        else:
            reason = t("disclosure_aside_outside")
        return t(
            "disclosure_aside_line",
            item=f"{given.item}" + (t("comma") + item.labels[lang] if item else ""),
            verdict=self.method.verdicts[given.verdict][lang],
            assessor=t("disclosure_register") if given.assessor == REGISTER else given.assessor,
            date=date_text(given.day.isoformat(), lang),
            reason=reason,
        )


#: How much evidence of an item is shown before the rest is folded away.
_SHOWN = 3


def grounds_of(item: Item, lang: str) -> tuple[Ground, ...]:
    """Why an item is asked for, in words."""
    t = wording(lang)
    return tuple(Ground(t(f"disclosure_basis_{one.kind}"), one.reference, one.verified) for one in item.bases)
