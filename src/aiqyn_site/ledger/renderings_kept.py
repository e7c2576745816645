"""Which renderings go when texts are taken away, and that no folder brings them back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from aiqyn.errors import Finding, Refused
from aiqyn.exchange.folder import TRANSLATIONS
from aiqyn.exchange.renderings import Rendered, Rendering, renderings_in, renderings_of
from aiqyn.ledger.statement import BLANKED
from aiqyn.values.days import parse_day
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.blanked import day_of_file
from aiqyn_site.ledger.sql import batches, marks, select

_VERSIONS = "SELECT content FROM ledger_file WHERE name = %s AND content IS NOT NULL ORDER BY number DESC"
_MOST_NAMED = 100


class GoingRenderings(NamedTuple):
    """Of all versions of the file the rows that go, newest first, without those that say the same.

    `staying` are texts whose renderings stay, for something else in the register says exactly the same.
    """

    going: tuple[Rendering, ...]
    staying: tuple[Rendered, ...]

    @property
    def rendered(self) -> frozenset[Rendered]:
        return frozenset(rendering.of for rendering in self.going)


def going_with(
    texts: Collection[str], verdicts: Collection[Rendered], numbers: Collection[int] = ()
) -> GoingRenderings:
    """The renderings that go with texts.

    `numbers` are the statements that are to lose theirs, `verdicts` what verdicts will say then.
    """
    rows: dict[tuple[Rendered, tuple[str, ...]], Rendering] = {}
    for (content,) in select(_VERSIONS, [TRANSLATIONS]):
        for rendering in renderings_of(texts, bytes(content)):
            rows.setdefault((rendering.of, rendering.texts), rendering)
    rendered = {rendering.of for rendering in rows.values()}
    staying = _standing(rendered, numbers) | (rendered & {*verdicts})
    going = (rendering for rendering in rows.values() if rendering.of not in staying)
    return GoingRenderings(tuple(going), tuple(sorted(staying)))


def returned(own: bytes, more: Collection[Rendered], day: str) -> list[Finding]:
    """The rows of a folder's file that may be what was taken away: unknown ones that render nothing there is.

    `more` is what verdicts say, and texts of the folder that are about to be recorded. None where `day`, when a text
    was last taken away, is blank.
    """
    if not day:
        return []
    versions = (bytes(content) for (content,) in select(_VERSIONS, [TRANSLATIONS]))
    known = {rendering.of for version in versions for rendering in renderings_in(version)}
    unknown = {rendering.of: rendering.line for rendering in renderings_in(own) if rendering.of not in known}
    for rendered in {*more, *_standing(unknown)} & unknown.keys():
        del unknown[rendered]
    reason = Refused("rendering_blanked", "text", day=parse_day(day))
    return [Finding(TRANSLATIONS, line, "", reason) for line in sorted(unknown.values())[:_MOST_NAMED]]


def last_taken() -> str:
    """When a rendering, or a statement that may have had some, was last taken away; blank where none was."""
    stones = (recorded.statement.value for recorded in ledger.find_statements(property=BLANKED, limit=0))
    return max([day_of_file(TRANSLATIONS), *stones])


def _standing(rendered_texts: Iterable[Rendered], without: Collection[int] = ()) -> set[Rendered]:
    """Those of some texts that a statement or the title of a source says, each exactly, in the same language."""
    wanted = set(rendered_texts)
    standing: set[Rendered] = set()
    for texts in batches(sorted({rendered.text for rendered in wanted})):
        among = f"IN ({marks(texts)})"
        statements = select(f"SELECT number, lang, value FROM ledger_statement WHERE value {among}", texts)
        standing |= {Rendered(lang, value) for number, lang, value in statements if number not in without}
        standing |= {
            Rendered(*row) for row in select(f"SELECT lang, title FROM ledger_source WHERE title {among}", texts)
        }
    return standing & wanted
