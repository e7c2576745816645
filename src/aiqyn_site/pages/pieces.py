"""The component that prints figures: nothing else on the site prints a value, which a test holds.

Each function puts together one piece of markup as a plain string, for a page prints a hundred figures and a
template would take too long. All arguments are escaped text: `aiqyn_site.pages.figures` and
`aiqyn_site.pages.lines` are the callers and escape everything they pass, exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """What a table's row says of a statement."""

    value: str
    date: str
    basis: str
    who: str
    who_lang: str
    mark: str


def value_piece(text: str, lang: str, link: str, converted: str, planned: bool, words: bool) -> str:
    """A value with its unit; planned values and words look different from figures of what is."""
    classes = (" planned" if planned else "") + (" words" if words else "")
    language = f' lang="{lang}"' if lang else ""
    inner = f'<a href="{link}">{text}</a>' if link else text
    small = f' <small class="converted">{converted}</small>' if converted else ""
    return f'<span class="value{classes}"{language}>{inner}</span>{small}'


def mark_piece(href: str, hint: str, mark: str, named: bool) -> str:
    """The source mark: a link to the statement that shows publisher, title and date."""
    return f'<a class="mark{" named" if named else ""}" href="{href}" title="{hint}">{mark}</a>'


def prose_piece(value: str, about: str, rivals: str) -> str:
    """A figure within a sentence: value, source mark, and where others differ the link to what they say."""
    return f'<span class="figure">{value}{about}{rivals}</span>'


def rivals_piece(kind: str, link: str, label: str, short: str) -> str:
    """A link to those who say otherwise; `short`, if it is not blank, stands for the label within a sentence."""
    told = f' title="{label}" aria-label="{label}"' if short else ""
    return f' <a class="rivals {kind}" href="{link}"{told}>{short or label}</a>'


def callout_piece(value: str, about: str, rivals: str, label: str) -> str:
    """A figure that stands out of a text, with what it is the figure of."""
    return f'<div class="callout">\n<div>{value}{rivals}</div>\n<p>{label} {about}</p>\n</div>\n'


def cells_piece(heads: Sequence[str], cell: Cell) -> str:
    """The cells of a table: value, date, basis, who says it, source mark."""
    value, date, basis, who, lang, mark = cell
    language = f' lang="{lang}"' if lang else ""
    return (
        f'<td data-label="{heads[0]}">{value}</td>\n<td data-label="{heads[1]}">{date}</td>\n'
        f'<td data-label="{heads[2]}">{basis}</td>\n<td data-label="{heads[3]}"{language}>{who}</td>\n'
        f'<td data-label="{heads[4]}">{mark}</td>'
    )


def part_piece(part: str) -> str:
    """The part of a thing that is spoken of, under its label."""
    return f'<span class="part">{part}</span>' if part else ""


def table_piece(heads: Iterable[str], rows: Iterable[str]) -> str:
    """The table of all statements."""
    head = "".join([f'<th scope="col">{one}</th>' for one in heads])
    return f'<table class="folds">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{"".join(rows)}</tbody></table>\n'
