"""axe, the judge of whether a page can be used by everybody."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SCRIPT = Axe().axe_script
_RUN = """options => axe.run(options).then(({violations}) => violations.flatMap(
  ({id, nodes}) => nodes.map(node => `${id}: ${node.target.join(' ')} ${node.failureSummary}`)))"""
_ALL = {"resultTypes": ["violations"]}
_CONTRAST = {"runOnly": ["color-contrast"], **_ALL}


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands: by all its rules in light, by contrast alone in dark.

    Light and dark differ in nothing but colours.
    """
    page.evaluate(_SCRIPT)
    page.emulate_media(color_scheme="light")
    in_light = [f"light: {fault}" for fault in page.evaluate(_RUN, _ALL)]
    page.emulate_media(color_scheme="dark")
    in_dark = [f"dark: {fault}" for fault in page.evaluate(_RUN, _CONTRAST)]
    return in_light + in_dark
