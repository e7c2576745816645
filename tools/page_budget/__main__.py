"""`python -m tools.page_budget http://127.0.0.1:8000/kk/ ...`: what pages cost a reader on a phone.

For each address, in a real browser with an empty cache at 360 px: bytes transferred without images, bytes of
script, the shift of the layout while it loads and settles (Cumulative Layout Shift as browsers measure it), and
requests to anyone else. Exits with 1 when a page is over the budget.
"""

from __future__ import annotations

import argparse
import sys

from playwright.sync_api import sync_playwright

from tools.page_budget.measure import BUDGET, measured, over


def main() -> int:
    """Measure and print; 1 when any page is over the budget."""
    parser = argparse.ArgumentParser(prog="python -m tools.page_budget", description=__doc__)
    parser.add_argument("address", nargs="+")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser's path")
    arguments = parser.parse_args()
    print(f"budget: {BUDGET}")
    missed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for address in arguments.address:
            cost = measured(page, address)
            faults = over(cost)
            missed += bool(faults)
            print(f"{'OVER' if faults else 'good'}  {address}  {cost}  {'; '.join(faults)}".rstrip())
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
