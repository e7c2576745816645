"""The source: a citable publication, with what is known of when and by whom it was published."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """A publication as `sources.csv` describes it (blank = not known).

    `title_basis` tells a title that was seen from a description of the page; `published` is an EDTF date and
    `published_basis` whether it was stated, inferred or is unknown; `kind` is a code of the list source_kind.
    """

    id: str
    url: str
    title: str
    title_basis: str
    publisher: str
    published: str
    published_basis: str
    lang: str
    kind: str
    note: str


class Entity(NamedTuple):
    """What statements are about. `part_of` names the larger entity, such as the programme of an edition."""

    id: str
    kind: str
    part_of: str
