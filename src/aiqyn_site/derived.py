"""Everything derived from the ledger, of all apps together: thrown away, made anew and compared as one.

The derived rows of every app follow from one state of the ledger and one edition of the code; `Build` says which.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.db import transaction

import aiqyn
from aiqyn_site.articles.queries import article_texts
from aiqyn_site.code_tag import code_tag
from aiqyn_site.dossier import derive as dossier
from aiqyn_site.ledger.actions import append_to_file
from aiqyn_site.ledger.verify import Fault
from aiqyn_site.ledger.version import ask_again, version
from aiqyn_site.projects import actions as projects
from aiqyn_site.projects.models import Build
from aiqyn_site.search import actions as search

_SITE = Path(__file__).parent
#: The apps whose code decides what is derived.
_APPS = ("projects", "dossier", "search", "articles")

Progress = Callable[[int], None]


@cache
def _recipe() -> str:
    """The edition of the code that derives: the core's rules and the apps."""
    return "".join(map(code_tag, (Path(aiqyn.__file__).parent, *(_SITE / app for app in _APPS))))


def ensure_built(progress: Progress = lambda done: None) -> None:
    """Rebuild when the derived rows follow from another state of the ledger or another edition of the code."""
    now = version()
    if now.number and not _is_built(now.build, now.number):
        rebuild_derived(progress)


def add_rows(name: str, addition: bytes, check: Callable[[bytes], object], *, header: bytes = b"") -> None:
    """Add rows to a growing file of the register (`append_to_file`) and derive anew from it, in one transaction.

    Of all that is derived only the scores rest on these files: the rest stands as it is, if it stood before.
    """
    ask_again()
    with transaction.atomic():
        before = version()
        append_to_file(name, addition, check, header=header)
        if _is_built(before.build, before.number):
            dossier.rebuild()
            Build.objects.create(seal=version().number, recipe=_recipe())
        else:
            rebuild_derived()


def rebuild_derived(progress: Progress = lambda done: None) -> dict[str, int]:
    """Throw all derived rows away and compute them anew, in one transaction; how many of each kind."""
    ask_again()
    with transaction.atomic():
        counts = projects.rebuild(progress)
        counts["scores"] = dossier.rebuild()
        done = sum(counts.values())
        counts["documents"] = search.rebuild_index(lambda more: progress(done + more), article_texts)
        Build.objects.create(seal=version().number, recipe=_recipe())
    return counts


def verify_derived() -> list[Fault]:
    """The first row of each derived table that a rebuild would not give; an empty list means all are right."""
    now = version()
    if not now.number:
        return []
    if not _is_built(now.build, now.number):
        message = "derived rows follow from another state or another edition of the code: run aiqyn rebuild"
        return [Fault("projects_build", now.build, message)]
    return projects.verify() or dossier.verify() or search.verify_index(article_texts)


def _is_built(build: int, seal: int) -> bool:
    return Build.objects.filter(number=build, seal=seal, recipe=_recipe()).exists()
