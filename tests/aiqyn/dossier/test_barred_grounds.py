"""Grounds that may not be given for refusing certain documents."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from aiqyn.disclosure import load_checklist
from aiqyn.dossier.barred_grounds import barred_grounds, load_barred_grounds
from tests.aiqyn.dossier.entries import request


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        ({"refusal_ground": "commercial_secret", "asked_document": ("eia_report", "other")}, ["emissions"]),
        ({"refusal_ground": "commercial_secret", "withheld": "pek_report"}, ["emissions"]),
        ({"refusal_ground": "commercial_secret", "asked_item": "EN10"}, ["emissions"]),
        ({"refusal_ground": "commercial_secret", "asked_document": "hearing_protocol"}, []),
        ({"refusal_ground": "restricted_state_secret", "asked_document": "eia_report"}, []),
        ({"asked_document": "eia_report"}, []),
    ],
)
def test_what_tells_of_emissions_may_not_be_kept_as_a_commercial_secret(
    facts: dict[str, Iterable[str] | str], keys: list[str]
) -> None:
    barred = barred_grounds(request(**facts))  # type: ignore[arg-type]  # facts are of properties alone
    assert [ground.key for ground in barred] == keys
    assert not any(ground.verified for ground in barred)


def test_the_items_named_are_of_the_checklist() -> None:
    items = {item for barred in load_barred_grounds() for item in barred.asked if item.isupper()}
    assert items
    assert items <= load_checklist().items.keys()
