"""Codes are long, are read whatever gaps they are typed with, and are known only by their hash."""

from __future__ import annotations

import math

import pytest

from aiqyn_site.inbox.codes import _LENGTH, _SIGNS, digest_of_code, new_code


def test_a_code_has_at_least_eighty_bits() -> None:
    assert math.log2(len(_SIGNS)) * _LENGTH >= 80


def test_two_codes_differ() -> None:
    assert new_code() != new_code()


@pytest.mark.parametrize(
    "typed", ["7K2QM-04XVB-93DTA-EYC1H", "7k2qm o4xvb 93dta eyclh", " 7K2QM04XVB93DTAEYCIH ", "7K2QM–04XVB—93DTA-EYC1H"]
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert digest_of_code(typed) == digest_of_code("7K2QM04XVB93DTAEYC1H") != ""


@pytest.mark.parametrize("typed", ["", "7K2QM", "7K2QM-04XVB-93DTA-EYC1U", "x" * 10_000, "%' OR 1=1", "☃" * 20])
def test_what_is_no_code_has_no_hash(typed: str) -> None:
    assert digest_of_code(typed) == ""


def test_the_hash_does_not_hold_the_code() -> None:
    code = new_code()
    assert code.replace("-", "").lower() not in digest_of_code(code)
