"""Why something sent in was not taken, as a key of the site's wording."""

from __future__ import annotations


class NotTaken(Exception):
    """What was sent is not taken; `key` is the text of the site's wording that says why and what to do."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
