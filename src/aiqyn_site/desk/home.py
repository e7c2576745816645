"""The first page of the desk, with what waits, and the log."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from aiqyn.words.date_text import date_text
from aiqyn_site.accounts.log import entries
from aiqyn_site.accounts.models import Person
from aiqyn_site.corrections import queries as corrections
from aiqyn_site.desk import proposals
from aiqyn_site.desk.access import signed_in
from aiqyn_site.desk.frame import Waiting, render_desk
from aiqyn_site.pages.wording import wording


def _responses(person: Person) -> list[Waiting]:
    """Answers to publish, proposals to decide, decisions to publish, companies to invite."""
    found = [
        Waiting("desk_n_replies", len(corrections.waiting_replies()), "/desk/invitations/"),
        Waiting("moderate_waiting", corrections.waiting(), "/desk/corrections/"),
        Waiting("moderate_unpublished", len(corrections.unpublished()), "/desk/corrections/"),
        Waiting("invite_missing", len(corrections.all_not_invited()), "/desk/invitations/"),
    ]
    return [one for one in found if person.is_publisher or one.text == "moderate_waiting"]


#: What each part of the desk says waits for a person, in the order of the page.
PARTS: tuple[Callable[[Person], list[Waiting]], ...] = (proposals.waiting, _responses)


@signed_in()
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for the person who is signed in."""
    t = wording(person.language)
    waiting = [(t(one.text, n=one.number), one.href) for part in PARTS for one in part(person) if one.number]
    return render_desk(request, "desk/home.html", {"waiting": waiting}, t("desk_home"))


@signed_in()
def log_page(request: HttpRequest, person: Person) -> HttpResponse:
    """What the person did at the desk; for a publisher, what everybody did."""
    t = wording(person.language)
    before = request.GET.get("before", "")
    found = entries(person, int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None)
    rows = [
        {
            "who": one.person.shown_as if one.person else t("desk_by_command"),
            "day": date_text(one.at.date().isoformat(), person.language),
            "time": f"{one.at:%H:%M:%S}",
            "stamp": f"{one.at:%Y-%m-%dT%H:%M:%SZ}",
            "action": t(key) if t.has(key := f"desk_did_{one.action}") else one.action,
            "about": one.about,
            "detail": one.detail,
        }
        for one in found
    ]
    more = f"?before={found[-1].number}" if len(found) == 100 else ""
    return render_desk(request, "desk/log.html", {"rows": rows, "more": more}, t("desk_nav_log"))
