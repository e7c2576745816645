"""Two publishers at once: every verdict becomes one row, and the chain stays whole, on both databases."""

from __future__ import annotations

import datetime
from pathlib import Path

from aiqyn.disclosure import Assessment, Search, Verdict, load_checklist
from aiqyn_site.accounts.actions import add_person
from aiqyn_site.desk.publishing import submit
from tests.aiqyn_site.store import Store

MANY = 8
PUBLISH = """
import sys
import django
django.setup()
from aiqyn.errors import Refused
from aiqyn_site.accounts.models import Person, Submission
from aiqyn_site.desk.publishing import publish
person = Person.objects.get(name=sys.argv[1])
done = 0
for number in Submission.objects.order_by("pk").values_list("pk", flat=True):
    try:
        publish(person, number)
        done += 1
    except Refused as refused:
        assert refused.code == "verdict_gone", refused
print(done)
"""


def submit_many() -> None:
    editor = add_person("aru", "editor", "four unrelated words")
    for name in ("dana", "erlan"):
        add_person(name, "publisher", "four unrelated words")
    day = datetime.date(2026, 3, 1)
    for item in list(load_checklist().items.values())[:MANY]:
        searches = (Search("here", "bridge", day),)
        submit(editor, "bridge", Assessment(item.id, item.version, Verdict.NOT_FOUND, "aru", day, (), searches), False)


def test_what_two_publish_at_once_is_there_once(store: Store, small: Path) -> None:
    store.run("load", small)
    with store.used():
        submit_many()
    both = [store.start_script(PUBLISH, name) for name in ("dana", "erlan")]
    printeds = [process.communicate(timeout=240) for process in both]

    assert [complaint for _, complaint in printeds] == ["", ""]
    assert sum(int(done) for done, _ in printeds) == MANY
    lines = store.exported()["assessments.csv"].decode().splitlines()
    assert len(set(lines)) == len(lines) == MANY + 1
    assert store.run("verify").stdout.startswith("sound")
