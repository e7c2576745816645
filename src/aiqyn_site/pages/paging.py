"""Pages of long lists, as plain links."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from aiqyn.words.wording import Wording

_MOST_PAGES = 1_000_000


class PageLink(NamedTuple):
    """A link to a page of a list; no address means the present one."""

    label: str
    href: str


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first where the query says nothing sensible."""
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), _MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def page_query(query: str, number: int) -> str:
    """The query of one page of a list, given that of the list."""
    return "&".join(filter(None, (query, f"page={number}" if number > 1 else "")))


def page_links(t: Wording, path: str, query: str, current: int, pages: int) -> tuple[PageLink, ...]:
    """Links to the pages before, first, around, last and after; none for a single page."""
    if pages <= 1:
        return ()

    def href(number: int) -> str:
        asked = page_query(query, number)
        return path + (f"?{asked}" if asked else "")

    shown = sorted({1, pages, *(n for n in range(current - 2, current + 3) if 1 <= n <= pages)})
    links = [PageLink(t("page_n", number=n), "" if n == current else href(n)) for n in shown]
    if current > 1:
        links.insert(0, PageLink(t("page_before"), href(min(current - 1, pages))))
    if current < pages:
        links.append(PageLink(t("page_after"), href(current + 1)))
    return tuple(links)
