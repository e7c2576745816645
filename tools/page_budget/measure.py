"""Measuring what a page costs its reader, with the browser's own counters."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page

#: The layout's shifts so far, once fonts are there and what they move has had time to move.
_SHIFT = """() => document.fonts.ready.then(() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 200);
}))"""


class Cost(NamedTuple):
    """What a page cost: bytes over the wire with headers, and the layout's shift (0 is none)."""

    transferred: int
    script: int
    images: int
    shift: float
    strangers: tuple[str, ...]


class Budget(NamedTuple):
    """The most a page may cost.

    A line whose text arrives in two pieces may settle by a pixel or two when letters of another font join it; that is
    less than a hundredth of a screen. Browsers call a shift good up to a tenth.
    """

    transferred: int = 100_000
    script: int = 30_000
    shift: float = 0.01


BUDGET = Budget()


def measured(page: Page, address: str, width: int = 360) -> Cost:
    """Load an address with an empty cache and count."""
    page.set_viewport_size({"width": width, "height": 780})
    counter = page.context.new_cdp_session(page)
    counter.send("Network.enable")
    counter.send("Network.clearBrowserCache")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    strangers: list[str] = []
    host = urlsplit(address).netloc

    def asked(event: dict[str, Any]) -> None:
        if urlsplit(event["request"]["url"]).netloc not in {host, ""}:
            strangers.append(event["request"]["url"])

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = int(event["encodedDataLength"])

    counter.on("Network.requestWillBeSent", asked)
    counter.on("Network.responseReceived", answered)
    counter.on("Network.loadingFinished", finished)
    page.goto(address, wait_until="load")
    shift = float(page.evaluate(_SHIFT))
    counter.detach()

    def total(*wanted: str) -> int:
        return sum(size for key, size in sizes.items() if kinds.get(key) in wanted)

    images = total("Image")
    return Cost(sum(sizes.values()) - images, total("Script"), images, round(shift, 4), tuple(strangers))


def over(cost: Cost, budget: Budget = BUDGET) -> list[str]:
    """Where a cost is beyond the budget, in words."""
    excesses = []
    if cost.transferred >= budget.transferred:
        excesses.append(f"{cost.transferred} bytes transferred, budget {budget.transferred}")
    if cost.script >= budget.script:
        excesses.append(f"{cost.script} bytes of script, budget {budget.script}")
    if cost.shift > budget.shift:
        excesses.append(f"the layout shifts by {cost.shift}")
    excesses += [f"asks a stranger: {address}" for address in cost.strangers]
    return excesses
