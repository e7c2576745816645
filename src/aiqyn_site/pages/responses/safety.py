"""The page for those whom telling could harm, and the drop box that a register may have elsewhere."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.wording import wording

#: What the page gives advice about, in this order: texts `safety_KEY_title` and `safety_KEY`.
_ADVICE = ("public", "law", "device", "tor", "files", "paper", "words")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{4,200}")


class DropBox(NamedTuple):
    """The address of a register's own drop box (`dropbox` in register.toml); blank where it has none."""

    address: str


class Advice(NamedTuple):
    """One piece of advice."""

    title: str
    text: str


class SafetyView(NamedTuple):
    """All that the template prints."""

    advice: tuple[Advice, ...]
    drop_box: DropBox


def drop_box() -> DropBox:
    """The register's drop box. Anything but a web address counts as none."""
    given = ledger.register().meta.get("dropbox", "")
    return DropBox(given if isinstance(given, str) and _ADDRESS.fullmatch(given) else "")


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The advice, in the order in which it should be weighed."""
    t = wording(lang)
    advice = tuple(Advice(t(f"safety_{key}_title"), t(f"safety_{key}")) for key in _ADVICE)
    view = SafetyView(advice, drop_box())
    title, description = t("safety_title"), t("safety_described")
    return render(request, "responses/safety.html", {"p": view}, lang, title=title, description=description)
