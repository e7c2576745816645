"""`aiqyn serve`."""

from __future__ import annotations

import argparse
import os

from aiqyn.cli import Progress
from aiqyn_site.commands.opened import set_up
from aiqyn_site.commands.outcome import Commands, progress_of


def serve(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add `aiqyn serve`."""
    parser = commands.add_parser("serve", help="serve the site on http://127.0.0.1:8000")
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default 127.0.0.1:8000)")
    parser.add_argument("--workers", type=int, default=1, help="worker processes (default 1)")
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    set_up()
    from django.conf import settings

    from aiqyn_site.accounts.models import Person
    from aiqyn_site.derived import ensure_built
    from aiqyn_site.server import run

    if not os.environ.get("AIQYN_SECRET_KEY"):
        if Person.objects.filter(active=True).exists():
            print("AIQYN_SECRET_KEY is not set: whoever is signed in at the desk is signed out at every start.")
        # The workers started below have to read each other's sessions.
        os.environ["AIQYN_SECRET_KEY"] = settings.SECRET_KEY

    progress = Progress(progress_of("deriving anew, because the code has changed"))
    ensure_built(progress)
    progress.close()

    return run(arguments.bind, arguments.workers)
