"""The component that prints figures: nothing else on the site prints a value, which a test holds.

Each function puts together one piece of markup as a plain string, for a page prints a hundred figures and a
template would take too long. All arguments are escaped text: `aiqyn_site.pages.figures` and
`aiqyn_site.pages.lines` are the callers and escape everything they pass, exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One thing known: escaped text, and the markup of its figures."""

    anchor: str
    label: str
    part: str
    figures: str
    rule_link: str
    rule_title: str
    rule: str


class Section(NamedTuple):
    """A group of lines and the labels of what was not found."""

    anchor: str
    label: str
    lines: Sequence[Line]
    missing: Sequence[str]


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


def original_piece(label: str, text: str, lang: str) -> str:
    """The words of the source behind our rendering of them, opened in place."""
    return f' <details class="original"><summary>{label}</summary><q lang="{lang}">{text}</q></details>'


def mark_piece(href: str, hint: str, mark: str, named: bool) -> str:
    """The source mark: a link to the statement that shows publisher, title and date."""
    return f'<a class="mark{" named" if named else ""}" href="{href}" title="{hint}">{mark}</a>'


def about_piece(date: str, basis: str, mark: str) -> str:
    """The date a value speaks of, its basis as a word, and its source mark."""
    dated = f"{date} · " if date else ""
    return f'<span class="about">{dated}<span class="basis">{basis}</span>&nbsp;{mark}</span>'


def rival_piece(said: str, who: str, lang: str) -> str:
    """A rival in the list under a figure, with who says it."""
    language = f' lang="{lang}"' if lang else ""
    return f'<li>{said} <span class="who"{language}>{who}</span></li>\n'


def figure_piece(said: str, kind: str, label: str, rivals: str, link: str) -> str:
    """A whole figure: with its rivals, which open in place, or with a link to where they stand."""
    if rivals:
        return (
            f'<div class="figure">{said}<details class="rivals {kind}"><summary>{label}</summary>\n'
            f"<ul>\n{rivals}</ul></details></div>"
        )
    if link:
        return f'<div class="figure">{said} <a class="rivals {kind}" href="{link}">{label}</a></div>'
    return f'<div class="figure">{said}</div>'


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


def row_piece(heads: Sequence[str], label: str, cell: Cell, href: str, link: str, withdrawn: str) -> str:
    """A row of the table of all statements: `label`, the cells, the permanent link."""
    gone, said = (' class="withdrawn"', f" {withdrawn}") if withdrawn else ("", "")
    return (
        f'<tr{gone}><th scope="row">{label}</th>\n{cells_piece(heads, cell)}\n'
        f'<td><a class="small" href="{href}">{link}</a>{said}</td></tr>\n'
    )


def table_piece(heads: Iterable[str], rows: Iterable[str]) -> str:
    """The table of all statements."""
    head = "".join([f'<th scope="col">{one}</th>' for one in heads])
    return f'<table class="folds">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{"".join(rows)}</tbody></table>\n'


def facts_piece(sections: Iterable[Section], not_found: str) -> str:
    """The sections of a page: one line for each thing known, one for each looked for in vain."""
    made: list[str] = []
    for key, heading, lines, missing in sections:
        made.append(f'<h2 id="{key}">{heading}</h2>\n')
        made.append(lines_piece(lines, missing, not_found))
    return "".join(made)


def lines_piece(lines: Iterable[Line], missing: Iterable[str] = (), not_found: str = "") -> str:
    """Things known as a list without a heading, then those looked for in vain."""
    made = ['<dl class="facts">\n', *(_line_piece(line) for line in lines)]
    made += [f'<div><dt>{label}</dt><dd class="missing">{not_found}</dd></div>\n' for label in missing]
    return "".join([*made, "</dl>\n"])


def _line_piece(line: Line) -> str:
    anchor, label, part, figures, link, title, rule = line
    begin = f'<div id="{anchor}"' if anchor else "<div"
    if not rule:
        return f"{begin}><dt>{label}{part_piece(part)}</dt>\n<dd>{figures}</dd>\n</div>\n"
    return (
        f'{begin} class="ruled"><dt>{label}{part_piece(part)}</dt>\n<dd>{figures}</dd>\n'
        f'<dd class="rule"><a href="{link}" title="{title}">{rule}</a></dd>\n</div>\n'
    )


def difference_piece(link: str, what: str, said: str, *, grave: bool) -> str:
    """A line of a page's list of differences: a link to where the sides stand, and what is said of them."""
    classes = ' class="diamond"' if grave else ""
    return f'<li><a{classes} href="{link}">{what}</a>{said}</li>\n'


def muted_piece(text: str) -> str:
    """A remark in small soft type."""
    return f' <span class="muted">{text}</span>'


def source_piece(number: int, link: str, title: str, lang: str, described: str, about: str) -> str:
    """A line of a page's list of sources; `described` says that the title is not the source's own."""
    language = f' lang="{lang}"' if lang else ""
    ours = f' <span class="muted">{described}</span>' if described else ""
    return (
        f'<li value="{number}"><a href="{link}"{language}>{title}</a>{ours} <span class="muted">· {about}</span></li>\n'
    )


def sources_piece(lines: Iterable[str]) -> str:
    """A page's list of sources."""
    return f'<ol class="sources">\n{"".join(lines)}</ol>\n'


def choice_piece(link: str, label: str, lang: str, number: str) -> str:
    """One value of a facet: a link and how many it leaves."""
    language = f' lang="{lang}"' if lang else ""
    return f'<li><a href="{link}"{language}>{label}</a> <span class="muted">{number}</span></li>\n'


def facet_piece(label: str, chosen: str, choices: Iterable[str]) -> str:
    """A facet of a list, opened in place."""
    return f"<details><summary>{label}{chosen}</summary>\n<ul>\n{''.join(choices)}</ul></details>\n"


def project_piece(heads: Sequence[str], name: str, cells: Sequence[str], disputed: str) -> str:
    """A project as a row of a list; `heads` are those of the cells and of the number of conflicts."""
    inner = "\n".join([f'<td data-label="{head}">{cell}</td>' for head, cell in zip(heads, cells, strict=False)])
    return (
        f'<tr><th scope="row">{name}</th>\n{inner}\n<td class="number" data-label="{heads[-1]}">{disputed}</td></tr>\n'
    )
