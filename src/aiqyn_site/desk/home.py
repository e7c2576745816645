"""The first page of the desk, with what waits, and the log."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from aiqyn_site.accounts.log import AT_ONCE, entries
from aiqyn_site.accounts.models import Person
from aiqyn_site.desk import erasure
from aiqyn_site.desk.access import signed_in
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.desk.proposals import Waiting, verdicts_waiting
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.pages.wording import wording


def _waiting(person: Person) -> Iterator[Waiting]:
    """Verdicts; answers to publish, proposals to decide, decisions to publish, companies to invite."""
    yield from verdicts_waiting(person)
    if person.is_publisher:
        yield "desk_n_replies", len(inbox.waiting_replies()), "/desk/invitations/"
    yield "moderate_waiting", inbox.waiting(), "/desk/corrections/"
    if person.is_publisher:
        yield "moderate_unpublished", len(inbox.unpublished()), "/desk/corrections/"
        yield "blanking_n_waiting", erasure.waiting_for(person), "/desk/blanking/"
        yield "invite_missing", len(inbox.all_not_invited()), "/desk/invitations/"


@signed_in()
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for the person who is signed in."""
    waiting = [(key, number, address) for key, number, address in _waiting(person) if number]
    return show_desk(request, "desk/home.html", title=wording(person.language)("desk_home"), waiting=waiting)


@signed_in()
def log(request: HttpRequest, person: Person) -> HttpResponse:
    """What the person did at the desk; for a publisher, what everybody did."""
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdigit() and len(before) < 19
    logged = entries(person, int(before) if is_number else None)
    title = wording(person.language)("desk_nav_log")
    return show_desk(request, "desk/log.html", title=title, entries=logged, is_full=len(logged) == AT_ONCE)
