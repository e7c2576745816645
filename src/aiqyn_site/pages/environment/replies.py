"""The right of reply beside a record: who was invited and when, and what they answered, in full."""

from __future__ import annotations

from aiqyn.dossier.record import Record
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.replies import InvitedView, replies_of
from aiqyn_site.pages.wording import wording

#: What a state body did, which no company is invited to reply to.
_BY_BODIES = ("information_requested", "information_refused")


def replies_beside(lang: str, one: Record) -> tuple[InvitedView, ...]:
    """What is to be said of the right of reply beside a record; nothing beside one that speaks against nobody.

    An adverse record that names no company still says that nobody was invited.
    """
    if not one.is_adverse:
        return ()
    found = replies_of(lang, one.id, *(said.id for said in one.statements), *one.codes("drawn_from"))
    if found or one.event_type in _BY_BODIES:
        return found
    nobody = Link("")
    return (InvitedView("", nobody, nobody, wording(lang)("reply_not_invited"), ()),)
