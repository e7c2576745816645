"""Pages as a browser reads them: their title, their links, and their figures by the marks that all of them have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

BLOCKS = {"tr", "li", "p", "dd", "div"}


class Figure(NamedTuple):
    """A figure as a page has it: `about` is all that stands beside its value, `hint` what its source mark tells."""

    statement: str
    value: str
    about: str
    hint: str
    is_rival: bool


class Page(NamedTuple):
    lang: str
    root: Element

    @property
    def title(self) -> str:
        heading = self.root.find(".//h1")
        assert heading is not None
        return text_of(heading)

    def part(self, anchor: str) -> Page:
        element = self.root.find(f".//*[@id='{anchor}']")
        assert element is not None
        return Page(self.lang, element)

    def linked(self, folder: str) -> set[str]:
        """The ids that links into a folder of the site end with."""
        leads = (
            re.fullmatch(rf"/{self.lang}/{folder}/([^/?#]+)/", link.get("href", "")) for link in self.root.iter("a")
        )
        return {lead[1] for lead in leads if lead}

    def figures(self) -> Iterator[Figure]:
        """The figures in the order of the page: each time a value, then its mark."""
        value = ""
        for element, above in walk(self.root, ()):
            classes = element.get("class", "").split()
            if "value" in classes:
                value = text_of(element)
            if element.tag == "a" and "mark" in classes and value:
                beside = next(
                    outer for outer in reversed(above) if outer.tag in BLOCKS or outer.get("class") == "about"
                )
                is_rival = any(outer.tag == "details" and "rivals" in outer.get("class", "") for outer in above)
                (statement,) = Page(self.lang, element).linked("statements")
                yield Figure(statement, value, text_of(beside), element.get("title", ""), is_rival)
                value = ""


#: Reads the page in a language at a path.
Read = Callable[[str, str], Page]


def walk(element: Element, above: tuple[Element, ...]) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    yield element, above
    for child in element:
        yield from walk(child, (*above, element))


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
