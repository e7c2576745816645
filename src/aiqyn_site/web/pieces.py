"""The smallest pieces of a figure's markup: its value, its source mark, what stands about it.

They are made for every statement of a page, for which a template would take too long;
`components/figure.html` puts them together. All arguments are escaped text: `aiqyn_site.web.figures` is the
one caller.
"""

from __future__ import annotations


def value_piece(text: str, lang: str, link: str, converted: str, *, planned: bool, words: bool) -> str:
    """A value with its unit; planned values and words look different from figures of what is."""
    classes = ("value planned" if planned else "value") + (" words" if words else "")
    language = f' lang="{lang}"' if lang else ""
    inner = f'<a href="{link}">{text}</a>' if link else text
    small = f' <small class="converted">{converted}</small>' if converted else ""
    return f'<span class="{classes}"{language}>{inner}</span>{small}'


def original_piece(label: str, text: str, lang: str) -> str:
    """The words of the source behind our rendering of them, opened in place."""
    return f' <details class="original"><summary>{label}</summary><q lang="{lang}">{text}</q></details>'


def mark_piece(href: str, hint: str, mark: str, *, named: bool) -> str:
    """The source mark: a link to the statement that shows publisher, title and date."""
    return f'<a class="mark{" named" if named else ""}" href="{href}" title="{hint}">{mark}</a>'


def about_piece(date: str, basis: str, mark: str) -> str:
    """The date a value speaks of, its basis as a word, and its source mark."""
    dated = f"{date} · " if date else ""
    return f'<span class="about">{dated}<span class="basis">{basis}</span>&nbsp;{mark}</span>'
