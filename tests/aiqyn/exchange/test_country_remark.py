"""A register that will be shown without any law is remarked."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.cli import look_through
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import META, write_register


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path)


@pytest.mark.parametrize(
    ("country", "code", "way_out"),
    [("", "country_blank", 'country = "KZ"'), ('country = "TJ"\n', "country_lawless", "check the code")],
)
def test_a_register_without_law_is_remarked(register: Path, country: str, code: str, way_out: str) -> None:
    (register / "register.toml").write_text(META.replace('country = "KZ"\n', country), encoding="utf-8")
    findings, remarks = look_through(register)
    (remark,) = [remark for remark in remarks if remark.file == "register.toml"]
    assert (findings, remark.code) == ([], code)
    assert way_out in in_english(remark).way_out


def test_one_whose_law_is_entered_is_not(register: Path) -> None:
    assert not [remark for remark in look_through(register)[1] if remark.file == "register.toml"]
