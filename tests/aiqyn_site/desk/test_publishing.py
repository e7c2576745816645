"""Two publishers at once: every verdict becomes one row, and the chain stays whole, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.aiqyn_site.ledger.conftest import small, store  # noqa: F401 - fixtures
from tests.aiqyn_site.ledger.store import ROOT, Store

MANY = 8
SET_UP = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "aiqyn_site.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
SUBMIT = (
    SET_UP
    + f"""
import datetime
from aiqyn.disclosure import Assessment, Search, Verdict, load_checklist
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.desk.publishing import submit
editor = add_person("aru", "editor", "four unrelated words")
for name in ("dana", "erlan"):
    add_person(name, "publisher", "four unrelated words")
day = datetime.date(2026, 3, 1)
for item in list(load_checklist().items.values())[:{MANY}]:
    found = Assessment(item.id, item.version, Verdict.NOT_FOUND, "aru", day, (), (Search("here", "bridge", day),))
    submit(editor, "bridge", found, False)
"""
)
PUBLISH = (
    SET_UP
    + """
import sys
from aiqyn.errors import Refused
from aiqyn_site.accounts.models import Person, Proposal
from aiqyn_site.desk.publishing import publish
person = Person.objects.get(name=sys.argv[1])
done = 0
for number in Proposal.objects.order_by("pk").values_list("pk", flat=True):
    try:
        publish(person, number)
        done += 1
    except Refused as refused:
        assert "does not wait any more" in str(refused), refused
print(done)
"""
)


def start(store: Store, script: str, *arguments: str) -> subprocess.Popen[str]:  # noqa: F811
    command = [sys.executable, "-c", script, *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, env=store.environment, text=True, **pipes)


def test_what_two_publish_at_once_is_there_once(store: Store, small: Path) -> None:  # noqa: F811
    store.run("load", small)
    assert start(store, SUBMIT).communicate(timeout=120)[1] == ""
    both = [start(store, PUBLISH, name) for name in ("dana", "erlan")]
    said = [process.communicate(timeout=240) for process in both]

    assert [complaint for _, complaint in said] == ["", ""]
    assert sum(int(done) for done, _ in said) == MANY
    lines = store.exported()["assessments.csv"].decode().splitlines()
    assert len(set(lines)) == len(lines) == MANY + 1
    assert store.run("verify").stdout.startswith("sound")
