"""The names at the head of a page: the page's language first, each other marked seen or ours."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.vocabulary import LANGUAGES
from aiqyn_site.pages.addresses import statement_url
from aiqyn_site.pages.figures import Printer


class HeadName(NamedTuple):
    """One name. `lang` is blank where it is the page's; `mark` says if it was seen; `link` its statement."""

    text: str
    lang: str
    mark: str
    link: str
    language: str


def head_names(printer: Printer, identifier: str) -> list[HeadName]:
    """An entity's names, the leading one first. There is always one."""
    names = printer.names.get(identifier)
    if names is None:
        return [HeadName(identifier, "", "", "", "")]
    best = names.best(printer.lang)
    # A name that is spelled alike in another language would only be said twice.
    others = (names[lang] for lang in LANGUAGES if lang in names and names[lang].text != best.text)
    ordered = [best, *others]
    return [
        HeadName(
            name.text,
            "" if name.lang in {printer.lang, "zxx"} else name.lang,
            "" if not name.statement_id else printer.t("our_rendering" if name.basis == "rendered" else "seen"),
            statement_url(printer.lang, name.statement_id) if name.statement_id else "",
            printer.t(f"in_{name.lang}") if name.lang in LANGUAGES else "",
        )
        for name in ordered
    ]
