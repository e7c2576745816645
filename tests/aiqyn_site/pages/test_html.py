"""Pages as a strict reader of HTML takes them: parsed by the rules of the standard, and what those leave over."""

from __future__ import annotations

import gzip
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.urls import URLPattern, resolve

from aiqyn_site.pages.urls import urlpatterns
from tests.aiqyn_site.pages.conftest import LANGUAGES, PATHS

pytestmark = pytest.mark.django_db
_HTML = "{http://www.w3.org/1999/xhtml}"
_INTERACTIVE = {"a", "button", "input", "select", "textarea", "details", "label"}
#: What may stand directly in an element that takes only certain children (HTML standard, section 4).
_CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"div", "dt", "dd", "script", "template"},
    "tr": {"td", "th"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
}
_PHRASING_ONLY = {"p", "h1", "h2", "h3", "h4", "span", "a", "b", "small", "summary", "figcaption", "dt", "label", "q"}
_BLOCKS = {
    "div",
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "section",
    "figure",
    "nav",
    "aside",
    "details",
    "form",
    "h1",
    "h2",
    "h3",
}
#: Elements above that may hold blocks all the same.
_LOOSE = {"figcaption", "a"}


def name(element: Element) -> str:
    return str(element.tag).removeprefix(_HTML)


def faults(element: Element, above: tuple[str, ...] = ()) -> list[str]:
    """What is wrong in an element and all within it, each with the path to it."""
    here = name(element)
    mistakes = []
    path = " > ".join((*above[-4:], here))
    if here in _CHILDREN:
        mistakes += [f"{path} holds {name(child)}" for child in element if name(child) not in _CHILDREN[here]]
    if here in _PHRASING_ONLY - _LOOSE:
        mistakes += [f"{path} holds {name(child)}" for child in element if name(child) in _BLOCKS]
    if here in _INTERACTIVE and "a" in above:
        mistakes.append(f"{path}: interactive within a link")
    if here == "img" and "alt" not in element.attrib:
        mistakes.append(f"{path} has no alt")
    if here in {"td", "th"} and "table" not in above:
        mistakes.append(f"{path} outside a table")
    if "style" in element.attrib or any(str(key).startswith("on") for key in element.attrib):
        mistakes.append(f"{path} has style or script of its own")
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith("{http://www.w3.org/2000/svg}"):
            mistakes += faults(child, (*above, here))
    return mistakes


def headings(root: Element) -> list[int]:
    return [
        int(name(element)[1])
        for element in root.iter()
        if isinstance(element.tag, str) and name(element) in {"h1", "h2", "h3", "h4"}
    ]


def test_every_page_is_among_those_that_are_looked_at() -> None:
    looked_at = {resolve(f"/en/{path.partition('?')[0].format(statement='s1')}").func for path in PATHS}
    pages = [url for url in urlpatterns if isinstance(url, URLPattern) and url.callback.__name__ == "page"]
    assert [str(url.pattern) for url in pages if url.callback not in looked_at] == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_valid_html_and_light(text: str, lang: str) -> None:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=True)
    root = parser.parse(text)
    assert [(line, code) for (line, _), code, _ in parser.errors] == []
    assert faults(root) == []
    assert root.attrib["lang"] == lang
    assert len(gzip.compress(text.encode())) < 100_000  # what is sent
    levels = headings(root)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    labelled = {element.attrib.get("for") for element in root.iter(f"{_HTML}label")}
    for control in root.iter(f"{_HTML}input"):
        assert control.attrib.get("type") == "hidden" or control.attrib.get("id") in labelled
    for control in root.iter():
        for key in ("aria-labelledby", "aria-describedby", "aria-controls"):
            assert set(control.attrib.get(key, "").split()) <= set(ids), (key, control.attrib)
