"""The names at the head of an entity's page: the page's language first, each other marked seen or ours."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.pages.addresses import statement_url
from aiqyn_site.pages.printer import Printer


class EntityName(NamedTuple):
    """One name. `lang` is blank where it is the page's; `mark` says if it was seen; `href` leads to its statement."""

    text: str
    lang: str
    mark: str
    href: str
    language: str


def entity_names(say: Printer, identifier: str) -> list[EntityName]:
    """An entity's names, the leading one first. There is always one."""
    say.know([identifier])
    names = say.names[identifier]
    best = names.best(say.lang)
    # A name that is spelled alike in another language would only be said twice.
    others = (names[lang] for lang in LANGUAGES if lang in names and names[lang].text != best.text)
    return [
        EntityName(
            name.text,
            "" if name.lang in {say.lang, "zxx"} else name.lang,
            "" if not name.statement_id else say.t("our_rendering" if name.basis == "rendered" else "seen"),
            statement_url(say.lang, name.statement_id) if name.statement_id else "",
            say.t(f"in_{name.lang}") if name.lang in LANGUAGES else "",
        )
        for name in (best, *others)
    ]
