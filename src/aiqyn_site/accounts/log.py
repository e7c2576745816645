"""The log of the desk: who did what, and when. It is only ever added to."""

from __future__ import annotations

from django.utils import timezone

from aiqyn_site.accounts.models import LogEntry, Person

AT_ONCE = 100


def log(person: Person | None, action: str, about: str = "", detail: str = "") -> None:
    """Record that a person did something just now; None is whoever runs the site, by a command.

    `action` is a word such as `published`, `about` an id or an address, `detail` whatever else one will want to know.
    Inside a transaction the entry stands or falls with what it tells of.
    """
    now = timezone.now().replace(microsecond=0)
    LogEntry.objects.create(person=person, at=now, action=action, about=about, detail=detail)


def entries(reader: Person, before: int | None = None) -> list[LogEntry]:
    """The latest entries that a person may read, newest first, at most 100: their own, for a publisher everybody's.

    `before` is the number of the entry after which a page goes on.
    """
    logged = LogEntry.objects.select_related("person").order_by("-number")
    if not reader.is_publisher:
        logged = logged.filter(person=reader)
    if before is not None:
        logged = logged.filter(number__lt=before)
    return list(logged[:AT_ONCE])
