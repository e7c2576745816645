"""`aiqyn serve`."""

from __future__ import annotations

import argparse
import os

from aiqyn.cli import Progress
from aiqyn_site.commands.opened import set_up_serving
from aiqyn_site.commands.outcome import Commands, Unusable, in_words, progress_of


def serve(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn serve`."""
    parser = commands.add_parser("serve", help="serve the site on http://127.0.0.1:8000")
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default 127.0.0.1:8000)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes (default 1)")
    in_words(parser, _serve)


def _serve(arguments: argparse.Namespace) -> int:
    is_writable = set_up_serving()
    from django.conf import settings

    from aiqyn_site.derived import ensure_built, is_built
    from aiqyn_site.settings import read_only_url

    if is_writable:
        progress = Progress(progress_of("deriving anew, because the code has changed"))
        ensure_built(progress)
        progress.close()
        _share_key()
    elif is_built():
        # For the workers started below.
        os.environ["DATABASE_URL"] = read_only_url(settings.DATABASE_URL)
        print("The database may only be read here: readers are served, but nothing is taken in and nobody signs in.")
    else:
        raise Unusable(
            "what is derived follows from another edition of the code, and cannot be made anew where the database may "
            "only be read: copy it to where one may write, set DATABASE_URL, and run aiqyn rebuild"
        )

    from aiqyn_site.server import run

    return run(arguments.bind, arguments.workers)


def _share_key() -> None:
    """Let the workers read each other's sessions, whatever key signs them."""
    from django.conf import settings

    from aiqyn_site.accounts.models import Person

    if not os.environ.get("AIQYN_SECRET_KEY"):
        if Person.objects.filter(active=True).exists():
            print("AIQYN_SECRET_KEY is not set: whoever is signed in at the desk is signed out at every start.")
        os.environ["AIQYN_SECRET_KEY"] = settings.SECRET_KEY
