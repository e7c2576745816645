"""The page for those whom telling could harm, and the drop box that a register may have elsewhere."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.wording import wording

#: What the page gives advice about, in the order in which it should be weighed: `safety_KEY_title` and `safety_KEY`.
_ADVICE = ("public", "law", "device", "tor", "files", "paper", "words")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,200}")


def drop_box() -> str:
    """The address of the register's own drop box (`dropbox` in register.toml); blank for none or no web address."""
    given = ledger.register().meta.get("dropbox", "")
    return given if isinstance(given, str) and _ADDRESS.fullmatch(given) else ""


def page(request: HttpRequest, lang: str) -> HttpResponse:
    t = wording(lang)
    title, description = t("safety_title"), t("safety_described")
    return show(request, lang, "safety.html", title=title, description=description, advice=_ADVICE, drop_box=drop_box())
