"""What a folder holds beside the versions that are recorded."""

from __future__ import annotations

import pytest

from aiqyn.exchange.standing import Standing, differing, nearness, standings

BASE = ["title", "one", "two", "three"]
THEIRS = ["title", "one", "2", "three"]


def test_each_thing_stands_as_its_digest_says() -> None:
    own = {"same": b"2", "older": b"1", "changed": b"3", "new": b"1"}
    recorded = {"same": [b"1", b"2"], "older": [b"1", b"2"], "changed": [b"1"], "lacking": [b"1"]}
    assert standings(own, recorded) == {key: Standing(key) for key in ("same", "older", "changed", "new", "lacking")}


@pytest.mark.parametrize(
    ("own", "versions", "sign"),
    [
        (["title", "1", "two", "three"], [BASE], 1),
        (["title", "1", "2", "three"], [BASE, THEIRS], 1),
        (["title", "1", "two", "three"], [BASE, THEIRS], -1),
        (["title", "one", "zwei", "three"], [BASE, THEIRS], 0),
        (["title", "one", "two", "three", "four"], [BASE, []], -1),
        (["title", "1", "two", "three"], [BASE, THEIRS, BASE], 1),
        (["title", "eins", "zwei", "drei"], [BASE], 0),
        (["title", "1", "2", "drei"], [BASE, ["title", "1", "2", "3"]], 0),
    ],
    ids=[
        "one version",
        "on the last",
        "on the one before",
        "the same line",
        "removed",
        "put back",
        "both anew",
        "the same and another",
    ],
)
def test_what_was_changed_is_told_from_what_both_changed(own: list[str], versions: list[list[str]], sign: int) -> None:
    near = nearness(own, versions)
    assert (near > 0) - (near < 0) == sign


def test_pieces_that_give_way_are_named_with_those_that_come() -> None:
    assert differing(["title", "eins", "two"], ["title", "one", "one", "two"]) == (["one", "one"], ["eins"])
