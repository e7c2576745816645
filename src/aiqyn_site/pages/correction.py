"""The form by which anyone proposes a correction or a source: no account, no cookie, no script needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aiqyn.errors import Refused
from aiqyn.exchange.corrections import KINDS, LONGEST_LINK, LONGEST_PROPOSAL, proposal_faults
from aiqyn.exchange.personal import personal_faults
from aiqyn.words.digits import count_text
from aiqyn_site.inbox import allowance
from aiqyn_site.inbox.actions import DAYS_OF_TEXT, propose
from aiqyn_site.inbox.pictures import stripped
from aiqyn_site.inbox.texts import regular
from aiqyn_site.networks import address_of
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.not_taken import foreign_faults, mistakes_of, status_of, takes_nothing
from aiqyn_site.pages.safety import drop_box
from aiqyn_site.pages.subject import LONGEST_ADDRESS, path_of, subject_at
from aiqyn_site.pages.wording import wording

#: A field that people do not see and programs fill in.
TRAP = "homepage"


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The form; sent, the receipt, or the form again with what has to be mended."""
    if settings.READ_ONLY:
        return takes_nothing(request, lang)
    if request.method == "POST":
        return _send(request, lang)
    about = request.GET.get("about", "")[:LONGEST_ADDRESS]
    path = path_of(about)
    typed = {"about": about if path is None else path, "kind": request.GET.get("kind", ""), "text": "", "link": ""}
    return _form(request, lang, typed, query=urlencode({"about": path}) if path else "")


def _form(
    request: HttpRequest, lang: str, typed: Mapping[str, str], faults: Sequence[Refused] = (), *, query: str = ""
) -> HttpResponse:
    """The form with what was typed, and what of it is to be mended."""
    t, path = wording(lang), path_of(typed["about"])
    mistakes = mistakes_of(faults, t)
    return show(
        request,
        lang,
        "correction.html",
        title=t("correct_link"),
        description=t("correct_new_described"),
        query=query,
        status=status_of(faults),
        typed=typed,
        trap=request.POST.get(TRAP, ""),
        subject=subject_at(lang, path) if path else None,
        kinds=KINDS,
        mistakes=mistakes,
        most={"about": LONGEST_ADDRESS, "text": LONGEST_PROPOSAL, "link": LONGEST_LINK},
        most_of_text=count_text(LONGEST_PROPOSAL, lang),
        days=DAYS_OF_TEXT,
        drop_box=drop_box(),
        had_file="file" in request.FILES,
    )


def _send(request: HttpRequest, lang: str) -> HttpResponse:
    given = request.POST
    typed = {
        "about": given.get("about", "")[: LONGEST_ADDRESS + 1],
        "kind": given.get("kind", ""),
        "text": regular(given.get("text", "")),
        "link": given.get("link", "").strip(),
    }
    path = path_of(typed["about"])
    faults = list(_faults(request, path, typed))
    if faults or path is None:
        return _form(request, lang, typed, faults)
    file = request.FILES.get("file")
    try:
        allowance.admit_proposal(address_of(request.META), has_picture=bool(file))
        name, picture = stripped(file.read()) if file else ("", b"")
        receipt = propose(**{**typed, "about": path}, lang=lang, attachment_name=name, attachment=picture)
    except Refused as refused:
        return _form(request, lang, typed, [refused])
    title, subject = wording(lang)("correct_taken_title"), subject_at(lang, path)
    return show(
        request, lang, "correction_taken.html", title=title, description=title, receipt=receipt, subject=subject
    )


def _faults(request: HttpRequest, path: str | None, typed: Mapping[str, str]) -> Iterator[Refused]:
    if request.POST.get(TRAP):
        yield Refused("form_trapped", "trap")
    yield from personal_faults(typed["about"], "about")
    if path is None:
        yield Refused("page_absent", "about")
    yield from proposal_faults(typed["kind"], typed["text"], typed["link"])
    file = request.FILES.get("file")
    yield from personal_faults((file.name if file else "") or "", "file")
    yield from foreign_faults(request)
