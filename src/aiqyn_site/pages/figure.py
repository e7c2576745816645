"""What the printer makes of a statement, a value and an entity; the components `figure` and `link` print them."""

from __future__ import annotations

import copy
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


class Figure:
    """One statement made ready to print.

    In a template: `{{ figure }}` is the whole of it with its rivals; `said` value, date, basis and source mark; `about`
    all but the value; `marked` value and source mark, for date and basis stand beside it; `mark` the source mark alone;
    `cells(heads)` the cells of a table: value, date, basis, who says it, source mark. `date` is blank for words that
    speak of no date; `who_lang` where it is not the page's.
    """

    __slots__ = (
        "_about",
        "_macros",
        "_mark",
        "_value",
        "basis",
        "converted",
        "date",
        "hint",
        "href",
        "is_named",
        "is_words",
        "lang",
        "mark_text",
        "original",
        "original_lang",
        "planned",
        "rivals",
        "rivals_href",
        "rivals_kind",
        "rivals_label",
        "text",
        "value_href",
        "who",
        "who_lang",
    )

    def __init__(self, macros: Any, value: Value, *, converted: str, planned: bool, is_words: bool) -> None:
        self._macros = macros
        self._value: Markup | None = None
        self._mark: Markup | None = None
        self._about: Markup | None = None
        self.text, self.lang, self.value_href, self.original, self.original_lang = value
        self.converted, self.planned, self.is_words = converted, planned, is_words
        self.date = self.basis = self.href = self.hint = self.mark_text = self.who = self.who_lang = ""
        self.is_named = False
        self.rivals: tuple[Figure, ...] = ()
        self.rivals_label = self.rivals_kind = self.rivals_href = ""

    def beside(self, label: str, kind: str, *, rivals: Iterable[Figure] = (), href: str = "") -> Figure:
        """The figure with its rivals, or a link to where they stand; `label` says how many and how far apart."""
        figure = copy.copy(self)
        figure.rivals, figure.rivals_label, figure.rivals_kind, figure.rivals_href = tuple(rivals), label, kind, href
        return figure

    @property
    def value(self) -> Markup:
        if self._value is None:
            self._value = self._macros.value(self)
        return self._value

    @property
    def mark(self) -> Markup:
        if self._mark is None:
            self._mark = self._macros.mark(self)
        return self._mark

    @property
    def about(self) -> Markup:
        if self._about is None:
            self._about = self._macros.about(self)
        return self._about

    @property
    def said(self) -> Markup:
        return self.value + " " + self.about

    @property
    def marked(self) -> Markup:
        return self.value + self.mark

    @property
    def full(self) -> Markup:
        """The whole figure with its rivals."""
        markup: Markup = self._macros.full(self)
        return markup

    def __html__(self) -> str:
        return self.full

    def cells(self, heads: tuple[str, ...]) -> Markup:
        markup: Markup = self._macros.cells(self, heads)
        return markup
