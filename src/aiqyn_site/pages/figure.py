"""What the printer makes of a statement, a value and an entity; the components `figure` and `link` print them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from aiqyn_site.pages.frame import macros


class Link(NamedTuple):
    """A name with the page it leads to: `{{ link }}` prints it.

    `lang` is set where it is not the page's, `href` blank where there is no page.
    """

    text: str
    lang: str = ""
    href: str = ""

    def __html__(self) -> str:
        markup: str = macros("link", "en").link(self)
        return markup


class Value(NamedTuple):
    """A value in words. `lang`: where not the page's. `original`: where the words are our rendering."""

    text: str
    lang: str = ""
    href: str = ""
    original: str = ""
    original_lang: str = ""


class _Piece:
    """A piece of a figure: its macro prints it when it is first asked for, then it is an attribute like any other."""

    def __set_name__(self, owner: type[Figure], name: str) -> None:
        self._name = name

    def __get__(self, figure: Figure, owner: type[Figure]) -> Markup:
        markup: Markup = getattr(figure.macros, self._name)(figure)
        figure.__dict__[self._name] = markup
        return markup


class Figure:
    """One statement made ready to print.

    In a template: `{{ figure }}` is the whole of it with its rivals; `said` value, date, basis and source mark; `about`
    all but the value; `marked` value and source mark, for date and basis stand beside it; `mark` the source mark alone;
    `cells(head)` the cells of a table: value, date, basis, who says it, and under `head` the source mark. `date` is
    blank for words that speak of no date; `who_lang` where it is not the page's.
    """

    converted = date = basis = href = hint = mark_text = who = who_lang = ""
    planned = is_words = is_named = False
    rivals: tuple[Figure, ...] = ()
    rivals_label = rivals_kind = rivals_href = ""

    value, mark, about, full = _Piece(), _Piece(), _Piece(), _Piece()

    def __init__(
        self,
        macros: Any,
        text: str,
        lang: str = "",
        value_href: str = "",
        original: str = "",
        original_lang: str = "",
    ) -> None:
        self.macros, self.text, self.lang, self.value_href = macros, text, lang, value_href
        self.original, self.original_lang = original, original_lang

    def beside(self, label: str, kind: str, *, rivals: Iterable[Figure] = (), href: str = "") -> Figure:
        """The figure with its rivals, or a link to where they stand; `label` says how many and how far apart."""
        figure = object.__new__(Figure)
        figure.__dict__ |= self.__dict__
        figure.__dict__.pop("full", None)
        figure.rivals, figure.rivals_label, figure.rivals_kind, figure.rivals_href = tuple(rivals), label, kind, href
        return figure

    @property
    def alone(self) -> Markup:
        """The figure without its rivals."""
        return self.value + " " + self.about

    @property
    def marked(self) -> Markup:
        return self.value + self.mark

    def __html__(self) -> str:
        return self.full

    def cells(self, head: str) -> Markup:
        markup: Markup = self.macros.cells(self, head)
        return markup
