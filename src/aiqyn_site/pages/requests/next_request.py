"""The next request about a project: what is missing, whom to ask, and the letters ready to send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from aiqyn.disclosure import load_checklist
from aiqyn.dossier.addressee import Addressee
from aiqyn.ledger import Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.derivation import span_words
from aiqyn_site.pages.requests.asking import bodies_to_ask, day_of_receipt, dues, leading, missing_items, read_project
from aiqyn_site.pages.wording import wording

STATE_LANGUAGES = ("kk", "ru")
COMPANY_LANGUAGES = ("zh", "en")


class Draft(NamedTuple):
    """A draft in one language."""

    label: str
    href: str


class Asked(NamedTuple):
    """Somebody to ask: a name, its language where not the page's, a page (blank where there is none)."""

    name: str
    lang: str
    href: str


class NextRequest(NamedTuple):
    """The next item to ask for. `due` is blank where no law sets a term; `unread`: its term was read in no source."""

    item: str
    label: str
    verdict: str
    body: Asked
    drafts: tuple[Draft, ...]
    received: str
    due: str
    unread: bool
    others: int
    others_href: str


def next_request(lang: str, project: str, statements: Sequence[Statement] | None = None) -> NextRequest | None:
    """The next request about a project; None where nothing is missing that somebody could be asked for."""
    missing, known = missing_items(project), read_project(project, statements)
    found = next(((one, bodies) for one in missing if (bodies := bodies_to_ask(known, one.item.id))), None)
    if found is None:
        return None
    one, first = found[0], found[1][0]
    received = day_of_receipt(today())
    due = leading(dues(first.laws, received))
    derivation = due.derivation if due else None
    return NextRequest(
        item=one.item.id,
        label=one.item.labels[lang],
        verdict=load_checklist().method.verdicts[one.verdict][lang],
        body=named(lang, first),
        drafts=tuple(
            Draft(wording(lang)(f"in_{each}"), draft_url(lang, project, one.item.id, each))
            for each in (STATE_LANGUAGES if first.laws else COMPANY_LANGUAGES)
        ),
        received=date_text(received.isoformat(), lang),
        due=span_words(derivation.due_min, derivation.due_max, lang) if derivation else "",
        unread=derivation is not None and not derivation.verified,
        others=len(missing) - 1,
        others_href=f"{draft_url(lang, project, one.item.id)}#items",
    )


def named(lang: str, to: Addressee) -> Asked:
    """An addressee by its name, or by its role where the register has none."""
    if not to.body:
        role = load_vocabulary().codes["body_role"][to.role].label(lang)
        return Asked(wording(lang)("draft_role_only", role=role), "", "")
    name = ledger.names([to.body])[to.body].best(lang)
    return Asked(name.text, "" if name.lang in {lang, "zxx"} else name.lang, entity_url(lang, "organisation", to.body))


def draft_url(lang: str, project: str, item: str = "", letter: str = "", to: int = 0) -> str:
    """The address of a draft; `to` is the place among those that can be asked, from 1, 0 for the first."""
    pairs = [("project", project), ("item", item), ("in", letter), ("to", str(to) if to > 1 else "")]
    return f"/{lang}/requests/draft/?{urlencode([(key, value) for key, value in pairs if value])}"
