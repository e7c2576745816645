"""Traditional and simplified Chinese characters as one, so that 風電 and 风电 find the same.

`han_forms.csv` gives each simplified character the traditional ones it stands for; it is made by
`tools/make_han_forms.py`. It joins what one form writes alike (后 for 後 and 后), so it is for finding alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from aiqyn.values.tables import data_folder, read_rows


def simplified(text: str) -> str:
    """A text with its traditional characters as the simplified ones; as long as it was."""
    return text if text.isascii() else text.translate(_simpler())


@cache
def _simpler() -> Mapping[int, str]:
    rows = read_rows(data_folder("aiqyn.names"), "han_forms.csv", ("simplified", "traditional"))
    return {ord(form): row.cells["simplified"] for row in rows for form in row.cells["traditional"]}
