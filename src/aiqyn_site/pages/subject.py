"""The page that something is about: found from what people type, and named in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve

from aiqyn.ledger.identity import is_statement_id
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn.words.word_tables import capital
from aiqyn_site.articles import queries as articles
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import KINDS_OF_FOLDERS, statement_url
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

LONGEST_ADDRESS = 300
_PATH = re.compile(r"(?:[a-z0-9-]{1,64}/){0,4}")
#: What finds things of the kinds that are no entities.
_OTHERS: Mapping[str, Callable[[str], object]] = {
    "statement": ledger.statement,
    "source": ledger.source,
    "article": articles.languages_of,
    "reply": inbox.invitation,
}


def path_of(typed: str) -> str | None:
    """The path, without language, of the page that somebody typed, a whole address or an id; None for no such page.

    Blank is the register as a whole.
    """
    text = typed.strip()
    if len(text) > LONGEST_ADDRESS:
        return None
    if is_statement_id(text):
        text = f"statements/{text}/"
    try:
        place = unquote(urlsplit(text).path)
    except ValueError:
        return None
    first, _, rest = place.lstrip("/").partition("/")
    path = rest if first in LANGUAGES else place.lstrip("/")
    if path and not path.endswith("/"):
        path += "/"
    return path if _PATH.fullmatch(path) and _exists(path) else None


def _exists(path: str) -> bool:
    """Whether there is such a page: its address leads somewhere, and what it names is in the register."""
    if not path:
        return True
    try:
        match = resolve(f"/{LANGUAGES[0]}/{path}")
    except Resolver404:
        return False
    if "rest" in match.kwargs:
        return False
    identifier = match.kwargs.get("identifier", "")
    kind = KINDS_OF_FOLDERS.get(path.partition("/")[0])
    if not identifier or not kind:
        return True
    if kind in _OTHERS:
        return bool(_OTHERS[kind](identifier))
    entity = ledger.entity(identifier)
    return entity is not None and entity.kind == kind


def subject_at(lang: str, path: str) -> Link:
    """A page of the register, by its path without language, with a name that readers understand."""
    folder, _, rest = path.partition("/")
    identifier = rest.partition("/")[0]
    t, href = wording(lang), f"/{lang}/{path}"
    if not path:
        return Link(t("correct_whole"))
    kind = KINDS_OF_FOLDERS.get(folder) if identifier else None
    if kind == "statement":
        return subject_named(lang, identifier)
    if kind and kind not in _OTHERS:
        return subject_named(lang, identifier)._replace(href=href)
    if kind == "source":
        source = ledger.source(identifier)
        return Link(source.title, source.lang if source.lang != lang else "", href) if source else Link(path)
    key = f"nav_{folder}"
    return Link(t(key) if t.has(key) and not identifier else path, "", href)


def subject_named(lang: str, identifier: str) -> Link:
    """A statement or an entity by its id, as `subject_at` names it."""
    recorded = ledger.statement(identifier) if is_statement_id(identifier) else None
    statement = recorded.statement if recorded else None
    if is_statement_id(identifier) and statement is None:
        return Link(identifier)
    if statement is None:
        return printer_for(lang, (), [identifier]).link(identifier)
    name = printer_for(lang, (), [statement.entity]).name(statement.entity)[0]
    label = load_vocabulary().properties[statement.property].label(lang)
    text = f"{name}{wording(lang)('colon')}{label}"
    return Link(capital(text), "", statement_url(lang, identifier))
