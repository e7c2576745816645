"""What lists show of a project is of the project, not of a part of it or of more than it."""

from __future__ import annotations

import json

from aiqyn.ledger import Grounds, Statement, make_statement, resolve
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.projects.derive import project_row


def stated(prop: str, value: str, unit: str, part: str = "") -> Statement:
    """A statement about one plant."""
    return make_statement(
        ["plant", prop, value, unit, "", "2020", "reported", part, "paper", "", "", "", "high", "", "2026-01-01"]
    )


def card(*statements: Statement) -> dict[str, dict[str, list[str]] | None]:
    """The card that follows from the statements."""
    grounds = Grounds(load_vocabulary())
    row = project_row("plant", statements, resolve(statements, grounds), grounds)
    return json.loads(row.card)  # type: ignore[no-any-return]


def test_the_cost_of_a_part_is_not_shown_as_the_cost_of_the_project() -> None:
    whole, part = stated("cost", "36", "USD million"), stated("cost", "134", "USD billion", "fourteen-projects")

    assert card(part)["cost"] is None
    lead = card(part, whole)["cost"]
    assert lead is not None
    assert lead["statement"][3] == "36"


def test_a_capacity_told_of_a_product_alone_is_shown_with_its_part() -> None:
    lead = card(stated("capacity", "500", "t/year", "glass"))["capacity"]

    assert lead is not None
    assert (lead["statement"][3], lead["statement"][8]) == ("500", "glass")
