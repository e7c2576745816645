"""What a page says where the law of the register's country is not entered here: the law of another is none of its."""

from __future__ import annotations

from aiqyn.deadlines.law import Laws
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.wording import wording


def laws_on_requests() -> Laws:
    """The laws under which a reader of this register may count, those of its country first; none where it has none."""
    return load_laws().seen_from(ledger.register().country)


def no_duties(lang: str) -> str:
    """That no chain of documents, letter or item of the score rests on law here; blank where they do."""
    return "" if ledger.register().has_duties else wording(lang)("home_no_duties", country=_country(lang))


def no_law_on_requests(lang: str) -> str:
    """That no law sets a term for an answer here; blank where one does."""
    return "" if laws_on_requests().rules else wording(lang)("home_no_terms", country=_country(lang))


def _country(lang: str) -> str:
    code = load_vocabulary().code_list("country").get(ledger.register().country)
    return code.label(lang) if code else wording(lang)("home_unnamed")
