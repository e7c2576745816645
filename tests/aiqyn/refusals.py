"""What a test asks of a refusal: its code and values, or its words in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from aiqyn.errors import Finding, Refused, Value
from aiqyn.prose.faults import Fault
from aiqyn.words.refusal_text import Saying, clause, saying
from aiqyn.words.word_tables import words


def in_english(refused: Refused | Finding | Fault) -> Saying:
    """The words as the command line says them; they fill, whatever the values are."""
    reason = refused if isinstance(refused, Refused) else refused.reason
    return saying(reason, words("en"), typed=True)


@contextmanager
def refused(code: str, field: str | None = None, **values: Value) -> Iterator[None]:
    """What is inside is refused under a code, at a field and with these values among others."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert field in {None, caught.value.field}
    assert values.items() <= caught.value.values.items()
    assert all(in_english(caught.value))


@contextmanager
def refused_in_words(pattern: str) -> Iterator[None]:
    """What is inside is refused, and the words of it have a match of a pattern."""
    with pytest.raises(Refused) as caught:
        yield
    text = clause(caught.value, words("en"), typed=True)
    assert re.search(pattern, text), text
