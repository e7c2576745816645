"""What changed of subjects on days of recording, for the page of changes, its feeds and the home page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aiqyn.ledger import Statement
from aiqyn.ledger.day_changes import Changes
from aiqyn.words.word_tables import capital
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.projects.changes import ChangeEntry, with_changes

#: How many statements of one kind are shown of a subject on a day; the rest are counted.
MOST_SHOWN = 10


class ChangeEntries:
    """Entries with what changed on the day of each, which is worked out for subjects that were known before."""

    def __init__(self, lang: str, entries: Iterable[ChangeEntry]) -> None:
        self.items = with_changes(entries)
        statements = [statement for _, changes in self.items if changes for statement in _shown(changes)]
        named = {entry.subject for entry, _ in self.items} | {statement.entity for statement in statements}
        self.say: Printer = printer_for(lang, statements, named, marks="source")

    def topic(self, statement: Statement) -> str:
        """What a statement is of; for one about an edition, which is compared under its programme, which edition."""
        topic, say = capital(self.say.topic(statement)), self.say
        is_compared_elsewhere = statement.entity in say.register.grounds.subjects
        return f"{topic}{say.t('comma')}{say.name(statement.entity)[0]}" if is_compared_elsewhere else topic

    def summary(self, entry: ChangeEntry, changes: Changes | None) -> str:
        """The whole of it in a line: for feeds, and where there is no room. A subject's first day is only counted."""
        t = self.say.t
        if changes is None:
            return t("changes_first", statements=t("n_statements", n=entry.statements))
        kinds = {
            "added": changes.added,
            "withdrawn": changes.withdrawn,
            "restored": changes.restored,
            "disagreements": changes.disagreements,
        }
        counts = [t(f"changes_n_{kind}", n=len(items)) for kind, items in kinds.items() if items]
        values = [
            t(
                "changes_from_to",
                what=self.topic(superseded.after.statement),
                before=self.say.figure(superseded.before.statement).text,
                after=self.say.figure(superseded.after.statement).text,
            )
            for superseded in changes.superseded
        ]
        joined = t("comma").join(counts) or t("changes_n_preferred")
        return " ".join([capital(t("changes_joined", counts=joined)), *values])


def _shown(changes: Changes) -> Iterator[Statement]:
    yield from changes.added[:MOST_SHOWN]
    for decision in (*changes.withdrawn[:MOST_SHOWN], *changes.restored[:MOST_SHOWN]):
        yield decision.statement
    for superseded in changes.superseded:
        yield from (superseded.before.statement, superseded.after.statement)
    for difference in changes.disagreements:
        yield from difference.statements
