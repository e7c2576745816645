"""Rows of `translations.csv`, each our renderings of a text: those that go with a text that is taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from typing import NamedTuple

from aiqyn.exchange.assessments import read_assessments
from aiqyn.exchange.same_words import same_text


class Rendered(NamedTuple):
    """A text that has renderings, by which their row is known."""

    lang: str
    text: str


class Rendering(NamedTuple):
    """A row of the file: its line, what it renders, and the renderings."""

    line: int
    of: Rendered
    texts: tuple[str, ...]


def renderings_in(content: bytes) -> Iterator[Rendering]:
    """The rows of a version of the file; what was recorded once is read whatever is asked of files today."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    for line, row in enumerate(rows, 1):
        if line > 1:
            yield Rendering(line, Rendered(row[0], row[1]), tuple(row[2:]))


def renderings_of(texts: Collection[str], content: bytes) -> list[Rendering]:
    """The rows of a version that render some texts, be they written in another case or with other spaces."""
    wanted = {same_text(text) for text in texts if text}
    return [rendering for rendering in renderings_in(content) if same_text(rendering.of.text) in wanted]


def rendered_in_verdicts(content: bytes) -> set[Rendered]:
    """What verdicts say, from a version of their file: their renderings are of English."""
    return (
        {Rendered("en", text) for row in read_assessments(content) for text in row.assessment.texts}
        if content
        else set()
    )


def without_renderings(content: bytes, going: Collection[Rendered]) -> bytes:
    """A version of the file without the rows that render some texts."""
    lines = {rendering.line for rendering in renderings_in(content) if rendering.of in going}
    return b"".join(line for number, line in enumerate(io.BytesIO(content), 1) if number not in lines)
